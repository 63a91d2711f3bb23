#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "collectors/cgroup_files.hpp"
#include "collectors/discovery.hpp"
#include "collectors/paced_round.hpp"

namespace foreshock::collectors {

/// Goes through one tree of cgroups again and again, one round in about ten seconds, and finds
/// those that have a limit which can be met. A cgroup's path is relative to the tree's root:
/// "/system.slice/shop.service"; the root's is "".
class CgroupWalk {
public:
    using Slots = DiscoverySlots<std::string>;

    /// The bound on the cgroups of one round; further ones are not looked at.
    static constexpr std::size_t cgroups_max = 16384;
    /// The bound on nesting.
    static constexpr std::size_t path_bytes_max = 480;

    /// A service or container that uses less is not worth a look of its own.
    static constexpr double unit_bytes_min = 64.0 * 1024 * 1024;

    /// `named` as WatchSettings::cgroups.
    CgroupWalk(const HostFs& host, CgroupTree tree, std::vector<std::string> named);

    /// Looks at this tick's part. True when that ended a round.
    bool step(TimePoint now);

    /// After a round: the cgroups with a limit. A memory limit or a quota of processor time is
    /// reason enough to be wanted; a limit of processes, which systemd gives to everything, only
    /// when it is near or nearing.
    [[nodiscard]] const std::vector<Slots::Candidate>& candidates() const { return candidates_; }

    /// After a round: services and containers, whether they have a limit or not, by the memory that
    /// they use. Only with version 2, where one tree tells everything about them.
    [[nodiscard]] const std::vector<Slots::Candidate>& units() const { return units_; }

    /// After a round: the named ones, and for those without a limit also the nearest above them
    /// that has one.
    [[nodiscard]] const std::vector<std::string>& named() const { return found_named_; }

    [[nodiscard]] const CgroupTree& tree() const { return tree_; }

private:
    struct Known {
        GrowthTrack share;
        std::uint64_t seen_in = 0;
    };

    void begin_round();
    void end_round();
    void visit(const std::string& cgroup);
    void add_children(const std::string& cgroup);
    [[nodiscard]] std::uint64_t links_of(const std::string& cgroup) const;
    void add_candidate(const std::string& cgroup);
    void add_named(std::string cgroup);
    void add_unit(const std::string& cgroup);
    [[nodiscard]] bool is_named(std::string_view cgroup) const;
    [[nodiscard]] bool has_limit(const std::string& cgroup);
    [[nodiscard]] bool has_quota(const std::string& cgroup);
    [[nodiscard]] std::optional<double> memory_share(const std::string& cgroup);
    [[nodiscard]] std::optional<double> pids_share(const std::string& cgroup);
    [[nodiscard]] std::optional<double> memory_limit(const std::string& cgroup);
    [[nodiscard]] std::optional<double> pids_limit(const std::string& cgroup);
    [[nodiscard]] Result<std::string_view> read(const std::string& cgroup, std::string_view name);

    const HostFs& host_;
    CgroupTree tree_;
    std::vector<std::string> named_;
    std::string buffer_;
    PacedRound pace_;
    std::uint64_t round_ = 0;
    double ram_bytes_ = 0;            ///< a memory limit beyond it is none
    bool are_links_counted_ = false;  ///< a cgroup without others below needs no listing
    std::vector<std::string> paths_;  ///< of this round; grows while it is walked
    std::size_t next_ = 0;
    std::size_t expected_ = 0;  ///< how many the last round had
    std::unordered_map<std::string, Known> known_;
    std::vector<Slots::Candidate> gathered_;
    std::vector<Slots::Candidate> candidates_;
    std::vector<Slots::Candidate> gathered_units_;
    std::vector<Slots::Candidate> units_;
    std::vector<std::string> gathered_named_;
    std::vector<std::string> found_named_;
};

/// The memory of this host, so that limits beyond it are known to be none; a very large number
/// when it cannot be told.
double ram_bytes_of(const HostFs& host);

}  // namespace foreshock::collectors
