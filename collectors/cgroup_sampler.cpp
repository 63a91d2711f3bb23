#include "collectors/cgroup_sampler.hpp"

#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

// Limits are set by people and change rarely.
constexpr std::size_t limit_every_ticks = 10;

}  // namespace

std::optional<double> LimitFile::read() {
    if (pause_-- > 0) return limit_;
    pause_ = limit_every_ticks - 1;
    const auto text = file_.read();
    const auto limit = text ? parse_cgroup_limit(*text) : fail(text.error());
    limit_.reset();
    if (limit && *limit && **limit > 0) limit_ = static_cast<double>(**limit);
    return limit_;
}

CgroupSampler::CgroupSampler(const HostFs& host, const CgroupTree& tree, const std::string& path)
    : tree_(tree),
      usage_(host, tree.file(path, memory_usage_file(tree.version))),
      stat_(host, tree.file(path, "memory.stat")),
      memory_max_(host, tree.file(path, memory_limit_file(tree.version))),
      pids_(host, tree.file(path, "pids.current")),
      pids_max_(host, tree.file(path, "pids.max")),
      activity_(host, tree, path),
      series_(cgroup_signals(), Labels{{"cgroup", path.empty() ? "/" : label_text(path)}}) {}

void CgroupSampler::sample(TimePoint now, double ram_bytes, SampleSink& out) {
    if (tree_.has_memory) sample_memory(now, ram_bytes, out);
    if (tree_.has_pids) sample_pids(out);
    activity_.sample(now, out);
}

void CgroupSampler::add(SampleSink& out, CgroupRow row, double value) {
    series_.add(out, static_cast<std::size_t>(row), value);
}

void CgroupSampler::sample_memory(TimePoint now, double ram_bytes, SampleSink& out) {
    const auto limit = memory_max_.read();
    const bool limited = limit && *limit < ram_bytes;
    const bool due =
        !unlimited_at_ || now < *unlimited_at_ || now - *unlimited_at_ >= CgroupActivity::every;
    if (!limited && !due) return;
    if (!limited) unlimited_at_ = now;
    const auto text = usage_.read();
    const auto usage = text ? only_uint(*text) : std::nullopt;
    if (!usage) return;
    const auto stat = stat_.read();
    const auto inactive = stat ? parse_inactive_file(*stat, tree_.version) : fail(stat.error());
    if (!inactive) return;
    add(out, CgroupRow::working_set, working_set_bytes(*usage, *inactive));
    if (limited) add(out, CgroupRow::memory_limit, *limit);
}

void CgroupSampler::sample_pids(SampleSink& out) {
    const auto limit = pids_max_.read();
    if (!limit) return;
    const auto text = pids_.read();
    const auto current = text ? only_uint(*text) : std::nullopt;
    if (!current) return;
    add(out, CgroupRow::pids_current, static_cast<double>(*current));
    add(out, CgroupRow::pids_limit, *limit);
}

}  // namespace foreshock::collectors
