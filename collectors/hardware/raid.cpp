#include "collectors/hardware/raid.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/hardware/attribute_files.hpp"
#include "collectors/kernel_file.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"raid.array.active", gauge, "boolean",
                      "1 while the software array runs, 0 when it is stopped or broken."},
    SignalDescription{"raid.devices.wanted_count", gauge, "count",
                      "Devices that the array has when it is whole."},
    SignalDescription{"raid.devices.working_count", gauge, "count", "Devices of it that work now."},
    SignalDescription{"raid.devices.missing_count", gauge, "count",
                      "Devices that it lacks: more than 0 is a degraded array."},
    SignalDescription{"raid.devices.failed_count", gauge, "count",
                      "Devices that are marked as failed."},
    SignalDescription{"raid.devices.spare_count", gauge, "count",
                      "Devices that wait to replace a failed one."},
    SignalDescription{"raid.check.mismatch_count", gauge, "count",
                      "Sectors that differed between copies at the last check or repair."},
    SignalDescription{"raid.sync.done_ratio", gauge, "ratio",
                      "How far recovery, resync, reshape or check has come; absent without one."},
    SignalDescription{"raid.sync.remaining_seconds", gauge, "seconds",
                      "How long it will take at its speed, as the kernel reckons."},
    SignalDescription{"raid.sync.speed_bytes_per_second", gauge, "bytes_per_second",
                      "Its speed on each device."},
};

enum Row : std::size_t {
    active,
    wanted,
    working,
    missing,
    failed,
    spare,
    mismatch,
    array_rows,
    sync_done = 0,
    sync_remaining,
    sync_speed
};

constexpr auto array_signals = std::span{signals}.first<array_rows>();
constexpr auto sync_signals = std::span{signals}.subspan<array_rows>();

static_assert(sync_signals.size() == sync_speed + 1);

constexpr std::array<std::string_view, 4> sync_actions{"recovery", "resync", "reshape", "check"};

std::string_view between(std::string_view text, std::string_view before, std::string_view after) {
    const std::size_t at = text.find(before);
    if (at == std::string_view::npos) return {};
    const std::size_t begin = at + before.size();
    const std::size_t end = text.find(after, begin);
    return end == std::string_view::npos ? std::string_view{} : text.substr(begin, end - begin);
}

/// "active raid5 sde1[3](S) sdd1[2](F) sdc1[1]", "inactive sdc1[1](S)", "broken raid0 sda[0]"
void parse_devices(std::string_view words, RaidArray& array) {
    array.active = take_word(words) == "active";
    for (auto word = take_word(words); !word.empty(); word = take_word(words)) {
        if (word.find('[') == std::string_view::npos) continue;
        const bool has_failed = word.find("(F)") != std::string_view::npos;
        if (has_failed) ++array.failed;
        if (!has_failed && word.find("(S)") != std::string_view::npos) ++array.spare;
    }
}

/// "… level 5, 512k chunk, algorithm 2 [3/2] [UU_]"
void parse_redundancy(std::string_view line, RaidArray& array) {
    const auto more = word_as_uint(between(line, " [", "/"));
    const std::size_t slash = line.rfind('/');
    if (!more || slash == std::string_view::npos) return;
    const std::string_view rest = line.substr(slash + 1);
    const auto now = word_as_uint(rest.substr(0, rest.find(']')));
    if (!now) return;
    array.wanted = std::max(*more, *now);
    array.working = *now;
}

/// "[==>…]  recovery = 12.6% (132416/1047552) finish=0.4min speed=33104K/sec"
void parse_sync(std::string_view line, RaidArray& array) {
    for (const std::string_view action : sync_actions) {
        const std::size_t at = line.find(action);
        if (at == std::string_view::npos) continue;
        std::string_view percent_text = between(line.substr(at), "=", "%");
        const auto percent = word_as_finite(take_word(percent_text));
        const auto minutes = word_as_finite(between(line, "finish=", "min"));
        const auto speed = word_as_finite(between(line, "speed=", "K/sec"));
        if (!percent || !minutes || !speed) continue;
        array.sync = RaidSync{line.substr(at, action.size()), std::clamp(*percent / 100, 0.0, 1.0),
                              std::max(0.0, *minutes * 60), std::max(0.0, *speed * 1024)};
        return;
    }
}

void parse_detail(std::string_view line, RaidArray& array) {
    if (line.find(" blocks") != std::string_view::npos) {
        // Arrays inside a container say "external:/md127/0", the container "external:imsm".
        const std::size_t external = line.find("super external:");
        array.container = external != std::string_view::npos &&
                          line.find("super external:/") == std::string_view::npos;
        parse_redundancy(line, array);
    } else {
        parse_sync(line, array);
    }
}

struct Array {
    explicit Array(std::string_view name)
        : label(label_text(name)), series(array_signals, Labels{{"array", label}}) {}

    EntitySeries& sync_series(std::string_view action) {
        const auto found = syncs.find(action);
        if (found != syncs.end()) return found->second;
        Labels labels{{"array", label}, {"action", std::string{action}}};
        return syncs.emplace(action, EntitySeries{sync_signals, std::move(labels)}).first->second;
    }

    std::string label;
    EntitySeries series;
    std::map<std::string, EntitySeries, std::less<>> syncs;  // at most one per action
};

void add_devices(SampleSink& out, EntitySeries& series, const RaidArray& reading) {
    series.add(out, active, reading.active ? 1.0 : 0.0);
    series.add(out, failed, static_cast<double>(reading.failed));
    // A stopped array lists all of its devices as spares.
    if (reading.active) series.add(out, spare, static_cast<double>(reading.spare));
    if (!reading.wanted) return;
    series.add(out, wanted, static_cast<double>(*reading.wanted));
    series.add(out, working, static_cast<double>(*reading.working));
    series.add(out, missing, static_cast<double>(*reading.wanted - *reading.working));
}

void add_sync(SampleSink& out, Array& array, const RaidSync& sync) {
    EntitySeries& series = array.sync_series(sync.action);
    series.add(out, sync_done, sync.done_ratio);
    series.add(out, sync_remaining, sync.remaining_seconds);
    series.add(out, sync_speed, sync.bytes_per_second);
}

class RaidCollector final : public Collector {
public:
    explicit RaidCollector(const HostFs& host) : host_(host), file_(host, "proc/mdstat") {}

    Result<void> collect(TimePoint /*now*/, SampleSink& out) override {
        const auto text = file_.read();
        if (!text) return fail(text.error());
        if (auto parsed = parse_mdstat(*text, readings_); !parsed) return parsed;
        for (const RaidArray& reading : readings_) {
            if (reading.container) continue;
            if (Array* array = arrays_.see(reading.name)) add(out, *array, reading);
        }
        arrays_.forget_unseen();
        if (arrays_.size() == 0) return fail(Errc::no_data, "there is no software array");
        return {};
    }

private:
    void add(SampleSink& out, Array& array, const RaidArray& reading) {
        add_devices(out, array.series, reading);
        const std::string folder = "sys/block/" + std::string{reading.name} + "/md/";
        array.series.add(out, mismatch, read_number(host_, folder + "mismatch_cnt"));
        if (reading.sync) add_sync(out, array, *reading.sync);
    }

    const HostFs& host_;
    KernelFile file_;
    std::vector<RaidArray> readings_;
    EntityMap<Array> arrays_{raid_arrays_max};
};

}  // namespace

Result<void> parse_mdstat(std::string_view text, std::vector<RaidArray>& out) {
    out.clear();
    std::string_view line;
    if (!take_line(text, line) || !line.starts_with("Personalities")) {
        return fail(Errc::malformed, "mdstat: it does not begin with Personalities");
    }
    while (take_line(text, line)) {
        const std::size_t colon = line.find(" : ");
        const bool is_detail = line.starts_with(' ') || line.starts_with('\t');
        if (is_detail && !out.empty()) parse_detail(line, out.back());
        if (is_detail || colon == 0 || colon == std::string_view::npos) continue;
        if (out.size() >= raid_arrays_max) break;
        RaidArray array;
        array.name = line.substr(0, colon);
        parse_devices(line.substr(colon + 3), array);
        out.push_back(array);
    }
    return {};
}

std::span<const SignalDescription> raid_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_raid(const CollectorContext& context) {
    return std::make_unique<RaidCollector>(context.host);
}

}  // namespace foreshock::collectors
