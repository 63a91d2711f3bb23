#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// One logical volume, as lvs(8) tells it.
struct LogicalVolume {
    enum class Kind : std::uint8_t { plain, thin_pool, snapshot };

    std::string group;
    std::string name;
    Kind kind = Kind::plain;
    bool healthy = true;
    double size_bytes = 0;
    std::optional<double> data_used_ratio;
    std::optional<double> metadata_used_ratio;
    double metadata_bytes = 0;
};

/// The bound on volumes that are told.
inline constexpr std::size_t logical_volumes_max = 128;

/// Reads what lvs_arguments() makes lvs print: at most logical_volumes_max volumes.
Result<std::vector<LogicalVolume>> parse_lvs(std::string_view text);

std::vector<std::string> lvs_arguments();

std::span<const SignalDescription> lvm_signals();

/// Asks lvs(8) once a minute where the device mapper has volumes, which takes root's rights.
/// no_data: there are none, or no such program.
Result<std::unique_ptr<Collector>> make_lvm(const CollectorContext& context);

}  // namespace foreshock::collectors
