#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// How far a sensor is beyond its limits (IPMI 2.0, threshold-based sensors).
enum class SensorState : std::uint8_t { ok, warning, critical };

/// One line of `ipmitool sensor`: "CPU1 Temp | 29.000 | degrees C | ok | …".
struct IpmiSensor {
    std::string name;       ///< as a label, unique: the second "Temp" is "Temp #2"
    std::string_view unit;  ///< "degrees C", "RPM", "Volts", "Watts" …, into the text
    double value = 0;
    SensorState state = SensorState::ok;
    std::optional<double> upper_critical;
};

/// The bound on sensors that are told.
inline constexpr std::size_t ipmi_sensors_max = 256;

/// Sensors that have a value now, at most ipmi_sensors_max. Those that are absent ("na") and those
/// whose value is a set of bits ("discrete", whose meaning only its type tells) are passed over.
/// malformed: no line is a sensor.
Result<std::vector<IpmiSensor>> parse_ipmi_sensors(std::string_view text);

std::span<const SignalDescription> ipmi_signals();

/// Asks ipmitool(1) once a minute where the host has a management controller. no_data: there is
/// none, or no such program.
Result<std::unique_ptr<Collector>> make_ipmi(const CollectorContext& context);

}  // namespace foreshock::collectors
