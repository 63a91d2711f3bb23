#include "collectors/hardware/power.hpp"

#include <array>

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/hardware/attribute_files.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"power.supply.online", gauge, "boolean",
                      "1 while power comes from it: 0 on mains is a host that runs on battery."},
    SignalDescription{"power.battery.charge_percent", gauge, "percent",
                      "How full a battery or UPS is."},
    SignalDescription{"power.battery.discharging", gauge, "boolean",
                      "1 while a battery or UPS feeds the host."},
    SignalDescription{"power.battery.healthy", gauge, "boolean",
                      "0 when a battery says that it is worn, too hot or dead; absent when it does "
                      "not know."},
    SignalDescription{"power.battery.capacity_ratio", gauge, "ratio",
                      "What a full battery holds, against what it held when new."},
    SignalDescription{"power.battery.remaining_seconds", gauge, "seconds",
                      "How long it will feed the host, as it reckons itself; absent while it does "
                      "not."},
};

enum Row : std::size_t { online, charge, discharging, healthy, capacity, remaining };

static_assert(signals.size() == remaining + 1);

const std::string supplies = "sys/class/power_supply";

struct Supply {
    explicit Supply(std::string_view name)
        : series(signals, Labels{{"supply", label_text(name)}}) {}

    EntitySeries series;
};

class PowerCollector final : public Collector {
public:
    explicit PowerCollector(const HostFs& host) : host_(host) {}

    Result<void> collect(TimePoint /*now*/, SampleSink& out) override {
        for (const std::string& name : sorted_names(host_, supplies)) {
            const std::string folder = supplies + "/" + name + "/";
            // Batteries of mice and keyboards have that scope.
            if (read_attribute(host_, folder + "scope") == "Device") continue;
            const auto type = read_attribute(host_, folder + "type");
            if (!type) continue;
            if (Supply* supply = supplies_.see(name)) add(out, supply->series, folder, *type);
        }
        supplies_.forget_unseen();
        if (supplies_.size() == 0) return fail(Errc::no_data, "the host has no power supply");
        return {};
    }

private:
    void add(SampleSink& out, EntitySeries& series, const std::string& folder,
             const std::string& type) {
        if (const auto on = read_number(host_, folder + "online"))
            series.add(out, online, *on > 0 ? 1.0 : 0.0);
        if (type != "Battery" && type != "UPS") return;
        series.add(out, charge, read_number(host_, folder + "capacity"));
        const auto status = read_attribute(host_, folder + "status");
        const bool is_discharging = status == "Discharging";
        if (status && *status != "Unknown")
            series.add(out, discharging, is_discharging ? 1.0 : 0.0);
        const auto health = read_attribute(host_, folder + "health");
        if (health && *health != "Unknown") series.add(out, healthy, *health == "Good" ? 1.0 : 0.0);
        add_capacity(out, series, folder);
        const auto left = read_number(host_, folder + "time_to_empty_now");
        if (is_discharging && left.value_or(0) > 0) series.add(out, remaining, left);
    }

    /// Drivers tell either energy or charge.
    void add_capacity(SampleSink& out, EntitySeries& series, const std::string& folder) const {
        for (const std::string_view kind : {"energy", "charge"}) {
            const std::string path = folder + std::string{kind} + "_full";
            const auto full = read_number(host_, path);
            const auto when_new = read_number(host_, path + "_design");
            if (!full || when_new.value_or(0) <= 0) continue;
            return series.add(out, capacity, *full / *when_new);
        }
    }

    const HostFs& host_;
    EntityMap<Supply> supplies_{power_supplies_max};
};

}  // namespace

std::span<const SignalDescription> power_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_power(const CollectorContext& context) {
    return std::make_unique<PowerCollector>(context.host);
}

}  // namespace foreshock::collectors
