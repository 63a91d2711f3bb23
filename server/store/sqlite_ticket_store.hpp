#pragma once

#include "server/store/connection_pool.hpp"
#include "server/store/writer.hpp"
#include "server/triage/ports.hpp"

namespace foreshock::store {

/// Both references outlive it.
class SqliteTicketStore final : public triage::TicketStore {
public:
    SqliteTicketStore(Writer& writer, ConnectionPool& readers)
        : writer_(writer), readers_(readers) {}

    Result<void> put(const triage::DeskTicket& ticket, std::string_view actor,
                     TimePoint at) override;
    Result<std::vector<triage::DeskTicket>> tickets() const override;

private:
    Writer& writer_;
    ConnectionPool& readers_;
};

}  // namespace foreshock::store
