#pragma once

#include <string>
#include <vector>

#include "server/incidents/diagnose.hpp"
#include "server/incidents/known_error.hpp"

namespace foreshock::incidents {

/// What the store knows that helps to diagnose an incident. From any thread.
class DiagnosisReader {
public:
    static constexpr std::size_t hosts_max = 50;  ///< of those that the incident touches
    static constexpr std::size_t past_max = 20;   ///< best by full-text search

    virtual ~DiagnosisReader() = default;
    virtual Result<DiagnosisContext> context_of(const Incident& incident) const = 0;
};

/// The desk's known errors. From any thread.
class KnownErrors {
public:
    virtual ~KnownErrors() = default;

    /// With their records, oldest first.
    virtual Result<std::vector<KnownError>> list() const = 0;
    /// Adds it, or replaces title, fix and author of the one with the same id; the record stays.
    /// conflict beyond `known_errors_max`.
    virtual Result<void> put(const KnownError& known_error) = 0;
    /// With its record. not_found.
    virtual Result<void> remove(std::string_view id) = 0;
    /// not_found for an unknown known error.
    virtual Result<void> record(const FixOutcome& outcome) = 0;
};

}  // namespace foreshock::incidents
