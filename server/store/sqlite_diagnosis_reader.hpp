#pragma once

#include "server/incidents/diagnosis_ports.hpp"
#include "server/store/connection_pool.hpp"

namespace foreshock::store {

/// The pool outlives it.
class SqliteDiagnosisReader final : public incidents::DiagnosisReader {
public:
    explicit SqliteDiagnosisReader(ConnectionPool& readers) : readers_(readers) {}

    Result<incidents::DiagnosisContext> context_of(
        const incidents::Incident& incident) const override;

private:
    ConnectionPool& readers_;
};

}  // namespace foreshock::store
