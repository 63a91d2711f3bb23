#include "collectors/hardware/thermal.hpp"

#include <algorithm>
#include <array>

#include "collectors/entity_series.hpp"
#include "collectors/hardware/attribute_files.hpp"
#include "collectors/hardware/thermal_sensors.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"thermal.temperature.current_celsius", gauge, "celsius",
                      "Temperature of a sensor."},
    SignalDescription{"thermal.temperature.limit_celsius", gauge, "celsius",
                      "Temperature at which the hardware slows down or switches itself off; absent "
                      "where none is set."},
    SignalDescription{"thermal.temperature.alarm", gauge, "boolean",
                      "1 while the chip says that a temperature is beyond its limit."},
    SignalDescription{"thermal.fan.speed_rpm", gauge, "rpm",
                      "Speed of a fan; absent until it was seen to turn."},
    SignalDescription{"thermal.fan.lowest_rpm", gauge, "rpm",
                      "Speed below which the chip complains; absent where none is set."},
    SignalDescription{"thermal.fan.alarm", gauge, "boolean",
                      "1 while the chip says that a fan is too slow or stands still."},
    SignalDescription{"thermal.voltage.measured_volts", gauge, "volts",
                      "Voltage of a supply line."},
    SignalDescription{"thermal.voltage.alarm", gauge, "boolean",
                      "1 while the chip says that a voltage is beyond its limits; boards whose "
                      "limits were never set may say so always."},
    SignalDescription{"thermal.power.drawn_watts", gauge, "watts", "Power that a part draws."},
    SignalDescription{"thermal.power.alarm", gauge, "boolean",
                      "1 while the chip says that a part draws more than its limit."},
};

enum Row : std::size_t {
    celsius,
    celsius_limit,
    celsius_alarm,
    fan_speed,
    fan_lowest,
    fan_alarm,
    volts,
    volts_alarm,
    watts,
    watts_alarm
};

static_assert(signals.size() == watts_alarm + 1);

constexpr Duration search_every = std::chrono::minutes{1};

struct SensorRows {
    Row value;
    Row alarm;
};

SensorRows rows_of(SensorKind kind) {
    switch (kind) {
        case SensorKind::temperature:
            break;
        case SensorKind::fan:
            return {fan_speed, fan_alarm};
        case SensorKind::voltage:
            return {volts, volts_alarm};
        case SensorKind::power:
            return {watts, watts_alarm};
    }
    return {celsius, celsius_alarm};
}

class WatchedSensor {
public:
    explicit WatchedSensor(ThermalSensor sensor)
        : sensor_(std::move(sensor)), series_(signals, sensor_.labels) {}

    /// The same thing found again: its limits may have been set in between.
    [[nodiscard]] bool is(const ThermalSensor& other) const {
        return sensor_.kind == other.kind && sensor_.input_path == other.input_path &&
               sensor_.labels == other.labels;
    }

    void set_limits(const ThermalSensor& found) {
        sensor_.limit = found.limit;
        sensor_.lowest = found.lowest;
    }

    void add(const HostFs& host, SampleSink& out) {
        const auto raw = read_number(host, sensor_.input_path);
        if (!raw) return;
        const double value = sensor_.scaled(*raw);
        if (!is_told(value)) return;
        const SensorRows rows = rows_of(sensor_.kind);
        series_.add(out, rows.value, value);
        series_.add(out, celsius_limit, sensor_.limit);
        if (sensor_.lowest.value_or(0) > 0) series_.add(out, fan_lowest, sensor_.lowest);
        if (!sensor_.alarm_paths.empty()) series_.add(out, rows.alarm, alarm(host) ? 1.0 : 0.0);
    }

private:
    /// A fan that never turned is a connector without one.
    bool is_told(double value) {
        if (sensor_.kind == SensorKind::temperature) return is_plausible_celsius(value);
        if (sensor_.kind == SensorKind::fan) turned_ = turned_ || value > 0;
        return sensor_.kind != SensorKind::fan || turned_;
    }

    [[nodiscard]] bool alarm(const HostFs& host) const {
        return std::any_of(
            sensor_.alarm_paths.begin(), sensor_.alarm_paths.end(),
            [&](const std::string& path) { return read_number(host, path).value_or(0) > 0; });
    }

    ThermalSensor sensor_;
    EntitySeries series_;
    bool turned_ = false;
};

class ThermalCollector final : public Collector {
public:
    explicit ThermalCollector(const HostFs& host) : host_(host) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        if (!searched_at_ || now < *searched_at_ || now - *searched_at_ >= search_every) {
            search();
            searched_at_ = now;
        }
        for (WatchedSensor& sensor : sensors_)
            sensor.add(host_, out);
        if (sensors_.empty()) return fail(Errc::no_data, "the host has no sensors");
        return {};
    }

private:
    void search() {
        std::vector<WatchedSensor> current;
        for (ThermalSensor& found : find_thermal_sensors(host_)) {
            const auto known =
                std::find_if(sensors_.begin(), sensors_.end(),
                             [&](const WatchedSensor& watched) { return watched.is(found); });
            if (known == sensors_.end()) {
                current.emplace_back(std::move(found));
            } else {
                known->set_limits(found);
                current.push_back(std::move(*known));
            }
        }
        sensors_ = std::move(current);
    }

    const HostFs& host_;
    std::optional<TimePoint> searched_at_;
    std::vector<WatchedSensor> sensors_;
};

}  // namespace

std::span<const SignalDescription> thermal_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_thermal(const CollectorContext& context) {
    return std::make_unique<ThermalCollector>(context.host);
}

}  // namespace foreshock::collectors
