#pragma once

#include <optional>
#include <string>

#include "collectors/cgroup_activity.hpp"
#include "collectors/kernel_file.hpp"

namespace foreshock::collectors {

/// A limit that is read less often than what is measured by it.
class LimitFile {
public:
    LimitFile(const HostFs& host, std::string_view path) : file_(host, path) {}

    /// None when there is no limit or nobody can tell it.
    std::optional<double> read();

private:
    KernelFile file_;
    std::size_t pause_ = 0;
    std::optional<double> limit_;
};

/// One cgroup that is looked at every tick: what it uses of its limits, and its activity. Memory
/// without a limit is measured as rarely as activity.
class CgroupSampler {
public:
    CgroupSampler(const HostFs& host, const CgroupTree& tree, const std::string& path);

    /// `ram_bytes`: a memory limit beyond it is none.
    void sample(TimePoint now, double ram_bytes, SampleSink& out);

private:
    void sample_memory(TimePoint now, double ram_bytes, SampleSink& out);
    void sample_pids(SampleSink& out);
    void add(SampleSink& out, CgroupRow row, double value);

    CgroupTree tree_;
    KernelFile usage_;
    KernelFile stat_;
    LimitFile memory_max_;
    std::optional<TimePoint> unlimited_at_;  ///< when memory without a limit was measured
    KernelFile pids_;
    LimitFile pids_max_;
    CgroupActivity activity_;
    EntitySeries series_;
};

}  // namespace foreshock::collectors
