#include "collectors/network/neighbours.hpp"

#include <array>

#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/network/cpu_table.hpp"
#include "collectors/rate.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"neighbours.table.used_count", gauge, "count",
                      "Hosts of the local networks whose link address is kept."},
    SignalDescription{"neighbours.table.limit_count", gauge, "count",
                      "How many can be kept (neigh.default.gc_thresh3)."},
    SignalDescription{"neighbours.table.overflows_per_second", gauge, "per_second",
                      "Times that there was no place for another one: packets were dropped."},
    SignalDescription{"neighbours.lookups.failed_per_second", gauge, "per_second",
                      "Times that no host answered for an address of the local network."},
};

enum Row : std::size_t { used, limit, overflows, failures };

static_assert(signals.size() == failures + 1);

/// IPv4 or IPv6.
class Family {
public:
    Family(const HostFs& host, std::string_view name, std::string_view table,
           std::string_view limit_path)
        : table_(host, table),
          limit_(host, limit_path),
          series_(signals, Labels{{"family", std::string{name}}}) {}

    Result<void> collect(TimePoint now, SampleSink& out) {
        const auto text = table_.read();
        if (!text) return fail(text.error());
        std::array columns{CpuColumn{"entries"}, CpuColumn{"table_fulls"}, CpuColumn{"res_failed"}};
        if (auto read = read_cpu_table(*text, columns); !read) return read;
        const auto& [entries, fulls, failed] = columns;
        if (!entries.found) return fail(Errc::malformed, "neighbours: no column of entries");
        const double seconds = interval_.to(now);
        series_.add(out, used, static_cast<double>(entries.first));
        if (fulls.found) series_.add(out, overflows, per_second(fulls_.to(fulls.sum), seconds));
        if (failed.found) series_.add(out, failures, per_second(failed_.to(failed.sum), seconds));
        return collect_limit(out);
    }

private:
    Result<void> collect_limit(SampleSink& out) {
        const auto text = limit_.read();
        if (!text) return fail(text.error());
        const auto most = only_uint(*text);
        if (!most) return fail(Errc::malformed, "gc_thresh3 is no number");
        series_.add(out, limit, static_cast<double>(*most));
        return {};
    }

    KernelFile table_;
    KernelFile limit_;
    Interval interval_;
    Increase fulls_;
    Increase failed_;
    EntitySeries series_;
};

class NeighboursCollector final : public Collector {
public:
    explicit NeighboursCollector(const HostFs& host)
        : four_(host, "ipv4", "proc/net/stat/arp_cache",
                "proc/sys/net/ipv4/neigh/default/gc_thresh3"),
          six_(host, "ipv6", "proc/net/stat/ndisc_cache",
               "proc/sys/net/ipv6/neigh/default/gc_thresh3") {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        auto four = four_.collect(now, out);
        auto six = six_.collect(now, out);
        const auto is_fault = [](const Result<void>& result) {
            return !result && result.error().code != Errc::no_data;
        };
        if (is_fault(four)) return four;
        if (is_fault(six)) return six;
        // One family may well be absent.
        return four ? four : six;
    }

private:
    Family four_;
    Family six_;
};

}  // namespace

std::span<const SignalDescription> neighbours_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_neighbours(const CollectorContext& context) {
    return std::make_unique<NeighboursCollector>(context.host);
}

}  // namespace foreshock::collectors
