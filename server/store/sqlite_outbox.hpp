#pragma once

#include "server/incidents/ports.hpp"
#include "server/store/connection_pool.hpp"
#include "server/store/writer.hpp"

namespace foreshock::store {

/// Both references outlive it.
class SqliteOutbox final : public incidents::Outbox {
public:
    SqliteOutbox(Writer& writer, ConnectionPool& readers) : writer_(writer), readers_(readers) {}

    Result<std::vector<incidents::OutboxEntry>> due_in(const incidents::OutboxLane& lane,
                                                       TimePoint now,
                                                       std::size_t limit) const override;
    Result<std::optional<TimePoint>> next_due_in(const incidents::OutboxLane& lane) const override;
    Result<incidents::OutboxEntry> take(std::string_view id, TimePoint now) override;
    Result<void> settle(std::string_view id, const incidents::Event& event) override;
    Result<void> note(const incidents::Event& event) override;
    Result<void> postpone(std::string_view id, TimePoint due_at, std::string_view error) override;
    Result<void> hand_over(std::string_view id, const incidents::OutboxEntry& to,
                           const incidents::Event& event) override;
    Result<void> put(const std::vector<incidents::OutboxEntry>& entries) override;
    Result<std::size_t> count() const override;

private:
    Writer& writer_;
    ConnectionPool& readers_;
};

}  // namespace foreshock::store
