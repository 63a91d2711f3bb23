#include "collectors/load.hpp"

#include <array>

#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"load.average.one_minute", gauge, "count",
                      "Tasks that run or wait for a core or a disk, averaged over 1 minute."},
    SignalDescription{"load.average.five_minutes", gauge, "count",
                      "Tasks that run or wait for a core or a disk, averaged over 5 minutes."},
    SignalDescription{"load.average.fifteen_minutes", gauge, "count",
                      "Tasks that run or wait for a core or a disk, averaged over 15 minutes."},
    SignalDescription{"load.average.per_core_ratio", gauge, "ratio",
                      "The 1 minute average divided by the cores that are online."},
    SignalDescription{"load.tasks.runnable_count", gauge, "count",
                      "Tasks that run or wait for a core at this moment."},
    SignalDescription{"load.tasks.total_count", gauge, "count",
                      "Processes and threads that exist, zombies included."},
};

enum Row : std::size_t { one, five, fifteen, per_core, runnable, total };

static_assert(signals.size() == total + 1);

constexpr std::uint64_t core_number_max = 65535;

/// "3" or "0-3": how many; 0 when it is neither.
std::size_t count_range(std::string_view range) {
    const auto dash = range.find('-');
    const auto first = word_as_uint(range.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : word_as_uint(range.substr(dash + 1));
    if (!first || !last || *last < *first || *last > core_number_max) return 0;
    return static_cast<std::size_t>(*last - *first + 1);
}

class LoadCollector final : public Collector {
public:
    explicit LoadCollector(const HostFs& host)
        : loadavg_(host, "proc/loadavg"), online_(host, "sys/devices/system/cpu/online") {}

    Result<void> collect(TimePoint /*now*/, SampleSink& out) override {
        const auto text = loadavg_.read();
        if (!text) return fail(text.error());
        const auto reading = parse_loadavg(*text);
        if (!reading) return fail(reading.error());
        series_.add(out, one, reading->one_minute);
        series_.add(out, five, reading->five_minutes);
        series_.add(out, fifteen, reading->fifteen_minutes);
        series_.add(out, runnable, static_cast<double>(reading->runnable_tasks));
        series_.add(out, total, static_cast<double>(reading->total_tasks));
        return add_per_core(out, reading->one_minute);
    }

private:
    Result<void> add_per_core(SampleSink& out, double one_minute) {
        const auto text = online_.read();
        if (!text && text.error().code == Errc::no_data) return {};
        if (!text) return fail(text.error());
        const auto cores = count_cores(*text);
        if (!cores) return fail(cores.error());
        series_.add(out, per_core, one_minute / static_cast<double>(*cores));
        return {};
    }

    KernelFile loadavg_;
    KernelFile online_;
    EntitySeries series_{signals};
};

}  // namespace

Result<LoadReading> parse_loadavg(std::string_view text) {
    std::string_view line;
    take_line(text, line);
    const auto one_minute = word_as_double(take_word(line));
    const auto five_minutes = word_as_double(take_word(line));
    const auto fifteen_minutes = word_as_double(take_word(line));
    const std::string_view tasks = take_word(line);
    const auto slash = tasks.find('/');
    if (!one_minute || !five_minutes || !fifteen_minutes || slash == std::string_view::npos) {
        return fail(Errc::malformed, "loadavg: not three averages and running/all");
    }
    const auto running = word_as_uint(tasks.substr(0, slash));
    const auto all = word_as_uint(tasks.substr(slash + 1));
    if (!running || !all) return fail(Errc::malformed, "loadavg: the tasks are no numbers");
    return LoadReading{*one_minute, *five_minutes, *fifteen_minutes, *running, *all};
}

Result<std::size_t> count_cores(std::string_view list) {
    std::string_view line;
    take_line(list, line);
    std::string_view ranges = take_word(line);
    std::size_t cores = 0;
    while (!ranges.empty()) {
        const auto comma = ranges.find(',');
        const std::size_t more = count_range(ranges.substr(0, comma));
        if (more == 0) return fail(Errc::malformed, "cpu/online: not a list of cores");
        cores += more;
        ranges.remove_prefix(comma == std::string_view::npos ? ranges.size() : comma + 1);
    }
    if (cores == 0) return fail(Errc::malformed, "cpu/online: no core");
    return cores;
}

std::span<const SignalDescription> load_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_load(const CollectorContext& context) {
    return std::make_unique<LoadCollector>(context.host);
}

}  // namespace foreshock::collectors
