#include "collectors/process_sampler.hpp"

#include <algorithm>
#include <array>

#include "collectors/process_files.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"process.files.open_count", gauge, "count",
                      "Files that the process has open."},
    SignalDescription{"process.files.limit_count", gauge, "count",
                      "How many files it may have open (soft limit); absent when unlimited."},
    SignalDescription{"process.memory.resident_bytes", gauge, "bytes",
                      "Memory of the process that is in RAM."},
    SignalDescription{"process.threads.count", gauge, "count", "Its threads."},
    SignalDescription{"process.cpu.usage_ratio", gauge, "ratio",
                      "Processor time it used in the last interval; 1 is one whole core."},
    SignalDescription{"process.uptime.seconds", gauge, "seconds", "How long ago it was started."},
    SignalDescription{"process.restarts.count", gauge, "count",
                      "Times since the last sample that the named process was started anew."},
    SignalDescription{"process.restarts.recent_count", gauge, "count",
                      "Times in the last ten minutes that the named process was started anew; 0 "
                      "once it has lived twice as long as between any two of them."},
};

enum Row : std::size_t {
    files_open,
    files_limit,
    resident,
    threads,
    cpu_usage,
    uptime,
    restarts,
    recent_restarts
};

static_assert(signals.size() == recent_restarts + 1);
static_assert(restarts == process_restarts_row);
static_assert(recent_restarts == process_recent_restarts_row);

// A limit can be changed while the process runs (prlimit(2)).
constexpr std::size_t limit_every_ticks = 10;
constexpr std::size_t files_pause_max = 9;

Labels labels_of(const ProcessIdentity& identity, std::string_view name) {
    return {{"process", label_text(name)}, {"pid", std::to_string(identity.pid)}};
}

}  // namespace

std::span<const SignalDescription> process_signals() {
    return signals;
}

ProcessSampler::ProcessSampler(const HostFs& host, const ProcessIdentity& identity,
                               std::string_view name)
    : host_(host),
      identity_(identity),
      files_path_(process_path(identity.pid, "fd")),
      stat_(host, process_path(identity.pid, "stat")),
      limits_(host, process_path(identity.pid, "limits")),
      series_(signals, labels_of(identity, name)) {}

bool ProcessSampler::sample(TimePoint now, const HostUnits& units,
                            std::optional<double> uptime_seconds, SampleSink& out) {
    const auto text = stat_.read();
    const auto stat = text ? parse_process_stat(*text) : fail(text.error());
    if (!stat || stat->is_dead() || stat->start_ticks != identity_.start_ticks) return false;
    const double started = static_cast<double>(stat->start_ticks) / units.clock_ticks_per_second;
    if (uptime_seconds && *uptime_seconds - started < age_min_seconds) return true;
    const auto ticks = per_second(cpu_ticks_.to(stat->cpu_ticks), interval_.to(now));
    series_.add(out, resident, static_cast<double>(stat->rss_pages) * units.page_bytes);
    series_.add(out, threads, static_cast<double>(stat->threads));
    if (ticks) series_.add(out, cpu_usage, *ticks / units.clock_ticks_per_second);
    if (uptime_seconds) series_.add(out, uptime, *uptime_seconds - started);
    add_files(out);
    return true;
}

void ProcessSampler::add_files(SampleSink& out) {
    if (ticks_to_limit_-- == 0) {
        ticks_to_limit_ = limit_every_ticks - 1;
        const auto text = limits_.read();
        const auto limit = text ? parse_files_limit(*text) : fail(text.error());
        files_limit_.reset();
        if (limit && *limit) files_limit_ = static_cast<double>(**limit);
    }
    if (ticks_to_files_ > 0) {
        --ticks_to_files_;
        return;
    }
    const auto open = host_.count(files_path_);
    if (!open) return;  // somebody else's process
    ticks_to_files_ = std::min(*open / (files_every_tick_max + 1), files_pause_max);
    series_.add(out, files_open, static_cast<double>(*open));
    series_.add(out, files_limit, files_limit_);
}

}  // namespace foreshock::collectors
