#pragma once

#include <optional>
#include <string>
#include <vector>

#include "detectors/backtest.hpp"
#include "detectors/truth.hpp"

namespace foreshock::cli {

/// What a run of `detect` found, for programs (docs/reference/detect.md). `names` are those of the
/// two packs that were compared, or none.
std::string detect_json(const std::vector<std::string>& names,
                        const std::vector<detectors::BacktestReport>& reports,
                        const std::optional<std::vector<detectors::TrueIncident>>& truth);

}  // namespace foreshock::cli
