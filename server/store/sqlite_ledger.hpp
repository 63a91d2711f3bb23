#pragma once

#include "server/incidents/ports.hpp"
#include "server/store/connection_pool.hpp"
#include "server/store/writer.hpp"

namespace foreshock::store {

/// All of it, inside a transaction of the caller's.
Result<void> write_commit(Connection& connection, incidents::Commit& commit);

/// Both references outlive it.
class SqliteLedger final : public incidents::Ledger {
public:
    SqliteLedger(Writer& writer, ConnectionPool& readers) : writer_(writer), readers_(readers) {}

    Result<void> commit(incidents::Commit& commit) override;
    Result<std::vector<incidents::Incident>> load_unfinished() override;
    Result<void> tell_members(
        const std::function<void(const incidents::MemberChange&)>& take) override;
    Result<std::vector<incidents::KinVerdict>> load_feedback() override;
    Result<std::uint64_t> next_number() override;
    Result<std::vector<incidents::Host>> load_hosts() override;
    Result<std::vector<incidents::Farewell>> load_farewells() override;
    Result<std::vector<incidents::LearnedOfHost>> load_learned(TimePoint since) override;
    Result<std::vector<ScoredForecast>> load_pending_forecasts() override;
    Result<std::vector<incidents::ForecastOutcome>> load_forecast_outcomes(
        TimePoint since) override;
    Result<std::vector<incidents::ForeignAlert>> load_alerts() override;

private:
    Writer& writer_;
    ConnectionPool& readers_;
};

}  // namespace foreshock::store
