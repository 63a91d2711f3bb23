#pragma once

#include <atomic>

#include "core/clock.hpp"
#include "server/http/route.hpp"
#include "server/people/ports.hpp"

namespace foreshock::http {

/// The entry of an act that `request` asks for: who, how proven, from where. `outcome` is "done".
people::AuditEntry audit_entry(const Request& request, TimePoint at, std::string action,
                               std::string object, std::string detail = {});

/// Writes down what people asked to be done, and how that ended, before they get the answer. Of
/// strangers nothing is kept: they are counted, and could fill the disk. Safe from any thread.
class AuditTrail {
public:
    /// Both must outlive it.
    AuditTrail(people::AuditLog& log, const Clock& clock) : log_(log), clock_(clock) {}

    /// A responder that records and then calls `respond`; `respond` itself when there is nothing
    /// to record.
    [[nodiscard]] Responder before(const Route& route, const Request& request,
                                   const PathArguments& arguments, Responder respond) const;

    /// Acts that could not be written down.
    [[nodiscard]] std::uint64_t lost() const { return lost_; }

private:
    void record(const people::AuditEntry& entry) const;

    people::AuditLog& log_;
    const Clock& clock_;
    mutable std::atomic<std::uint64_t> lost_{0};
};

}  // namespace foreshock::http
