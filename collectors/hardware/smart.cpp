#include "collectors/hardware/smart.hpp"

#include <algorithm>
#include <array>

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/hardware/attribute_files.hpp"
#include "collectors/hardware/smart_report.hpp"
#include "collectors/rate.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"smart.health.passed", gauge, "boolean",
                      "0 when the disk itself expects to fail (overall health)."},
    SignalDescription{"smart.disk.answered", gauge, "boolean",
                      "0 when a disk that answered before, or should, could not be asked."},
    SignalDescription{"smart.disk.asleep", gauge, "boolean",
                      "1 when the disk stood still and was not woken to be asked."},
    SignalDescription{"smart.sectors.reallocated_count", gauge, "count",
                      "Sectors that were replaced by spare ones."},
    SignalDescription{"smart.sectors.pending_count", gauge, "count",
                      "Sectors that could not be read and wait to be replaced."},
    SignalDescription{"smart.sectors.uncorrectable_count", gauge, "count",
                      "Sectors that the disk's own scan could not read."},
    SignalDescription{"smart.errors.crc_count", gauge, "count",
                      "Transfers that arrived damaged: mostly a bad cable or plug."},
    SignalDescription{"smart.errors.media_count", gauge, "count",
                      "Errors of the medium that could not be corrected."},
    SignalDescription{"smart.defects.new_count", gauge, "count",
                      "Bad sectors and media errors that came since the disk was last asked."},
    SignalDescription{"smart.spare.available_percent", gauge, "percent",
                      "Spare blocks that are left."},
    SignalDescription{"smart.spare.threshold_percent", gauge, "percent",
                      "Spare blocks below which the disk is no longer reliable."},
    SignalDescription{"smart.wear.used_percent", gauge, "percent",
                      "How much of its rated life a solid-state disk has used."},
    SignalDescription{"smart.wear.limit_percent", gauge, "percent", "The rated life: 100."},
    SignalDescription{"smart.temperature.current_celsius", gauge, "celsius",
                      "Temperature of the disk."},
    SignalDescription{"smart.temperature.limit_celsius", gauge, "celsius",
                      "Temperature at which it protects itself; absent when it does not tell."},
    SignalDescription{"smart.power.on_seconds", gauge, "seconds",
                      "How long the disk has been powered in its life."},
    SignalDescription{"smart.warning.spare_low", gauge, "boolean",
                      "1 while an NVMe disk warns that spare blocks run out."},
    SignalDescription{"smart.warning.temperature", gauge, "boolean",
                      "1 while an NVMe disk warns of its temperature."},
    SignalDescription{"smart.warning.reliability", gauge, "boolean",
                      "1 while an NVMe disk warns that errors have made it unreliable."},
    SignalDescription{"smart.warning.read_only", gauge, "boolean",
                      "1 while an NVMe disk refuses to be written to."},
    SignalDescription{"smart.warning.backup_failed", gauge, "boolean",
                      "1 while an NVMe disk warns that it would lose its cache without power."},
};

enum Row : std::size_t {
    passed,
    answered,
    asleep,
    reallocated,
    pending,
    uncorrectable,
    crc,
    media,
    new_defects,
    spare,
    spare_threshold,
    wear,
    wear_limit,
    celsius,
    celsius_limit,
    powered,
    warning_spare,
    warning_temperature,
    warning_reliability,
    warning_read_only,
    warning_backup
};

static_assert(signals.size() == warning_backup + 1);

constexpr Duration deadline = std::chrono::seconds{30};
constexpr double rated_life_percent = 100;
constexpr double seconds_per_hour = 3600;

std::optional<double> as_boolean(std::optional<bool> value) {
    return value ? std::optional{*value ? 1.0 : 0.0} : std::nullopt;
}

struct Disk {
    explicit Disk(std::string_view name) : series(signals, Labels{{"disk", label_text(name)}}) {}

    EntitySeries series;
    Increase defects;
    SmartReport known;  ///< the last report while it was awake
};

void add_defects(SampleSink& out, Disk& disk, const SmartReport& report) {
    disk.series.add(out, reallocated, report.reallocated_sectors);
    disk.series.add(out, pending, report.pending_sectors);
    disk.series.add(out, uncorrectable, report.uncorrectable_sectors);
    disk.series.add(out, crc, report.crc_errors);
    disk.series.add(out, media, report.media_errors);
    double sum = 0;
    for (const auto& count : {report.reallocated_sectors, report.pending_sectors,
                              report.uncorrectable_sectors, report.media_errors})
        sum += count.value_or(0);
    disk.series.add(out, new_defects, disk.defects.to(static_cast<std::uint64_t>(sum)));
}

void add_wear(SampleSink& out, EntitySeries& series, const SmartReport& report) {
    series.add(out, spare, report.spare_percent);
    series.add(out, spare_threshold, report.spare_threshold_percent);
    series.add(out, wear, report.used_percent);
    if (report.used_percent) series.add(out, wear_limit, rated_life_percent);
    if (report.powered_hours) series.add(out, powered, *report.powered_hours * seconds_per_hour);
}

void add_warning(SampleSink& out, EntitySeries& series, const CriticalWarning& warning) {
    series.add(out, warning_spare, as_boolean(warning.spare_low));
    series.add(out, warning_temperature, as_boolean(warning.temperature));
    series.add(out, warning_reliability, as_boolean(warning.reliability));
    series.add(out, warning_read_only, as_boolean(warning.read_only));
    series.add(out, warning_backup, as_boolean(warning.backup_failed));
}

/// What a disk has counted stays true while it sleeps; its temperature does not.
void add_report(SampleSink& out, Disk& disk, const SmartReport& report) {
    disk.series.add(out, answered, 1.0);
    disk.series.add(out, asleep, report.asleep ? 1.0 : 0.0);
    if (!report.asleep) disk.known = report;
    disk.series.add(out, passed, as_boolean(disk.known.passed));
    add_defects(out, disk, disk.known);
    add_wear(out, disk.series, disk.known);
    if (disk.known.warning) add_warning(out, disk.series, *disk.known.warning);
    disk.series.add(out, celsius, report.celsius);
    if (report.celsius) disk.series.add(out, celsius_limit, report.celsius_limit);
}

class SmartCollector final : public Collector {
public:
    explicit SmartCollector(const CollectorContext& context)
        : host_(context.host), commands_(context.commands) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        if (!commands_) return fail(Errc::no_data, "programs cannot be run here");
        if (is_round_due(now)) begin_round(now);
        take_answer(out);
        ask_next(out);
        if (answered_ > 0) standing_.reset();
        if (answered_ == 0 && is_round_over()) standing_ = failure_;
        if (standing_) return fail(*standing_);
        return {};
    }

private:
    [[nodiscard]] bool is_round_over() const { return waiting_.empty() && !running_; }

    [[nodiscard]] bool is_round_due(TimePoint now) const {
        const bool is_time = !begun_at_ || now < *begun_at_ || now - *begun_at_ >= smart_every;
        return is_time && is_round_over();
    }

    void begin_round(TimePoint now) {
        begun_at_ = now;
        failure_ = Error{Errc::no_data, "no disk has SMART"};
        answered_ = 0;
        for (std::string& name : sorted_names(host_, "sys/block")) {
            if (may_have_smart(name) && waiting_.size() < smart_disks_max)
                waiting_.push_back(std::move(name));
        }
        for (const std::string& name : waiting_)
            disks_.see(name);
        disks_.forget_unseen();
    }

    void ask_next(SampleSink& out) {
        if (running_ || waiting_.empty()) return;
        asked_ = std::move(waiting_.front());
        waiting_.erase(waiting_.begin());
        auto started = commands_->start(
            {{"smartctl", "--json=c", "-n", "standby,3", "-a", "/dev/" + asked_}, deadline});
        if (started) {
            running_ = std::move(*started);
        } else if (started.error().code == Errc::no_data) {
            failure_ = std::move(started).error();
            waiting_.clear();
        } else {
            note(out, std::move(started).error());
        }
    }

    void take_answer(SampleSink& out) {
        if (!running_) return;
        const auto outcome = running_->poll();
        if (!outcome) return;
        running_.reset();
        if (!*outcome) return note(out, outcome->error());
        const auto report = parse_smart_report((*outcome)->output);
        if (!report) return note(out, report.error());
        ++answered_;
        if (Disk* disk = disks_.see(asked_)) add_report(out, *disk, *report);
    }

    /// A disk without SMART is none of our business.
    void note(SampleSink& out, Error error) {
        if (error.code == Errc::no_data) return;
        if (Disk* disk = disks_.see(asked_)) disk->series.add(out, answered, 0.0);
        if (failure_.code == Errc::no_data) failure_ = std::move(error).with(asked_);
    }

    const HostFs& host_;
    CommandRunner* commands_;
    EntityMap<Disk> disks_{smart_disks_max};
    std::vector<std::string> waiting_;  // to be asked in this round
    std::string asked_;                 // whom `running_` asks
    std::unique_ptr<RunningCommand> running_;
    std::optional<TimePoint> begun_at_;
    std::size_t answered_ = 0;          // in this round
    Error failure_{Errc::no_data, {}};  // why nobody answered in this round, if so
    std::optional<Error> standing_;     // the same of the last round, until somebody answers
};

}  // namespace

bool may_have_smart(std::string_view name) {
    const auto is_all = [](std::string_view text, char from, char to) {
        const auto is_between = [from, to](char c) { return c >= from && c <= to; };
        return !text.empty() && std::all_of(text.begin(), text.end(), is_between);
    };
    if (name.starts_with("sd")) return is_all(name.substr(2), 'a', 'z');
    if (!name.starts_with("nvme")) return false;
    const std::size_t space = name.find('n', 4);
    return space != std::string_view::npos && is_all(name.substr(4, space - 4), '0', '9') &&
           is_all(name.substr(space + 1), '0', '9');
}

std::span<const SignalDescription> smart_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_smart(const CollectorContext& context) {
    return std::make_unique<SmartCollector>(context);
}

}  // namespace foreshock::collectors
