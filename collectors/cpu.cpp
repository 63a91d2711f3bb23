#include "collectors/cpu.hpp"

#include <algorithm>

#include "collectors/entity_series.hpp"
#include "collectors/rate.hpp"
#include "collectors/tick_readings.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"cpu.time.user_ratio", gauge, "ratio",
                      "Share of all processor time in ordinary programs, guests included."},
    SignalDescription{"cpu.time.nice_ratio", gauge, "ratio",
                      "Share of all processor time in programs of lowered priority."},
    SignalDescription{"cpu.time.system_ratio", gauge, "ratio",
                      "Share of all processor time in the kernel."},
    SignalDescription{"cpu.time.idle_ratio", gauge, "ratio",
                      "Share of all processor time with nothing to do."},
    SignalDescription{"cpu.time.iowait_ratio", gauge, "ratio",
                      "Share of all processor time idle while a task waits for a disk."},
    SignalDescription{"cpu.time.irq_ratio", gauge, "ratio",
                      "Share of all processor time in hardware interrupts."},
    SignalDescription{"cpu.time.softirq_ratio", gauge, "ratio",
                      "Share of all processor time in software interrupts."},
    SignalDescription{"cpu.time.steal_ratio", gauge, "ratio",
                      "Share of all processor time that the hypervisor gave to others."},
    SignalDescription{"cpu.time.busy_ratio", gauge, "ratio",
                      "Share of all processor time neither idle nor waiting for a disk."},
    SignalDescription{"cpu.tasks.blocked_count", gauge, "count",
                      "Tasks that wait for a disk and cannot be interrupted."},
    SignalDescription{"cpu.tasks.forks_per_second", gauge, "per_second",
                      "Processes and threads started."},
    SignalDescription{"cpu.tasks.switches_per_second", gauge, "per_second",
                      "Changes from one task to another, all cores together."},
    SignalDescription{"cpu.busiest.iowait_ratio", gauge, "ratio",
                      "Share of time idle while waiting for a disk, of the core with most of it."},
    SignalDescription{"cpu.busiest.softirq_ratio", gauge, "ratio",
                      "Share of time in software interrupts, of the core with most of it."},
    SignalDescription{"cpu.busiest.steal_ratio", gauge, "ratio",
                      "Share of time that the hypervisor gave to others, of the core it hit most."},
    SignalDescription{"cpu.interrupts.hardware_per_second", gauge, "per_second",
                      "Interrupts by devices and between cores, all cores together."},
    SignalDescription{"cpu.interrupts.software_per_second", gauge, "per_second",
                      "Software interrupts of all kinds."},
    SignalDescription{"cpu.interrupts.timer_per_second", gauge, "per_second",
                      "Software interrupts that run expired timers of the kernel."},
    SignalDescription{"cpu.interrupts.network_transmit_per_second", gauge, "per_second",
                      "Software interrupts that finish sent packets."},
    SignalDescription{"cpu.interrupts.network_receive_per_second", gauge, "per_second",
                      "Software interrupts that take in packets: a flood of them is seen here."},
    SignalDescription{"cpu.interrupts.block_per_second", gauge, "per_second",
                      "Software interrupts that finish requests to disks."},
    SignalDescription{"cpu.interrupts.tasklet_per_second", gauge, "per_second",
                      "Software interrupts that do the deferred work of drivers."},
    SignalDescription{"cpu.interrupts.scheduler_per_second", gauge, "per_second",
                      "Software interrupts that spread tasks over cores."},
    SignalDescription{"cpu.interrupts.rcu_per_second", gauge, "per_second",
                      "Software interrupts that free what no reader holds any more (RCU)."},
    SignalDescription{"cpu.core.busy_ratio", gauge, "ratio",
                      "Share of one core's time neither idle nor waiting for a disk."},
    SignalDescription{"cpu.core.user_ratio", gauge, "ratio",
                      "Share of one core's time in programs, those of lowered priority included."},
    SignalDescription{"cpu.core.system_ratio", gauge, "ratio",
                      "Share of one core's time in the kernel, interrupts not included."},
    SignalDescription{"cpu.core.iowait_ratio", gauge, "ratio",
                      "Share of one core's time idle while a task waits for a disk."},
    SignalDescription{"cpu.core.softirq_ratio", gauge, "ratio",
                      "Share of one core's time in software interrupts."},
    SignalDescription{"cpu.core.steal_ratio", gauge, "ratio",
                      "Share of one core's time that the hypervisor gave to others."},
};

enum Row : std::size_t {
    busy = 8,
    blocked,
    forks,
    switches,
    busiest_iowait,
    busiest_softirq,
    busiest_steal,
    hardware_interrupts,
    software_interrupts,
    kinds_of_interrupts,
    core_busy = 24
};

/// Within the rows of one core.
enum CoreRow : std::size_t { busy_of, user_of, system_of, iowait_of, softirq_of, steal_of };

constexpr std::size_t core_rows = steal_of + 1;
static_assert(signals.size() == core_busy + core_rows);

// In the order of their rows.
constexpr std::array interrupt_kinds{
    SoftInterrupt::timer, SoftInterrupt::network_transmit, SoftInterrupt::network_receive,
    SoftInterrupt::block, SoftInterrupt::tasklet,          SoftInterrupt::scheduler,
    SoftInterrupt::rcu};

static_assert(kinds_of_interrupts + interrupt_kinds.size() == core_busy);

constexpr auto core_signals = std::span{signals}.subspan<core_busy>();

bool parse_times(std::string_view words, CpuTimes& out) {
    // Kernels before 2.6.33 have fewer kinds; what is missing is zero.
    std::size_t found = 0;
    for (std::uint64_t& ticks : out) {
        const auto value = take_uint(words);
        ticks = value.value_or(0);
        if (value) ++found;
    }
    return found > cpu_idle;
}

/// One line "cpu3 …"; others are passed over.
bool parse_core(std::string_view name, std::string_view words, CpuReading& out) {
    const auto number = word_as_uint(name.substr(3));
    if (!number || *number >= CpuReading::cores_max) return true;
    CoreTimes core{static_cast<std::size_t>(*number), {}};
    if (!parse_times(words, core.times)) return false;
    if (out.cores.size() < CpuReading::cores_max) out.cores.push_back(core);
    return true;
}

void parse_softirq(std::string_view words, CpuReading& out) {
    for (std::uint64_t& count : out.software_interrupts)
        count = take_uint(words).value_or(0);
}

void parse_counter(std::string_view name, std::string_view words, CpuReading& out) {
    if (name == "softirq") return parse_softirq(words, out);
    const auto value = take_uint(words);
    if (!value) return;
    // The sum stands before a number for each interrupt.
    if (name == "intr") out.hardware_interrupts = *value;
    if (name == "ctxt") out.context_switches = *value;
    if (name == "processes") out.forks = *value;
    if (name == "procs_blocked") out.blocked_tasks = *value;
}

double busy_share(const std::array<double, 8>& shares) {
    return as_share(1 - shares[cpu_idle] - shares[cpu_iowait]);
}

class CpuCollector final : public Collector {
public:
    explicit CpuCollector(std::shared_ptr<TickReadings> readings)
        : readings_(std::move(readings)) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        const auto& text = readings_->stat.read(now);
        if (!text) return fail(text.error());
        if (auto parsed = parse_cpu(*text, reading_); !parsed) return parsed;
        const double seconds = interval_.to(now);
        add_host(out, seconds);
        busiest_.reset();
        for (const CoreTimes& core : reading_.cores)
            add_core(out, core);
        add_busiest(out);
        add_interrupts(out, seconds);
        forget_absent_cores();
        return {};
    }

private:
    struct Core {
        std::optional<CpuTimes> before;
        bool seen = false;
        EntitySeries series;
    };

    void add_host(SampleSink& out, double seconds) {
        const auto shares = before_ ? cpu_shares(*before_, reading_.all) : std::nullopt;
        before_ = reading_.all;
        for (std::size_t kind = 0; shares && kind < shares->size(); ++kind) {
            host_.add(out, kind, (*shares)[kind]);
        }
        if (shares) host_.add(out, busy, busy_share(*shares));
        host_.add(out, blocked, static_cast<double>(reading_.blocked_tasks));
        host_.add(out, forks, per_second(forks_.to(reading_.forks), seconds));
        host_.add(out, switches, per_second(switches_.to(reading_.context_switches), seconds));
    }

    void add_core(SampleSink& out, const CoreTimes& reading) {
        while (cores_.size() <= reading.number) {
            Labels labels{{"core", std::to_string(cores_.size())}};
            cores_.push_back({{}, false, EntitySeries{core_signals, std::move(labels)}});
        }
        Core& core = cores_[reading.number];
        const auto shares = core.before ? cpu_shares(*core.before, reading.times) : std::nullopt;
        if (shares) add_core_shares(out, core.series, *shares);
        if (shares) note_busiest(*shares);
        core.before = reading.times;
        core.seen = true;
    }

    static void add_core_shares(SampleSink& out, EntitySeries& series,
                                const std::array<double, 8>& shares) {
        series.add(out, busy_of, busy_share(shares));
        series.add(out, user_of, shares[cpu_user] + shares[cpu_nice]);
        series.add(out, system_of, shares[cpu_system]);
        series.add(out, iowait_of, shares[cpu_iowait]);
        series.add(out, softirq_of, shares[cpu_softirq]);
        series.add(out, steal_of, shares[cpu_steal]);
    }

    void add_interrupts(SampleSink& out, double seconds) {
        const auto rate = [&](std::size_t row, Increase& counter, std::uint64_t count) {
            if (count > 0) host_.add(out, row, per_second(counter.to(count), seconds));
        };
        rate(hardware_interrupts, hardware_, reading_.hardware_interrupts);
        rate(software_interrupts, software_[0], reading_.software_interrupts[0]);
        for (std::size_t i = 0; i < interrupt_kinds.size(); ++i) {
            const auto kind = static_cast<std::size_t>(interrupt_kinds[i]);
            rate(kinds_of_interrupts + i, software_[kind], reading_.software_interrupts[kind]);
        }
    }

    void note_busiest(const std::array<double, 8>& shares) {
        if (!busiest_) busiest_.emplace(shares);
        for (std::size_t kind = 0; kind < shares.size(); ++kind)
            (*busiest_)[kind] = std::max((*busiest_)[kind], shares[kind]);
    }

    void add_busiest(SampleSink& out) {
        if (!busiest_) return;
        host_.add(out, busiest_iowait, (*busiest_)[cpu_iowait]);
        host_.add(out, busiest_softirq, (*busiest_)[cpu_softirq]);
        host_.add(out, busiest_steal, (*busiest_)[cpu_steal]);
    }

    /// A core that went offline starts anew when it comes back.
    void forget_absent_cores() {
        for (Core& core : cores_) {
            if (!core.seen) core.before.reset();
            core.seen = false;
        }
    }

    std::shared_ptr<TickReadings> readings_;
    CpuReading reading_;
    Interval interval_;
    std::optional<CpuTimes> before_;
    Increase forks_;
    Increase switches_;
    Increase hardware_;
    std::array<Increase, std::tuple_size_v<SoftInterrupts>> software_;
    EntitySeries host_{signals};
    std::vector<Core> cores_;
    std::optional<std::array<double, 8>> busiest_;  ///< of each kind, the most that a core has
};

}  // namespace

Result<void> parse_cpu(std::string_view text, CpuReading& out) {
    out.cores.clear();
    out.context_switches = out.forks = out.blocked_tasks = out.hardware_interrupts = 0;
    out.software_interrupts = {};
    bool found = false;
    std::string_view line;
    while (take_line(text, line)) {
        const std::string_view name = take_word(line);
        if (name == "cpu") {
            found = parse_times(line, out.all);
            if (!found) return fail(Errc::malformed, "stat: the cpu line lacks numbers");
        } else if (name.starts_with("cpu")) {
            if (!parse_core(name, line, out)) {
                return fail(Errc::malformed, "stat: a core's line lacks numbers");
            }
        } else {
            parse_counter(name, line, out);
        }
    }
    if (!found) return fail(Errc::malformed, "stat: no cpu line");
    return {};
}

std::uint64_t parse_blocked_tasks(std::string_view text) {
    constexpr std::string_view name{"\nprocs_blocked "};
    // It is the last but one; lines before it are long where there are many interrupts.
    const auto at = text.rfind(name);
    if (at == std::string_view::npos) return 0;
    std::string_view line;
    text.remove_prefix(at + name.size());
    take_line(text, line);
    return take_uint(line).value_or(0);
}

std::optional<std::array<double, 8>> cpu_shares(const CpuTimes& before, const CpuTimes& after) {
    std::array<double, 8> shares{};
    double total = 0;
    for (std::size_t kind = 0; kind < shares.size(); ++kind) {
        const bool back = after[kind] < before[kind];
        if (back && kind != cpu_idle && kind != cpu_iowait) return std::nullopt;
        shares[kind] = back ? 0 : static_cast<double>(after[kind] - before[kind]);
        total += shares[kind];
    }
    if (total <= 0) return std::nullopt;
    for (double& share : shares)
        share /= total;
    return shares;
}

std::span<const SignalDescription> cpu_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_cpu(const CollectorContext& context) {
    return std::make_unique<CpuCollector>(readings_of(context));
}

}  // namespace foreshock::collectors
