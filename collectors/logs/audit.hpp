#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

inline constexpr Duration audit_every = std::chrono::seconds{10};

std::span<const SignalDescription> audit_signals();

/// Records of the kernel's audit subsystem that wait for auditd(8), and those that were lost. Needs
/// CAP_AUDIT_CONTROL: without it, in a container, and where the kernel has no audit there is no
/// data, and nobody asks again.
Result<std::unique_ptr<Collector>> make_audit(const CollectorContext& context);

}  // namespace foreshock::collectors
