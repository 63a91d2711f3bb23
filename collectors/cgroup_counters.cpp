#include "collectors/cgroup_counters.hpp"

#include <array>

#include "collectors/keyed_lines.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

struct CpuCounters {
    std::uint64_t usage = 0;
    std::uint64_t periods = 0;
    std::uint64_t throttled_periods = 0;
    std::uint64_t throttled_us = 0;
    std::uint64_t throttled_ns = 0;
};

using CpuField = KeyedField<CpuCounters>;

constexpr std::array cpu_fields{
    CpuField{"usage_usec", &CpuCounters::usage},
    CpuField{"nr_periods", &CpuCounters::periods},
    CpuField{"nr_throttled", &CpuCounters::throttled_periods},
    CpuField{"throttled_usec", &CpuCounters::throttled_us},
    CpuField{"throttled_time", &CpuCounters::throttled_ns},
};

using EventField = KeyedField<CgroupMemoryEvents>;

constexpr std::array event_fields{
    EventField{"max", &CgroupMemoryEvents::max},
    EventField{"high", &CgroupMemoryEvents::high},
    EventField{"oom", &CgroupMemoryEvents::oom},
    EventField{"oom_kill", &CgroupMemoryEvents::oom_kill},
};

constexpr std::uint64_t nanoseconds_per_microsecond = 1000;

std::optional<double> cores(std::optional<std::uint64_t> quota,
                            std::optional<std::uint64_t> period) {
    if (!quota || !period || *quota == 0 || *period == 0) return std::nullopt;
    return static_cast<double>(*quota) / static_cast<double>(*period);
}

/// "rbytes=1459200"; other keys are passed over. False when the value is no number.
bool add_io_word(std::string_view word, CgroupIo& out) {
    const auto equals = word.find('=');
    if (equals == std::string_view::npos) return false;
    const auto value = word_as_uint(word.substr(equals + 1));
    if (!value) return false;
    const std::string_view key = word.substr(0, equals);
    if (key == "rbytes") out.read_bytes += *value;
    if (key == "wbytes") out.written_bytes += *value;
    if (key == "rios") out.reads += *value;
    if (key == "wios") out.writes += *value;
    return true;
}

}  // namespace

Result<CgroupCpuStat> parse_cgroup_cpu_stat(std::string_view text, CgroupVersion version) {
    CpuCounters counters;
    const KeysFound found = read_keyed_lines<CpuCounters>(text, cpu_fields, counters);
    CgroupCpuStat stat;
    if (found.test(0)) stat.usage_us = counters.usage;
    if (found.test(1) && found.test(2)) stat.periods = counters.periods;
    if (!stat.usage_us && !stat.periods) {
        return fail(Errc::malformed, "cpu.stat tells neither usage nor periods");
    }
    stat.throttled_periods = counters.throttled_periods;
    stat.throttled_us = version == CgroupVersion::v1
                            ? counters.throttled_ns / nanoseconds_per_microsecond
                            : counters.throttled_us;
    return stat;
}

Result<std::optional<double>> parse_cpu_max(std::string_view text) {
    std::string_view line;
    take_line(text, line);
    const std::string_view quota = take_word(line);
    if (quota == "max") return std::optional<double>{};
    const auto limit = cores(word_as_uint(quota), take_uint(line));
    if (!limit) return fail(Errc::malformed, "cpu.max is not a quota and a period");
    return limit;
}

Result<std::optional<double>> parse_cfs_quota(std::string_view quota, std::string_view period) {
    if (quota.starts_with('-')) return std::optional<double>{};
    const auto limit = cores(only_uint(quota), only_uint(period));
    if (!limit) return fail(Errc::malformed, "cpu.cfs_quota_us or its period is no number");
    return limit;
}

Result<std::optional<double>> read_cgroup_quota(const HostFs& host, const CgroupTree& tree,
                                                std::string_view cgroup, std::string& buffer) {
    const bool v1 = tree.version == CgroupVersion::v1;
    const std::string_view file = v1 ? "cpu.cfs_quota_us" : "cpu.max";
    const auto text = host.open(tree.file(cgroup, file))->read(buffer);
    if (!text) return fail(text.error());
    if (!v1) return parse_cpu_max(*text);
    const std::string quota{*text};
    const auto period = host.open(tree.file(cgroup, "cpu.cfs_period_us"))->read(buffer);
    if (!period) return fail(period.error());
    return parse_cfs_quota(quota, *period);
}

Result<CgroupMemoryEvents> parse_cgroup_memory_events(std::string_view text) {
    CgroupMemoryEvents events;
    const auto found = read_keyed_lines<CgroupMemoryEvents>(text, event_fields, events);
    if (!found.test(0)) return fail(Errc::malformed, "memory.events lacks 'max'");
    return events;
}

Result<std::uint64_t> parse_cgroup_event(std::string_view text, std::string_view key) {
    std::string_view line;
    while (take_line(text, line)) {
        if (take_word(line) != key) continue;
        if (const auto value = take_uint(line)) return *value;
        break;
    }
    return fail(Errc::malformed, "events of a cgroup lack '" + std::string{key} + "'");
}

Result<CgroupIo> parse_cgroup_io(std::string_view text) {
    CgroupIo io;
    std::string_view line;
    while (take_line(text, line)) {
        take_word(line);  // the device
        for (auto word = take_word(line); !word.empty(); word = take_word(line)) {
            if (!add_io_word(word, io)) {
                return fail(Errc::malformed, "io.stat holds what is no key=number");
            }
        }
    }
    return io;
}

}  // namespace foreshock::collectors
