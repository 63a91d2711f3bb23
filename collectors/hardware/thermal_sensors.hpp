#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/host_fs.hpp"
#include "core/labels.hpp"

namespace foreshock::collectors {

enum class SensorKind : std::uint8_t { temperature, fan, voltage, power };

/// One input of a monitoring chip (Documentation/hwmon/sysfs-interface.rst) or a thermal zone
/// (Documentation/driver-api/thermal/sysfs-api.rst).
struct ThermalSensor {
    SensorKind kind;
    std::string input_path;
    std::vector<std::string> alarm_paths;  ///< files that say 1 when the chip complains
    Labels labels;                         ///< chip, device (where known) and sensor
    std::optional<double> limit;   ///< temperatures: °C at which the hardware protects itself
    std::optional<double> lowest;  ///< fans: rpm below which the chip complains

    /// The value in °C, rpm, V or W of what its file says in thousandths or millionths.
    [[nodiscard]] double scaled(double raw) const;
};

inline constexpr std::size_t thermal_chips_max = 32;
inline constexpr std::size_t thermal_sensors_max = 128;

/// All that the host has, at most thermal_sensors_max. Sensors of disks that reading would keep
/// awake are left out (drivetemp; SMART tells their temperature).
std::vector<ThermalSensor> find_thermal_sensors(const HostFs& host);

/// A temperature that a working sensor can have: open ones read -128 or 255 °C.
bool is_plausible_celsius(double celsius);

}  // namespace foreshock::collectors
