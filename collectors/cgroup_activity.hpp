#pragma once

#include <array>
#include <optional>
#include <string>

#include "collectors/cgroup_files.hpp"
#include "collectors/cgroup_signals.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/pressure.hpp"
#include "collectors/rate.hpp"

namespace foreshock::collectors {

/// How one cgroup fares beside its limits of memory and processes: time lost waiting (PSI), time
/// held back by its quota, reclaim and kills at its limits, refused forks, disk traffic. Read every
/// `every`, because the kernel has to sum each of these files over all cores. A file that is not
/// there or may not be read leaves its signals out. v1 tells of throttling, of memory limits that
/// were met, and of kills.
class CgroupActivity {
public:
    static constexpr Duration every = std::chrono::seconds{10};

    CgroupActivity(const HostFs& host, CgroupTree tree, std::string path);

    void sample(TimePoint now, SampleSink& out);

private:
    static constexpr std::size_t rows = static_cast<std::size_t>(CgroupRow::count);

    std::optional<std::string_view> read(std::string_view name);
    std::optional<double> quota_cores();
    void add(SampleSink& out, CgroupRow row, std::optional<double> value);
    void add_pressure(SampleSink& out, std::string_view file, CgroupRow some);
    void add_stall(SampleSink& out, CgroupRow row, const PressureLine& line);
    void add_cpu(SampleSink& out);
    void add_swap(SampleSink& out);
    void add_memory_events(SampleSink& out);
    void add_memory_events_v1(SampleSink& out);
    void add_refused_forks(SampleSink& out);
    void add_io(SampleSink& out);
    [[nodiscard]] Increase& counter(CgroupRow row);

    const HostFs& host_;
    CgroupTree tree_;
    std::string path_;
    std::string buffer_;
    std::optional<TimePoint> sampled_at_;
    Interval interval_;
    double seconds_ = 0;  ///< since the sample before
    std::array<Increase, rows> counters_;
    Increase periods_;
    EntitySeries series_;
};

}  // namespace foreshock::collectors
