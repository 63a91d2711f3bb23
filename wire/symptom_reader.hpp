#pragma once

#include "wire/report.hpp"

namespace foreshock::wire {

/// Reads one Symptom message. Inside wire only: throws what wire::decode catches.
Symptom read_symptom(std::string_view bytes, const ReportLimits& limits);

}  // namespace foreshock::wire
