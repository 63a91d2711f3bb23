#include "collectors/cpu_throttle.hpp"

#include <algorithm>
#include <array>

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/rate.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"cpu.throttle.core_events_count", gauge, "count",
                      "Times since the last sample that heat slowed a core down."},
    SignalDescription{"cpu.throttle.package_events_count", gauge, "count",
                      "The same for a whole processor; of the one that was slowed most often."},
    SignalDescription{"cpu.frequency.ceiling_ratio", gauge, "ratio",
                      "Frequency that cores may reach now, of what they can; of the lowest one."},
};

enum Row : std::size_t { core_events, package_events, ceiling };

static_assert(signals.size() == ceiling + 1);

const std::string cpu_folder = "sys/devices/system/cpu";

struct Core {
    explicit Core(std::string_view /*name*/) {}

    Increase core_events;
    Increase package_events;
};

bool is_numbered(std::string_view name, std::string_view prefix) {
    return name.starts_with(prefix) && word_as_uint(name.substr(prefix.size())).has_value();
}

/// What the cores tell together.
struct Heat {
    std::optional<double> core_events;
    std::optional<double> package_events;
};

class CpuThrottleCollector final : public Collector {
public:
    explicit CpuThrottleCollector(const HostFs& host) : host_(host) {}

    Result<void> collect(TimePoint /*now*/, SampleSink& out) override {
        found_ = false;
        unreadable_.reset();
        const Heat heat = read_heat();
        series_.add(out, core_events, heat.core_events);
        series_.add(out, package_events, heat.package_events);
        series_.add(out, ceiling, read_ceiling());
        if (found_) return {};
        if (unreadable_) return fail(*unreadable_);
        return fail(Errc::no_data, "the cores tell neither throttling nor frequencies");
    }

private:
    /// Every thread of a core counts its core's events, every core its package's: the sum over
    /// cores says how widespread it is, the greatest number of a package what happened.
    Heat read_heat() {
        Heat heat;
        const auto names = host_.list(cpu_folder);
        if (!names) return heat;
        for (const std::string& name : *names) {
            if (!is_numbered(name, "cpu")) continue;
            const std::string folder = cpu_folder + "/" + name + "/thermal_throttle/";
            const auto count = read_number(folder + "core_throttle_count");
            if (!count) continue;
            Core* core = cores_.see(name);
            if (!core) continue;
            const auto grown = core->core_events.to(*count);
            if (grown) heat.core_events = heat.core_events.value_or(0) + *grown;
            const auto package = read_number(folder + "package_throttle_count");
            const auto more = package ? core->package_events.to(*package) : std::nullopt;
            if (more) heat.package_events = std::max(heat.package_events.value_or(0), *more);
        }
        cores_.forget_unseen();
        return heat;
    }

    std::optional<double> read_ceiling() {
        std::optional<double> lowest;
        const auto names = host_.list(cpu_folder + "/cpufreq");
        if (!names) return lowest;
        std::size_t policies = 0;
        for (const std::string& name : *names) {
            if (!is_numbered(name, "policy") || ++policies > throttle_cores_max) continue;
            const std::string folder = cpu_folder + "/cpufreq/" + name;
            const auto allowed = read_number(folder + "/scaling_max_freq");
            const auto possible = read_number(folder + "/cpuinfo_max_freq");
            if (!allowed || !possible || *possible == 0) continue;
            const double share =
                as_share(static_cast<double>(*allowed) / static_cast<double>(*possible));
            lowest = std::min(lowest.value_or(1), share);
        }
        return lowest;
    }

    std::optional<std::uint64_t> read_number(const std::string& path) {
        const auto text = host_.open(path)->read(buffer_);
        if (!text && text.error().code == Errc::unreadable) unreadable_ = text.error();
        const auto number = text ? only_uint(*text) : std::nullopt;
        found_ = found_ || number;
        return number;
    }

    const HostFs& host_;
    std::string buffer_;
    bool found_ = false;
    std::optional<Error> unreadable_;
    EntityMap<Core> cores_{throttle_cores_max};
    EntitySeries series_{signals};
};

}  // namespace

std::span<const SignalDescription> cpu_throttle_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_cpu_throttle(const CollectorContext& context) {
    return std::make_unique<CpuThrottleCollector>(context.host);
}

}  // namespace foreshock::collectors
