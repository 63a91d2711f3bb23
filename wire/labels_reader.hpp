#pragma once

#include "wire/report.hpp"

/// Inside wire only: these throw what wire::decode catches.
namespace foreshock::wire {

/// Reads one Label message.
Labels::Pair read_label(std::string_view bytes, const ReportLimits& limits);

/// Checks all labels of a series together; `field` is for the complaint.
Labels make_labels(std::vector<Labels::Pair> pairs, std::string_view field);

}  // namespace foreshock::wire
