#pragma once

#include "server/incidents/diagnosis_ports.hpp"
#include "server/incidents/near_miss.hpp"
#include "server/store/connection_pool.hpp"

namespace foreshock::store {

/// The pool outlives it.
class SqliteDiagnosisReader final : public incidents::DiagnosisReader,
                                    public incidents::NearMisses {
public:
    explicit SqliteDiagnosisReader(ConnectionPool& readers) : readers_(readers) {}

    Result<incidents::DiagnosisContext> context_of(
        const incidents::Incident& incident) const override;
    Result<incidents::NearMissLedger> near_misses(
        const incidents::NearMissQuery& query) const override;

private:
    ConnectionPool& readers_;
};

}  // namespace foreshock::store
