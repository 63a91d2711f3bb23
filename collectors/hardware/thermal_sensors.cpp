#include "collectors/hardware/thermal_sensors.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "collectors/hardware/attribute_files.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

constexpr std::string_view chips_folder = "sys/class/hwmon";
constexpr std::string_view zones_folder = "sys/class/thermal";
constexpr double per_thousand = 1000;
constexpr double per_million = 1e6;

struct KindOfFile {
    SensorKind kind;
    std::string_view beginning;
    std::string_view ending;
};

constexpr std::array kinds{
    KindOfFile{SensorKind::temperature, "temp", "_input"},
    KindOfFile{SensorKind::fan, "fan", "_input"},
    KindOfFile{SensorKind::voltage, "in", "_input"},
    KindOfFile{SensorKind::power, "power", "_input"},
    KindOfFile{SensorKind::power, "power", "_average"},
};

/// "temp1" of "temp1_input"; empty when the file is none of that kind.
std::string_view channel_of(std::string_view file, const KindOfFile& kind) {
    if (!file.starts_with(kind.beginning) || !file.ends_with(kind.ending)) return {};
    const std::string_view channel = file.substr(0, file.size() - kind.ending.size());
    const std::string_view number = channel.substr(std::min(channel.size(), kind.beginning.size()));
    return word_as_uint(number) ? channel : std::string_view{};
}

/// A limit that somebody has set: chips that were never told say 0 or the most they can hold.
std::optional<double> plausible_limit(std::optional<double> thousandths) {
    constexpr double lowest = 20;
    constexpr double highest = 150;
    if (!thousandths) return std::nullopt;
    const double celsius = *thousandths / per_thousand;
    return celsius >= lowest && celsius <= highest ? std::optional{celsius} : std::nullopt;
}

class Chip {
public:
    Chip(const HostFs& host, std::string folder) : host_(host), folder_(std::move(folder)) {
        files_ = sorted_names(host_, folder_);
        name_ = read_attribute(host_, folder_ + "/name").value_or("unknown");
        device_ = link_name(host_, folder_ + "/device");
    }

    [[nodiscard]] const std::string& name() const { return name_; }

    void add_sensors(std::vector<ThermalSensor>& out) const {
        std::set<std::string, std::less<>> seen;  // power1 has often both input and average
        for (const KindOfFile& kind : kinds) {
            for (const std::string& file : files_) {
                const std::string_view channel = channel_of(file, kind);
                if (channel.empty() || out.size() >= thermal_sensors_max) continue;
                if (seen.insert(std::string{channel}).second)
                    out.push_back(sensor(kind.kind, file, std::string{channel}));
            }
        }
    }

private:
    [[nodiscard]] std::string path(const std::string& file) const { return folder_ + "/" + file; }

    [[nodiscard]] ThermalSensor sensor(SensorKind kind, const std::string& file,
                                       const std::string& channel) const {
        ThermalSensor made{kind, path(file), {}, labels(channel), {}, {}};
        for (const std::string_view alarm : {"_alarm", "_crit_alarm", "_fault"}) {
            const std::string name = channel + std::string{alarm};
            const bool is_there = std::binary_search(files_.begin(), files_.end(), name);
            // An input with nothing connected is a fault to the chip and none to people.
            const bool is_open_input = kind != SensorKind::fan && alarm == "_fault";
            if (is_there && !is_open_input) made.alarm_paths.push_back(path(name));
        }
        if (kind == SensorKind::temperature) made.limit = limit(channel);
        if (kind == SensorKind::fan) made.lowest = read_number(host_, path(channel + "_min"));
        return made;
    }

    [[nodiscard]] std::optional<double> limit(const std::string& channel) const {
        const auto critical = plausible_limit(read_number(host_, path(channel + "_crit")));
        return critical ? critical : plausible_limit(read_number(host_, path(channel + "_max")));
    }

    [[nodiscard]] Labels labels(const std::string& channel) const {
        const std::string sensor =
            read_attribute(host_, path(channel + "_label")).value_or(channel);
        if (!device_) return {{"chip", label_text(name_)}, {"sensor", label_text(sensor)}};
        return {{"chip", label_text(name_)},
                {"device", label_text(*device_)},
                {"sensor", label_text(sensor)}};
    }

    const HostFs& host_;
    std::string folder_;
    std::vector<std::string> files_;
    std::string name_;
    std::optional<std::string> device_;
};

/// Two channels of one chip may have one label: the later ones get their channel's name.
void make_unique_labels(std::vector<ThermalSensor>& sensors) {
    std::set<std::pair<SensorKind, Labels>> seen;
    for (ThermalSensor& sensor : sensors) {
        if (seen.emplace(sensor.kind, sensor.labels).second) continue;
        std::vector<Labels::Pair> pairs = sensor.labels.pairs();
        pairs.emplace_back("input", label_text(sensor.input_path));
        if (auto labels = Labels::from_pairs(std::move(pairs))) sensor.labels = std::move(*labels);
    }
}

std::optional<double> critical_trip(const HostFs& host, const std::string& zone) {
    for (const std::string& file : sorted_names(host, zone, "trip_point_")) {
        if (!file.ends_with("_type") || read_attribute(host, zone + "/" + file) != "critical")
            continue;
        const std::string trip = file.substr(0, file.size() - std::string_view{"_type"}.size());
        return plausible_limit(read_number(host, zone + "/" + trip + "_temp"));
    }
    return std::nullopt;
}

/// Most zones are chips as well, under the same name with '_' for '-'.
void add_zones(const HostFs& host, const std::set<std::string, std::less<>>& chips,
               std::vector<ThermalSensor>& out) {
    for (const std::string& name : sorted_names(host, std::string{zones_folder}, "thermal_zone")) {
        if (out.size() >= thermal_sensors_max) return;
        const std::string zone = std::string{zones_folder} + "/" + name;
        const auto type = read_attribute(host, zone + "/type");
        std::string chip = type.value_or("");
        std::replace(chip.begin(), chip.end(), '-', '_');
        if (!type || chips.contains(chip)) continue;
        out.push_back({SensorKind::temperature,
                       zone + "/temp",
                       {},
                       Labels{{"chip", "thermal_zone"},
                              {"device", label_text(name)},
                              {"sensor", label_text(*type)}},
                       critical_trip(host, zone),
                       {}});
    }
}

}  // namespace

double ThermalSensor::scaled(double raw) const {
    switch (kind) {
        case SensorKind::temperature:
        case SensorKind::voltage:
            return raw / per_thousand;
        case SensorKind::power:
            return raw / per_million;
        case SensorKind::fan:
            break;
    }
    return raw;
}

std::vector<ThermalSensor> find_thermal_sensors(const HostFs& host) {
    std::vector<ThermalSensor> sensors;
    std::set<std::string, std::less<>> chips;
    for (const std::string& name : sorted_names(host, std::string{chips_folder}, "hwmon")) {
        if (chips.size() >= thermal_chips_max) break;
        const Chip chip{host, std::string{chips_folder} + "/" + name};
        // Documentation/hwmon/drivetemp.rst: reading it keeps some disks from spinning down.
        if (chip.name() == "drivetemp") continue;
        chips.insert(chip.name());
        chip.add_sensors(sensors);
    }
    add_zones(host, chips, sensors);
    make_unique_labels(sensors);
    return sensors;
}

bool is_plausible_celsius(double celsius) {
    return celsius > -60 && celsius < 200;
}

}  // namespace foreshock::collectors
