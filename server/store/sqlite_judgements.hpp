#pragma once

#include "server/incidents/host_judgement.hpp"
#include "server/store/connection_pool.hpp"

namespace foreshock::store {

/// Within a transaction.
Result<void> save_limits(Connection& connection, const incidents::LimitsOfHost& told);
Result<void> save_pack(Connection& connection, const incidents::PackOfHost& told);

/// The pool outlives it.
class SqliteJudgements final : public incidents::HostJudgements {
public:
    explicit SqliteJudgements(ConnectionPool& readers) : readers_(readers) {}

    Result<std::optional<LearnedLimits>> limits_of(std::string_view host_id) const override;
    Result<std::optional<incidents::PackOfHost>> pack_of(std::string_view host_id) const override;
    Result<std::vector<incidents::PackOfHost>> packs() const override;

private:
    ConnectionPool& readers_;
};

}  // namespace foreshock::store
