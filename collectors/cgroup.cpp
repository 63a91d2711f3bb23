#include "collectors/cgroup.hpp"

#include <algorithm>
#include <map>

#include "collectors/cgroup_files.hpp"
#include "collectors/cgroup_sampler.hpp"
#include "collectors/cgroup_walk.hpp"

namespace foreshock::collectors {
namespace {

constexpr Duration search_trees_every = std::chrono::seconds{30};

/// The bound on cgroups that the configuration names by one last part ("shop.service").
constexpr std::size_t named_max = 64;

/// One tree: who is looked at, and the looking.
class WatchedTree {
public:
    WatchedTree(const HostFs& host, CgroupTree tree, const WatchSettings& watch)
        : host_(host),
          walk_(host, std::move(tree), watch.cgroups),
          slots_(watch.discovered_max),
          largest_(watch.discovered_max / 2) {}

    void collect(TimePoint now, double ram_bytes, SampleSink& out) {
        if (walk_.step(now)) choose();
        for (auto& [path, sampler] : samplers_)
            sampler.sample(now, ram_bytes, out);
    }

private:
    void choose() {
        std::vector<std::string> chosen = walk_.named();
        std::sort(chosen.begin(), chosen.end());
        chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
        if (chosen.size() > named_max) chosen.resize(named_max);
        add_discovered(walk_.candidates(), slots_, chosen);
        add_discovered(walk_.units(), largest_, chosen);
        std::erase_if(samplers_, [&chosen](const auto& item) {
            return !std::binary_search(chosen.begin(), chosen.end(), item.first);
        });
        for (const std::string& path : chosen) {
            if (samplers_.contains(path)) continue;
            samplers_.emplace(path, CgroupSampler{host_, walk_.tree(), path});
        }
    }

    /// Offers those that are not chosen yet, and chooses who gets a place. `chosen` stays sorted.
    static void add_discovered(std::vector<CgroupWalk::Slots::Candidate> candidates,
                               CgroupWalk::Slots& slots, std::vector<std::string>& chosen) {
        std::erase_if(candidates, [&chosen](const auto& candidate) {
            return std::binary_search(chosen.begin(), chosen.end(), candidate.key);
        });
        slots.offer(std::move(candidates));
        for (const auto& slot : slots.chosen())
            chosen.push_back(slot.key);
        std::sort(chosen.begin(), chosen.end());
    }

    const HostFs& host_;
    CgroupWalk walk_;
    CgroupWalk::Slots slots_;    ///< the nearest to a limit
    CgroupWalk::Slots largest_;  ///< services and containers that use most memory
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

Result<std::unique_ptr<Collector>> make_cgroup(const CollectorContext& context) {
    return std::make_unique<CgroupCollector>(context);
}

}  // namespace foreshock::collectors
