#include "collectors/cgroup_activity.hpp"

#include "collectors/cgroup_counters.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum CgroupRow;

constexpr double microseconds_per_second = 1e6;
constexpr double nanoseconds_per_second = 1e9;

}  // namespace

CgroupActivity::CgroupActivity(const HostFs& host, CgroupTree tree, std::string path)
    : host_(host),
      tree_(std::move(tree)),
      path_(std::move(path)),
      series_(cgroup_signals(), Labels{{"cgroup", path_.empty() ? "/" : label_text(path_)}}) {}

void CgroupActivity::sample(TimePoint now, SampleSink& out) {
    const bool due = !sampled_at_ || now < *sampled_at_ || now - *sampled_at_ >= every;
    if (!due) return;
    sampled_at_ = now;
    seconds_ = interval_.to(now);
    const bool v2 = tree_.version == CgroupVersion::v2;
    if (tree_.has_cpu) add_cpu(out);
    if (tree_.has_memory && !v2) add_memory_events_v1(out);
    if (!v2) return;
    add_pressure(out, "cpu.pressure", cpu_some);
    add_pressure(out, "memory.pressure", memory_some);
    add_pressure(out, "io.pressure", io_some);
    if (tree_.has_memory) add_memory_events(out);
    if (tree_.has_memory) add_swap(out);
    if (tree_.has_pids) add_refused_forks(out);
    add_io(out);
}

std::optional<std::string_view> CgroupActivity::read(std::string_view name) {
    const auto text = host_.open(tree_.file(path_, name))->read(buffer_);
    return text ? std::optional{*text} : std::nullopt;
}

Increase& CgroupActivity::counter(CgroupRow row) {
    return counters_[static_cast<std::size_t>(row)];
}

void CgroupActivity::add(SampleSink& out, CgroupRow row, std::optional<double> value) {
    series_.add(out, static_cast<std::size_t>(row), value);
}

void CgroupActivity::add_pressure(SampleSink& out, std::string_view file, CgroupRow some) {
    const auto text = read(file);
    const auto pressure = text ? parse_pressure(*text) : fail(Errc::no_data, "");
    if (!pressure) return;
    const auto full = static_cast<CgroupRow>(static_cast<std::size_t>(some) + 1);
    add_stall(out, some, pressure->some);
    if (pressure->full) add_stall(out, full, *pressure->full);
}

void CgroupActivity::add_stall(SampleSink& out, CgroupRow row, const PressureLine& line) {
    const auto stalled = ratio(counter(row).to(line.total_us), seconds_ * microseconds_per_second);
    if (stalled) add(out, row, as_share(*stalled));
}

void CgroupActivity::add_cpu(SampleSink& out) {
    const auto text = read("cpu.stat");
    const auto stat = text ? parse_cgroup_cpu_stat(*text, tree_.version) : fail(Errc::no_data, "");
    if (!stat) return;
    const double elapsed_us = seconds_ * microseconds_per_second;
    if (stat->usage_us)
        add(out, cpu_used, ratio(counter(cpu_used).to(*stat->usage_us), elapsed_us));
    if (tree_.version == CgroupVersion::v1) {
        const auto usage = read("cpuacct.usage");
        const auto usage_ns = usage ? only_uint(*usage) : std::nullopt;
        const double elapsed_ns = seconds_ * nanoseconds_per_second;
        if (usage_ns) add(out, cpu_used, ratio(counter(cpu_used).to(*usage_ns), elapsed_ns));
    }
    const auto limit = quota_cores();
    add(out, cpu_limit, limit);
    if (!stat->periods) return;
    const auto periods = periods_.to(*stat->periods);
    const auto held_back = counter(throttled_periods).to(stat->throttled_periods);
    const auto held_back_us = counter(throttled_time).to(stat->throttled_us);
    if (!limit) return;
    // A period is only counted when somebody ran in it: none at all is no throttling.
    const bool idle = periods == 0.0 && held_back == 0.0;
    const auto share = idle ? 0.0 : ratio(held_back, periods.value_or(0));
    if (share) add(out, throttled_periods, as_share(*share));
    add(out, throttled_time, ratio(held_back_us, elapsed_us));
}

std::optional<double> CgroupActivity::quota_cores() {
    const auto quota = read_cgroup_quota(host_, tree_, path_, buffer_);
    return quota ? *quota : std::nullopt;
}

void CgroupActivity::add_swap(SampleSink& out) {
    const auto text = read("memory.swap.max");
    const auto limit = text ? parse_cgroup_limit(*text) : fail(Errc::no_data, "");
    if (!limit || !*limit || **limit == 0) return;
    const auto current = read("memory.swap.current");
    const auto used = current ? only_uint(*current) : std::nullopt;
    if (!used) return;
    add(out, swap_used, static_cast<double>(*used));
    add(out, swap_limit, static_cast<double>(**limit));
}

void CgroupActivity::add_memory_events(SampleSink& out) {
    const auto text = read("memory.events");
    const auto events = text ? parse_cgroup_memory_events(*text) : fail(Errc::no_data, "");
    if (!events) return;
    add(out, memory_high, per_second(counter(memory_high).to(events->high), seconds_));
    add(out, memory_max, per_second(counter(memory_max).to(events->max), seconds_));
    add(out, memory_ooms, counter(memory_ooms).to(events->oom));
    add(out, memory_kills, counter(memory_kills).to(events->oom_kill));
}

void CgroupActivity::add_memory_events_v1(SampleSink& out) {
    const auto fails = read("memory.failcnt");
    const auto met = fails ? only_uint(*fails) : std::nullopt;
    if (met) add(out, memory_max, per_second(counter(memory_max).to(*met), seconds_));
    const auto text = read("memory.oom_control");
    const auto kills = text ? parse_cgroup_event(*text, "oom_kill") : fail(Errc::no_data, "");
    if (kills) add(out, memory_kills, counter(memory_kills).to(*kills));
}

void CgroupActivity::add_refused_forks(SampleSink& out) {
    const auto text = read("pids.events");
    const auto refused = text ? parse_cgroup_event(*text, "max") : fail(Errc::no_data, "");
    if (refused) add(out, pids_refused, counter(pids_refused).to(*refused));
}

void CgroupActivity::add_io(SampleSink& out) {
    const auto text = read("io.stat");
    const auto io = text ? parse_cgroup_io(*text) : fail(Errc::no_data, "");
    if (!io) return;
    add(out, read_bytes, per_second(counter(read_bytes).to(io->read_bytes), seconds_));
    add(out, written_bytes, per_second(counter(written_bytes).to(io->written_bytes), seconds_));
    add(out, reads, per_second(counter(reads).to(io->reads), seconds_));
    add(out, writes, per_second(counter(writes).to(io->writes), seconds_));
}

}  // namespace foreshock::collectors
