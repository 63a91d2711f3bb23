#pragma once

#include "source_tree.hpp"

namespace foreshock::tidy {

/// C++ only: what is not called, or only in one place. The clock is asked in core/clock.cpp,
/// numbers are read with core/number.hpp, memory has owners, processes are not started by a shell,
/// and what judges (detectors, server/incidents) has neither clock nor sleep nor chance.
Findings check_calls(const SourceFile& file);

}  // namespace foreshock::tidy
