#include "collectors/hardware/ipmi.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/hardware/attribute_files.hpp"
#include "collectors/hardware/periodic_command.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"ipmi.sensor.beyond_warning", gauge, "boolean",
                      "1 while the management controller says that a sensor is beyond a limit."},
    SignalDescription{"ipmi.sensor.beyond_critical", gauge, "boolean",
                      "1 while it says that a sensor is beyond a critical limit."},
    SignalDescription{"ipmi.temperature.current_celsius", gauge, "celsius",
                      "Temperature of a sensor."},
    SignalDescription{"ipmi.temperature.limit_celsius", gauge, "celsius",
                      "Temperature that is critical for it; absent where none is set."},
    SignalDescription{"ipmi.fan.speed_rpm", gauge, "rpm", "Speed of a fan."},
    SignalDescription{"ipmi.voltage.measured_volts", gauge, "volts", "Voltage of a supply line."},
    SignalDescription{"ipmi.power.drawn_watts", gauge, "watts",
                      "Power that the host or a part of it draws."},
};

enum Row : std::size_t { warning, critical, celsius, celsius_limit, rpm, volts, watts };

static_assert(signals.size() == watts + 1);

constexpr Duration ask_every = std::chrono::minutes{1};
/// Old controllers take many seconds for a hundred sensors.
constexpr Duration deadline = std::chrono::seconds{45};

struct RowOfUnit {
    std::string_view unit;
    Row row;
};

constexpr std::array rows_of_units{RowOfUnit{"degrees C", celsius}, RowOfUnit{"RPM", rpm},
                                   RowOfUnit{"Volts", volts}, RowOfUnit{"Watts", watts}};

std::string_view take_field(std::string_view& line) {
    const std::size_t bar = line.find('|');
    const std::string_view field = line.substr(0, bar);
    line.remove_prefix(bar == std::string_view::npos ? line.size() : bar + 1);
    return first_line(field);
}

/// "ok"; "nc" is beyond a limit, "cr" and "nr" beyond a critical one.
std::optional<SensorState> state_of(std::string_view word) {
    if (word == "ok") return SensorState::ok;
    if (word == "nc") return SensorState::warning;
    if (word == "cr" || word == "nr") return SensorState::critical;
    return std::nullopt;
}

struct Line {
    std::string_view name;
    std::string_view value;
    std::string_view unit;
    std::string_view state;
    std::string_view upper_critical;
};

Line split(std::string_view text) {
    Line line;
    line.name = take_field(text);
    line.value = take_field(text);
    line.unit = take_field(text);
    line.state = take_field(text);
    for (int lower_limits_and_upper_warning = 0; lower_limits_and_upper_warning < 4;
         ++lower_limits_and_upper_warning)
        take_field(text);
    line.upper_critical = take_field(text);
    return line;
}

std::string unique_name(std::string_view name, std::map<std::string, int, std::less<>>& seen) {
    std::string label = label_text(name);
    const int count = ++seen[label];
    return count == 1 ? label : label_text(label + " #" + std::to_string(count));
}

struct Sensor {
    explicit Sensor(std::string_view name)
        : series(signals, Labels{{"sensor", std::string{name}}}) {}

    EntitySeries series;
};

void add_sensor(SampleSink& out, EntitySeries& series, const IpmiSensor& sensor) {
    series.add(out, warning, sensor.state == SensorState::ok ? 0.0 : 1.0);
    series.add(out, critical, sensor.state == SensorState::critical ? 1.0 : 0.0);
    for (const RowOfUnit& known : rows_of_units) {
        if (known.unit == sensor.unit) series.add(out, known.row, sensor.value);
    }
    if (sensor.unit == "degrees C" && sensor.upper_critical.value_or(0) > 0)
        series.add(out, celsius_limit, sensor.upper_critical);
}

class IpmiCollector final : public Collector {
public:
    explicit IpmiCollector(const CollectorContext& context)
        : host_(context.host),
          question_(context.commands, {{"ipmitool", "sensor"}, deadline}, ask_every) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        if (sorted_names(host_, "dev", "ipmi").empty())
            return fail(Errc::no_data, "the host has no management controller");
        const auto answer = question_.look(now);
        if (!answer) return fail(answer.error());
        if (!*answer) return {};
        const auto found = parse_ipmi_sensors(**answer);
        if (!found) return fail(found.error());
        for (const IpmiSensor& sensor : *found) {
            if (Sensor* known = sensors_.see(sensor.name)) add_sensor(out, known->series, sensor);
        }
        sensors_.forget_unseen();
        return {};
    }

private:
    const HostFs& host_;
    PeriodicCommand question_;
    EntityMap<Sensor> sensors_{ipmi_sensors_max};
};

}  // namespace

Result<std::vector<IpmiSensor>> parse_ipmi_sensors(std::string_view text) {
    std::vector<IpmiSensor> sensors;
    std::map<std::string, int, std::less<>> seen;
    bool is_table = false;
    std::string_view rest;
    while (take_line(text, rest)) {
        const Line line = split(rest);
        is_table = is_table || !line.state.empty();
        const auto value = word_as_finite(line.value);
        const auto state = state_of(line.state);
        const bool is_told = value && state && !line.name.empty() && line.unit != "discrete";
        if (!is_told || sensors.size() >= ipmi_sensors_max) continue;
        sensors.push_back({unique_name(line.name, seen), line.unit, *value, *state,
                           word_as_finite(line.upper_critical)});
    }
    if (!is_table) return fail(Errc::malformed, "ipmitool: no line is a sensor");
    return sensors;
}

std::span<const SignalDescription> ipmi_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_ipmi(const CollectorContext& context) {
    return std::make_unique<IpmiCollector>(context);
}

}  // namespace foreshock::collectors
