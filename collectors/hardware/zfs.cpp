#include "collectors/hardware/zfs.hpp"

#include <array>

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/hardware/attribute_files.hpp"
#include "collectors/hardware/periodic_command.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"zfs.pool.healthy", gauge, "boolean",
                      "1 while the pool is ONLINE, 0 when it is degraded, faulted or suspended."},
    SignalDescription{"zfs.pool.suspended", gauge, "boolean",
                      "1 while the pool lets nobody read or write, because too many devices fail."},
    SignalDescription{"zfs.pool.used_bytes", gauge, "bytes",
                      "Space in use of the pool, redundancy included."},
    SignalDescription{"zfs.pool.limit_bytes", gauge, "bytes", "Space of the pool."},
    SignalDescription{"zfs.pool.fragmentation_ratio", gauge, "ratio",
                      "How fragmented its free space is: near 1 writes get slow."},
};

enum Row : std::size_t { healthy, suspended, used, limit, fragmentation };

static_assert(signals.size() == fragmentation + 1);

constexpr Duration ask_every = std::chrono::minutes{1};
const std::string kernel_folder = "proc/spl/kstat/zfs";

std::string_view take_field(std::string_view& line) {
    const std::size_t tab = line.find('\t');
    const std::string_view field = line.substr(0, tab);
    line.remove_prefix(tab == std::string_view::npos ? line.size() : tab + 1);
    return field;
}

std::optional<PoolSpace> parse_pool(std::string_view line) {
    PoolSpace pool;
    pool.name = take_field(line);
    const auto size = word_as_uint(take_field(line));
    const auto allocated = word_as_uint(take_field(line));
    if (pool.name.empty() || !size || !allocated) return std::nullopt;
    pool.size_bytes = static_cast<double>(*size);
    pool.used_bytes = static_cast<double>(*allocated);
    const auto percent = word_as_uint(take_field(line));
    if (percent && *percent <= 100) pool.fragmentation_ratio = static_cast<double>(*percent) / 100;
    return pool;
}

struct Pool {
    explicit Pool(std::string_view name) : series(signals, Labels{{"pool", label_text(name)}}) {}

    EntitySeries series;
};

class ZfsCollector final : public Collector {
public:
    explicit ZfsCollector(const CollectorContext& context)
        : host_(context.host),
          question_(context.commands,
                    {{"zpool", "list", "-Hp", "-o", "name,size,allocated,fragmentation"}},
                    ask_every) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        const bool some_suspended = add_states(out);
        pools_.forget_unseen();
        if (pools_.size() == 0) return fail(Errc::no_data, "the host has no ZFS pool");
        // Whoever asks about a suspended pool may wait until it works again.
        return some_suspended ? Result<void>{} : add_spaces(now, out);
    }

private:
    bool add_states(SampleSink& out) {
        bool some_suspended = false;
        for (const std::string& name : sorted_names(host_, kernel_folder)) {
            const auto state = read_attribute(host_, kernel_folder + "/" + name + "/state");
            Pool* pool = state ? pools_.see(name) : nullptr;
            if (!pool) continue;
            const bool is_suspended = *state == "SUSPENDED";
            some_suspended = some_suspended || is_suspended;
            pool->series.add(out, healthy, *state == "ONLINE" ? 1.0 : 0.0);
            pool->series.add(out, suspended, is_suspended ? 1.0 : 0.0);
        }
        return some_suspended;
    }

    Result<void> add_spaces(TimePoint now, SampleSink& out) {
        const auto answer = question_.look(now);
        // The kernel's part must not wait longer and longer because the program fails.
        if (!answer || !*answer) return {};
        if (auto parsed = parse_zpool_list(**answer, spaces_); !parsed) return parsed;
        for (const PoolSpace& space : spaces_) {
            Pool* pool = pools_.see(space.name);
            if (!pool) continue;
            pool->series.add(out, used, space.used_bytes);
            pool->series.add(out, limit, space.size_bytes);
            pool->series.add(out, fragmentation, space.fragmentation_ratio);
        }
        return {};
    }

    const HostFs& host_;
    PeriodicCommand question_;
    std::vector<PoolSpace> spaces_;
    EntityMap<Pool> pools_{zfs_pools_max};
};

}  // namespace

Result<void> parse_zpool_list(std::string_view text, std::vector<PoolSpace>& out) {
    out.clear();
    std::string_view line;
    while (take_line(text, line) && out.size() < zfs_pools_max) {
        const auto pool = parse_pool(line);
        if (!pool) return fail(Errc::malformed, "zpool: a line is no pool");
        out.push_back(*pool);
    }
    return {};
}

std::span<const SignalDescription> zfs_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_zfs(const CollectorContext& context) {
    return std::make_unique<ZfsCollector>(context);
}

}  // namespace foreshock::collectors
