#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// How many units have series of their own: those with most such processes.
inline constexpr std::size_t deleted_libraries_units_max = 16;

std::span<const SignalDescription> deleted_libraries_signals();

/// Programs that still execute libraries, or a program file, that an update has deleted or replaced
/// (LibraryWalk): what the update has mended is not mended in them until they are started again.
Result<std::unique_ptr<Collector>> make_deleted_libraries(const CollectorContext& context);

}  // namespace foreshock::collectors
