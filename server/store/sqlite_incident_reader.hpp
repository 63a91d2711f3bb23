#pragma once

#include "server/incidents/ports.hpp"
#include "server/store/connection_pool.hpp"

namespace foreshock::store {

/// The pool outlives it.
class SqliteIncidentReader final : public incidents::IncidentReader {
public:
    explicit SqliteIncidentReader(ConnectionPool& readers) : readers_(readers) {}

    Result<incidents::Incident> find(std::string_view id_or_number) const override;
    Result<incidents::IncidentPage> list(const incidents::IncidentQuery& query) const override;
    Result<std::vector<incidents::Event>> timeline(std::string_view incident_id) const override;
    Result<std::vector<incidents::Event>> events_after(std::uint64_t sequence,
                                                       std::size_t limit) const override;
    Result<std::vector<incidents::Host>> hosts() const override;
    Result<incidents::MemberSummary> members(const incidents::Incident& incident) const override;

private:
    Result<std::vector<incidents::Event>> events(std::string_view condition,
                                                 const std::vector<Value>& parameters) const;

    ConnectionPool& readers_;
};

}  // namespace foreshock::store
