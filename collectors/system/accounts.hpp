#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

std::span<const SignalDescription> accounts_signals();

/// Dates of /etc/shadow. Who may not read it (group shadow may) has no data: that is as it should
/// be, and no failure.
Result<std::unique_ptr<Collector>> make_accounts(const CollectorContext& context);

}  // namespace foreshock::collectors
