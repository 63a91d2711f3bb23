#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// How many processes have series of their own: those that hold most. One stays until another holds
/// twice as much (DiscoverySlots).
inline constexpr std::size_t deleted_holders_max = 5;

std::span<const SignalDescription> deleted_files_signals();

/// Space that is lost to files which were deleted while a process had them open (DeletedWalk): du
/// does not see it, df does, and only the end of the process gives it back.
Result<std::unique_ptr<Collector>> make_deleted_files(const CollectorContext& context);

}  // namespace foreshock::collectors
