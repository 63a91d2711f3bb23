#pragma once

#include "server/breach/ports.hpp"
#include "server/store/connection_pool.hpp"
#include "server/store/writer.hpp"

namespace foreshock::store {

/// Both references outlive it. Words go into the same outbox as those of incidents.
class SqliteBreaches final : public breach::Breaches {
public:
    SqliteBreaches(Writer& writer, ConnectionPool& readers) : writer_(writer), readers_(readers) {}

    Result<std::vector<breach::Breach>> list() const override;
    Result<std::uint64_t> next_number() const override;
    Result<void> save(const breach::Breach& breach,
                      const std::vector<breach::Word>& words) override;
    Result<void> save(const breach::Breach& breach, const std::vector<breach::Word>& words,
                      std::string_view incident_record) override;
    Result<std::string> incident_record(std::string_view breach_id) const override;

private:
    Writer& writer_;
    ConnectionPool& readers_;
};

}  // namespace foreshock::store
