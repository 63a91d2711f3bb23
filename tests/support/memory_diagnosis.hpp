#pragma once

#include <algorithm>
#include <vector>

#include "server/incidents/diagnosis_ports.hpp"
#include "server/incidents/near_miss.hpp"

namespace foreshock::test {

/// What helps to diagnose, in memory.
class MemoryDiagnosis final : public incidents::DiagnosisReader {
public:
    Result<incidents::DiagnosisContext> context_of(const incidents::Incident&) const override {
        return context;
    }

    incidents::DiagnosisContext context;
};

/// A ledger that is told what it holds, and keeps what it was asked.
class MemoryNearMisses final : public incidents::NearMisses {
public:
    Result<incidents::NearMissLedger> near_misses(
        const incidents::NearMissQuery& query) const override {
        asked = query;
        return ledger;
    }

    incidents::NearMissLedger ledger;
    mutable incidents::NearMissQuery asked;
};

/// Known errors in memory; records are counted, times are not.
class MemoryKnownErrors final : public incidents::KnownErrors {
public:
    Result<std::vector<incidents::KnownError>> list() const override { return kept; }

    Result<void> put(const incidents::KnownError& known_error) override {
        std::erase_if(kept, [&](const auto& one) { return one.id == known_error.id; });
        kept.push_back(known_error);
        return {};
    }

    Result<void> remove(std::string_view id) override {
        const auto gone = std::erase_if(kept, [&](const auto& one) { return one.id == id; });
        if (gone == 0) return fail(Errc::not_found, "there is no known error " + std::string{id});
        return {};
    }

    Result<void> record(const incidents::FixOutcome& outcome) override {
        for (incidents::KnownError& one : kept) {
            if (one.id != outcome.known_error_id) continue;
            ++one.tried;
            one.worked += outcome.worked ? 1 : 0;
            outcomes.push_back(outcome);
            return {};
        }
        return fail(Errc::not_found, "there is no known error " + outcome.known_error_id);
    }

    std::vector<incidents::KnownError> kept;
    std::vector<incidents::FixOutcome> outcomes;
};

}  // namespace foreshock::test
