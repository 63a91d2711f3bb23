#include "collectors/cgroup_walk.hpp"

#include <algorithm>
#include <limits>

#include "collectors/cgroup_counters.hpp"
#include "collectors/memory.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

constexpr DiscoveryRule rule{};
constexpr double rising_share_min = 0.05;

// A directory of the kernel's own has two names of itself, and the ".." of each directory below
// (fs/kernfs/dir.c). Where even the root has but two, somebody else answers, who does not count.
constexpr std::uint64_t own_links = 2;

// Memory is put in and taken out by hand.
constexpr std::uint64_t ram_every_rounds = 6;

std::string_view last_part(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

/// What systemd starts as one thing; container engines have a scope for each container.
bool is_unit(std::string_view path) {
    return path.ends_with(".service") || path.ends_with(".scope");
}

}  // namespace

CgroupWalk::CgroupWalk(const HostFs& host, CgroupTree tree, std::vector<std::string> named)
    : host_(host), tree_(std::move(tree)), named_(std::move(named)) {}

bool CgroupWalk::step(TimePoint now) {
    const bool first = round_ == 0;
    if (next_ >= paths_.size()) {
        if (!pace_.is_due(now)) return false;
        expected_ = paths_.size();
        begin_round();
        pace_.begin(now);
    }
    // How many there are is only known in the end: the last round's number is a good guess.
    const std::size_t guess = std::max(expected_, paths_.size());
    const std::size_t wanted = first ? cgroups_max : pace_.goal_of(guess, now);
    const std::size_t goal = std::min(wanted, next_ + PacedRound::step_max);
    while (next_ < paths_.size() && next_ < goal) {
        const std::string cgroup = paths_[next_++];
        visit(cgroup);
    }
    const bool ended = next_ >= paths_.size();
    if (ended) end_round();
    return ended;
}

void CgroupWalk::begin_round() {
    paths_.assign(1, "");
    next_ = 0;
    gathered_.clear();
    gathered_units_.clear();
    gathered_named_.clear();
    if (round_ % ram_every_rounds == 0) ram_bytes_ = ram_bytes_of(host_);
    are_links_counted_ = links_of("") > own_links;
    ++round_;
}

void CgroupWalk::end_round() {
    std::erase_if(known_, [this](const auto& item) { return item.second.seen_in != round_; });
    candidates_.swap(gathered_);
    units_.swap(gathered_units_);
    found_named_.swap(gathered_named_);
}

void CgroupWalk::visit(const std::string& cgroup) {
    add_candidate(cgroup);
    if (is_named(cgroup)) add_named(cgroup);
    if (is_unit(cgroup)) add_unit(cgroup);
    add_children(cgroup);
}

void CgroupWalk::add_children(const std::string& cgroup) {
    if (are_links_counted_ && links_of(cgroup) == own_links) return;
    const auto names = host_.list(tree_.root + cgroup);
    if (!names) return;  // gone, or no directory
    for (const std::string& name : *names) {
        const bool fits =
            paths_.size() < cgroups_max && cgroup.size() + name.size() + 1 <= path_bytes_max;
        if (fits && !is_cgroup_control_file(name)) paths_.push_back(cgroup + "/" + name);
    }
}

std::uint64_t CgroupWalk::links_of(const std::string& cgroup) const {
    const auto status = host_.status(tree_.root + cgroup);
    return status ? status->links : 0;
}

void CgroupWalk::add_candidate(const std::string& cgroup) {
    const auto memory = memory_share(cgroup);
    const auto pids = pids_share(cgroup);
    const bool quota = has_quota(cgroup);
    if (!memory && !pids && !quota) return;
    const double share = std::max(memory.value_or(0), pids.value_or(0));
    Known& known = known_[cgroup];
    known.seen_in = round_;
    known.share.see(share);
    const bool rising = known.share.is_rising() && share >= rising_share_min;
    const bool wanted = memory || quota || share >= rule.share_min || rising;
    gathered_.push_back({cgroup, known.share.projected(rule.rounds_ahead), wanted});
}

bool CgroupWalk::is_named(std::string_view cgroup) const {
    for (const std::string& name : named_) {
        const bool whole = cgroup == name || (cgroup.starts_with('/') && cgroup.substr(1) == name);
        if (whole || (!cgroup.empty() && last_part(cgroup) == name)) return true;
    }
    return false;
}

void CgroupWalk::add_named(std::string cgroup) {
    gathered_named_.push_back(cgroup);
    while (!has_limit(cgroup)) {
        if (cgroup.empty()) return;
        cgroup.resize(cgroup.rfind('/'));
    }
    gathered_named_.push_back(std::move(cgroup));
}

void CgroupWalk::add_unit(const std::string& cgroup) {
    if (!tree_.has_memory || tree_.version != CgroupVersion::v2) return;
    const auto text = read(cgroup, memory_usage_file(tree_.version));
    const auto usage = text ? only_uint(*text) : std::nullopt;
    if (!usage) return;
    const auto bytes = static_cast<double>(*usage);
    gathered_units_.push_back({cgroup, bytes, bytes >= unit_bytes_min});
}

bool CgroupWalk::has_limit(const std::string& cgroup) {
    return memory_limit(cgroup).has_value() || pids_limit(cgroup).has_value();
}

bool CgroupWalk::has_quota(const std::string& cgroup) {
    if (!tree_.has_cpu) return false;
    const auto quota = read_cgroup_quota(host_, tree_, cgroup, buffer_);
    return quota && quota->has_value();
}

std::optional<double> CgroupWalk::memory_share(const std::string& cgroup) {
    const auto limit = memory_limit(cgroup);
    if (!limit) return std::nullopt;
    const auto text = read(cgroup, memory_usage_file(tree_.version));
    const auto usage = text ? only_uint(*text) : std::nullopt;
    if (!usage) return std::nullopt;
    const auto stat = read(cgroup, "memory.stat");
    const auto inactive = stat ? parse_inactive_file(*stat, tree_.version) : fail(stat.error());
    return working_set_bytes(*usage, inactive ? *inactive : 0) / *limit;
}

std::optional<double> CgroupWalk::pids_share(const std::string& cgroup) {
    const auto limit = pids_limit(cgroup);
    if (!limit) return std::nullopt;
    const auto text = read(cgroup, "pids.current");
    const auto used = text ? only_uint(*text) : std::nullopt;
    if (!used) return std::nullopt;
    return static_cast<double>(*used) / *limit;
}

std::optional<double> CgroupWalk::memory_limit(const std::string& cgroup) {
    if (!tree_.has_memory) return std::nullopt;
    const auto text = read(cgroup, memory_limit_file(tree_.version));
    const auto limit = text ? parse_cgroup_limit(*text) : fail(text.error());
    if (!limit || !*limit || **limit == 0) return std::nullopt;
    const auto bytes = static_cast<double>(**limit);
    return bytes < ram_bytes_ ? std::optional<double>{bytes} : std::nullopt;
}

std::optional<double> CgroupWalk::pids_limit(const std::string& cgroup) {
    if (!tree_.has_pids) return std::nullopt;
    const auto text = read(cgroup, "pids.max");
    const auto limit = text ? parse_cgroup_limit(*text) : fail(text.error());
    if (!limit || !*limit || **limit == 0) return std::nullopt;
    return static_cast<double>(**limit);
}

Result<std::string_view> CgroupWalk::read(const std::string& cgroup, std::string_view name) {
    return host_.open(tree_.file(cgroup, name))->read(buffer_);
}

double ram_bytes_of(const HostFs& host) {
    const auto text = host.read("proc/meminfo");
    const auto reading = text ? parse_meminfo(*text) : fail(text.error());
    return reading ? static_cast<double>(reading->total) : std::numeric_limits<double>::max();
}

}  // namespace foreshock::collectors
