#include "collectors/network/conntrack.hpp"

#include <array>

#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/network/cpu_table.hpp"
#include "collectors/rate.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"conntrack.packets.dropped_per_second", gauge, "per_second",
                      "Packets dropped because their connection could not be tracked."},
    SignalDescription{"conntrack.entries.insert_failed_per_second", gauge, "per_second",
                      "Connections that could not be entered: another one had the same addresses."},
    SignalDescription{"conntrack.entries.early_dropped_per_second", gauge, "per_second",
                      "Connections thrown out to make room because the table was full."},
    SignalDescription{"conntrack.packets.invalid_per_second", gauge, "per_second",
                      "Packets that belong to no connection that is known."},
};

constexpr std::array<std::string_view, signals.size()> column_names{"drop", "insert_failed",
                                                                    "early_drop", "invalid"};

class ConntrackCollector final : public Collector {
public:
    explicit ConntrackCollector(const HostFs& host) : file_(host, "proc/net/stat/nf_conntrack") {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        const auto text = file_.read();
        if (!text) return fail(text.error());
        std::array<CpuColumn, signals.size()> columns;
        for (std::size_t i = 0; i < columns.size(); ++i)
            columns[i].name = column_names[i];
        if (auto read = read_cpu_table(*text, columns); !read) return read;
        const double seconds = interval_.to(now);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (!columns[i].found) continue;
            series_.add(out, i, per_second(counters_[i].to(columns[i].sum), seconds));
        }
        return {};
    }

private:
    KernelFile file_;
    Interval interval_;
    std::array<Increase, signals.size()> counters_;
    EntitySeries series_{signals};
};

}  // namespace

std::span<const SignalDescription> conntrack_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_conntrack(const CollectorContext& context) {
    return std::make_unique<ConntrackCollector>(context.host);
}

}  // namespace foreshock::collectors
