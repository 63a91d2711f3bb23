#pragma once

#include "wire/report.hpp"

/// Inside wire only: these throw what wire::decode catches.
namespace foreshock::wire {

/// Reads one Learned message.
LearnedLimits read_learned(std::string_view bytes, const ReportLimits& limits);

/// Reads one Pack message.
PackInUse read_pack(std::string_view bytes, const ReportLimits& limits);

}  // namespace foreshock::wire
