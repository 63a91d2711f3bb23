#pragma once

#include <ostream>
#include <vector>

#include "server/incidents/engine.hpp"

namespace foreshock::app {

class TableReader;

/// One [[threshold]], to its end.
void read_threshold(TableReader& in, std::vector<incidents::ThresholdRule>& into);

/// As tables that read back as the same.
void write_thresholds(std::ostream& out, const std::vector<incidents::ThresholdRule>& rules);

}  // namespace foreshock::app
