#include "collectors/network/softnet.hpp"

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
    SignalDescription{"softnet.packets.processed_per_second", gauge, "per_second",
                      "Packets that the processors took from the network cards."},
    SignalDescription{"softnet.packets.dropped_per_second", gauge, "per_second",
                      "Packets dropped because a processor's backlog was full."},
    SignalDescription{"softnet.budget.squeezes_per_second", gauge, "per_second",
                      "Times that a processor stopped receiving although packets were left."},
    SignalDescription{"softnet.backlog.waiting_count", gauge, "count",
                      "Packets that wait in the processors' backlogs."},
};

enum Row : std::size_t { processed, dropped, squeezed, waiting };

static_assert(signals.size() == waiting + 1);

// The file has no line of names. These are the kernel's columns as far as they are used.
constexpr std::size_t waiting_column = 11;

class SoftnetCollector final : public Collector {
public:
    explicit SoftnetCollector(const HostFs& host) : file_(host, "proc/net/softnet_stat") {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        const auto text = file_.read();
        if (!text) return fail(text.error());
        const auto counters = parse_softnet_stat(*text);
        if (!counters) return fail(counters.error());
        const double seconds = interval_.to(now);
        series_.add(out, processed, per_second(processed_.to(counters->processed), seconds));
        series_.add(out, dropped, per_second(dropped_.to(counters->dropped), seconds));
        series_.add(out, squeezed, per_second(squeezed_.to(counters->squeezed), seconds));
        if (counters->waiting) series_.add(out, waiting, static_cast<double>(*counters->waiting));
        return {};
    }

private:
    KernelFile file_;
    Interval interval_;
    Increase processed_;
    Increase dropped_;
    Increase squeezed_;
    EntitySeries series_{signals};
};

}  // namespace

Result<SoftnetCounters> parse_softnet_stat(std::string_view text) {
    SoftnetCounters sum;
    std::string_view line;
    std::size_t rows = 0;
    for (; take_line(text, line); ++rows) {
        for (std::uint64_t* counter : {&sum.processed, &sum.dropped, &sum.squeezed}) {
            const auto value = word_as_hex(take_word(line));
            if (!value) return fail(Errc::malformed, "softnet_stat: a line is no processor");
            *counter += *value;
        }
        for (std::size_t column = 3; column < waiting_column; ++column)
            take_word(line);
        const auto value = word_as_hex(take_word(line));
        if (value) sum.waiting = sum.waiting.value_or(0) + *value;
    }
    if (rows == 0) return fail(Errc::malformed, "softnet_stat: no processor");
    return sum;
}

std::span<const SignalDescription> softnet_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_softnet(const CollectorContext& context) {
    return std::make_unique<SoftnetCollector>(context.host);
}

}  // namespace foreshock::collectors
