#include "collectors/pressure.hpp"

#include <array>

#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/rate.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"cpu.pressure.some_avg10", gauge, "percent",
                      "Time in which a task waited for a core, last 10 s."},
    SignalDescription{"cpu.pressure.some_stall_ratio", gauge, "ratio",
                      "Share of the last interval in which a task waited for a core."},
    SignalDescription{"cpu.pressure.full_avg10", gauge, "percent",
                      "Time in which all tasks waited for a core, last 10 s; 0 on whole hosts."},
    SignalDescription{"cpu.pressure.full_stall_ratio", gauge, "ratio",
                      "Share of the last interval in which all tasks waited for a core."},
    SignalDescription{"memory.pressure.some_avg10", gauge, "percent",
                      "Time in which a task waited for memory, last 10 s."},
    SignalDescription{"memory.pressure.some_stall_ratio", gauge, "ratio",
                      "Share of the last interval in which a task waited for memory."},
    SignalDescription{"memory.pressure.full_avg10", gauge, "percent",
                      "Time in which all tasks waited for memory, last 10 s."},
    SignalDescription{"memory.pressure.full_stall_ratio", gauge, "ratio",
                      "Share of the last interval in which all tasks waited for memory."},
    SignalDescription{"io.pressure.some_avg10", gauge, "percent",
                      "Time in which a task waited for a disk, last 10 s."},
    SignalDescription{"io.pressure.some_stall_ratio", gauge, "ratio",
                      "Share of the last interval in which a task waited for a disk."},
    SignalDescription{"io.pressure.full_avg10", gauge, "percent",
                      "Time in which all tasks waited for a disk, last 10 s."},
    SignalDescription{"io.pressure.full_stall_ratio", gauge, "ratio",
                      "Share of the last interval in which all tasks waited for a disk."},
};

enum Row : std::size_t { some_avg10, some_stall, full_avg10, full_stall, rows_per_resource };

constexpr std::array<std::string_view, 3> paths{"proc/pressure/cpu", "proc/pressure/memory",
                                                "proc/pressure/io"};

static_assert(signals.size() == paths.size() * rows_per_resource);

constexpr double microseconds_per_second = 1e6;

/// "avg10=0.22 avg60=0.83 avg300=0.64 total=13132609"
std::optional<PressureLine> parse_line(std::string_view words) {
    std::optional<double> avg10;
    std::optional<std::uint64_t> total;
    for (auto word = take_word(words); !word.empty(); word = take_word(words)) {
        const auto equals = word.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        const std::string_view value = word.substr(equals + 1);
        if (word.starts_with("avg10=")) avg10 = word_as_double(value);
        if (word.starts_with("total=")) total = word_as_uint(value);
    }
    if (!avg10 || !total) return std::nullopt;
    return PressureLine{*avg10, *total};
}

/// cpu, memory or io.
class Resource {
public:
    Resource(const HostFs& host, std::size_t position)
        : file_(host, paths[position]),
          series_(std::span{signals}.subspan(position * rows_per_resource, rows_per_resource)) {}

    Result<void> collect(TimePoint now, SampleSink& out) {
        const auto text = file_.read();
        if (!text) return fail(text.error());
        const auto reading = parse_pressure(*text);
        if (!reading) return fail(reading.error());
        const double elapsed_us = interval_.to(now) * microseconds_per_second;
        const auto add = [&](Row row, const PressureLine& line, Increase& total) {
            series_.add(out, row, line.avg10_percent);
            const auto stalled = ratio(total.to(line.total_us), elapsed_us);
            if (stalled) series_.add(out, row + 1, as_share(*stalled));
        };
        add(some_avg10, reading->some, some_);
        if (reading->full) add(full_avg10, *reading->full, full_);
        return {};
    }

private:
    KernelFile file_;
    EntitySeries series_;
    Interval interval_;
    Increase some_;
    Increase full_;
};

class PressureCollector final : public Collector {
public:
    explicit PressureCollector(const HostFs& host)
        : resources_{Resource{host, 0}, Resource{host, 1}, Resource{host, 2}} {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        std::optional<Error> worst;
        std::size_t missing = 0;
        for (Resource& resource : resources_) {
            auto collected = resource.collect(now, out);
            if (collected) continue;
            if (collected.error().code == Errc::no_data) {
                ++missing;
            } else {
                worst = std::move(collected).error();
            }
        }
        if (worst) return fail(std::move(*worst));
        if (missing == resources_.size()) return fail(Errc::no_data, "the kernel has no PSI");
        return {};
    }

private:
    std::array<Resource, 3> resources_;
};

}  // namespace

Result<PressureReading> parse_pressure(std::string_view text) {
    std::optional<PressureLine> some;
    std::optional<PressureLine> full;
    std::string_view line;
    while (take_line(text, line)) {
        const std::string_view name = take_word(line);
        const auto parsed = parse_line(line);
        if (!parsed) return fail(Errc::malformed, "pressure: a line lacks avg10 or total");
        if (name == "some") some = parsed;
        if (name == "full") full = parsed;
    }
    if (!some) return fail(Errc::malformed, "pressure: no line 'some'");
    return PressureReading{*some, full};
}

std::span<const SignalDescription> pressure_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_pressure(const CollectorContext& context) {
    return std::make_unique<PressureCollector>(context.host);
}

}  // namespace foreshock::collectors
