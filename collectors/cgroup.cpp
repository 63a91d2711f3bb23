#include "collectors/cgroup.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "collectors/cgroup_files.hpp"
#include "collectors/cgroup_walk.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"cgroup.memory.working_set_bytes", gauge, "bytes",
                      "Memory in use, without file contents that can be dropped first."},
    SignalDescription{"cgroup.memory.limit_bytes", gauge, "bytes",
                      "Memory that the cgroup may use before its processes are killed."},
    SignalDescription{"cgroup.pids.current_count", gauge, "count",
                      "Processes and threads in the cgroup, zombies included."},
    SignalDescription{"cgroup.pids.limit_count", gauge, "count",
                      "Processes and threads that may be in it before fork fails."},
};

enum Row : std::size_t { working_set, memory_limit, pids_current, pids_limit };

static_assert(signals.size() == pids_limit + 1);

// Limits are set by people and change rarely.
constexpr std::size_t limit_every_ticks = 10;
constexpr Duration search_trees_every = std::chrono::seconds{30};

/// The bound on cgroups that the configuration names by one last part ("shop.service").
constexpr std::size_t named_max = 64;

/// A usage and its limit, of which the limit is read less often.
class LimitFile {
public:
    LimitFile(const HostFs& host, std::string_view path) : file_(host, path) {}

    std::optional<double> read() {
        if (pause_-- > 0) return limit_;
        pause_ = limit_every_ticks - 1;
        const auto text = file_.read();
        const auto limit = text ? parse_cgroup_limit(*text) : fail(text.error());
        limit_.reset();
        if (limit && *limit && **limit > 0) limit_ = static_cast<double>(**limit);
        return limit_;
    }

private:
    KernelFile file_;
    std::size_t pause_ = 0;
    std::optional<double> limit_;
};

/// One cgroup that is looked at every tick.
class CgroupSampler {
public:
    CgroupSampler(const HostFs& host, const CgroupTree& tree, const std::string& path)
        : tree_(tree),
          usage_(host, tree.file(path, memory_usage_file(tree.version))),
          stat_(host, tree.file(path, "memory.stat")),
          memory_max_(host, tree.file(path, memory_limit_file(tree.version))),
          pids_(host, tree.file(path, "pids.current")),
          pids_max_(host, tree.file(path, "pids.max")),
          series_(signals, Labels{{"cgroup", path.empty() ? "/" : label_text(path)}}) {}

    /// `ram_bytes`: a memory limit beyond it is none.
    void sample(double ram_bytes, SampleSink& out) {
        if (tree_.has_memory) sample_memory(ram_bytes, out);
        if (tree_.has_pids) sample_pids(out);
    }

private:
    void sample_memory(double ram_bytes, SampleSink& out) {
        const auto limit = memory_max_.read();
        if (!limit || *limit >= ram_bytes) return;
        const auto text = usage_.read();
        const auto usage = text ? only_uint(*text) : std::nullopt;
        if (!usage) return;
        const auto stat = stat_.read();
        const auto inactive = stat ? parse_inactive_file(*stat, tree_.version) : fail(stat.error());
        if (!inactive) return;
        series_.add(out, working_set, working_set_bytes(*usage, *inactive));
        series_.add(out, memory_limit, *limit);
    }

    void sample_pids(SampleSink& out) {
        const auto limit = pids_max_.read();
        if (!limit) return;
        const auto text = pids_.read();
        const auto current = text ? only_uint(*text) : std::nullopt;
        if (!current) return;
        series_.add(out, pids_current, static_cast<double>(*current));
        series_.add(out, pids_limit, *limit);
    }

    CgroupTree tree_;
    KernelFile usage_;
    KernelFile stat_;
    LimitFile memory_max_;
    KernelFile pids_;
    LimitFile pids_max_;
    EntitySeries series_;
};

/// One tree: who is looked at, and the looking.
class WatchedTree {
public:
    WatchedTree(const HostFs& host, CgroupTree tree, const WatchSettings& watch)
        : host_(host), walk_(host, std::move(tree), watch.cgroups), slots_(watch.discovered_max) {}

    void collect(TimePoint now, double ram_bytes, SampleSink& out) {
        if (walk_.step(now)) choose();
        for (auto& [path, sampler] : samplers_)
            sampler.sample(ram_bytes, out);
    }

private:
    void choose() {
        std::vector<std::string> chosen = walk_.named_with_limit();
        std::sort(chosen.begin(), chosen.end());
        chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
        if (chosen.size() > named_max) chosen.resize(named_max);
        auto others = walk_.candidates();
        std::erase_if(others, [&chosen](const auto& candidate) {
            return std::binary_search(chosen.begin(), chosen.end(), candidate.key);
        });
        slots_.offer(std::move(others));
        for (const auto& slot : slots_.chosen())
            chosen.push_back(slot.key);
        std::sort(chosen.begin(), chosen.end());
        std::erase_if(samplers_, [&chosen](const auto& item) {
            return !std::binary_search(chosen.begin(), chosen.end(), item.first);
        });
        for (const std::string& path : chosen) {
            if (samplers_.contains(path)) continue;
            samplers_.emplace(path, CgroupSampler{host_, walk_.tree(), path});
        }
    }

    const HostFs& host_;
    CgroupWalk walk_;
    CgroupWalk::Slots slots_;
    std::map<std::string, CgroupSampler> samplers_;
};

class CgroupCollector final : public Collector {
public:
    explicit CgroupCollector(const CollectorContext& context)
        : host_(context.host), watch_(context.watch) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        if (trees_.empty()) search_trees(now);
        if (trees_.empty()) return fail(Errc::no_data, "the host has no cgroups");
        for (WatchedTree& tree : trees_)
            tree.collect(now, ram_bytes_, out);
        return {};
    }

private:
    void search_trees(TimePoint now) {
        const bool due =
            !searched_at_ || now < *searched_at_ || now - *searched_at_ >= search_trees_every;
        if (!due) return;
        searched_at_ = now;
        ram_bytes_ = ram_bytes_of(host_);
        for (CgroupTree& tree : find_cgroup_trees(host_)) {
            trees_.emplace_back(host_, std::move(tree), watch_);
        }
    }

    const HostFs& host_;
    WatchSettings watch_;
    double ram_bytes_ = 0;
    std::optional<TimePoint> searched_at_;
    std::vector<WatchedTree> trees_;
};

}  // namespace

std::span<const SignalDescription> cgroup_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_cgroup(const CollectorContext& context) {
    return std::make_unique<CgroupCollector>(context);
}

}  // namespace foreshock::collectors
