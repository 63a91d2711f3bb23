#include "collectors/tasks.hpp"

#include <array>

#include "collectors/cpu.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/load.hpp"
#include "collectors/load_surplus.hpp"
#include "collectors/rate.hpp"
#include "collectors/task_walk.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"tasks.zombies.count", gauge, "count",
                      "Ended processes whose parents have not taken note."},
    SignalDescription{"tasks.uninterruptible.count", gauge, "count",
                      "Tasks in a wait that nothing can interrupt, when they were looked at."},
    SignalDescription{
        "tasks.uninterruptible.stuck_count", gauge, "count",
        "Those of them that have not run since the look before, ten seconds or more."},
    SignalDescription{"tasks.uninterruptible.oldest_seconds", gauge, "seconds",
                      "How long the oldest of the stuck has been so; 0 without one."},
    SignalDescription{"tasks.hung.detected_count", gauge, "count",
                      "Hung tasks that the kernel found since the last sample; since Linux 6.13."},
};

enum Row : std::size_t { zombies, uninterruptible, stuck, oldest, hung };

static_assert(signals.size() == hung + 1);

class TasksCollector final : public Collector {
public:
    TasksCollector(const HostFs& host, std::shared_ptr<TickReadings> readings)
        : readings_(std::move(readings)),
          walk_(host, readings_),
          hung_count_(host, "proc/sys/kernel/hung_task_detect_count") {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        if (auto walked = walk_.step(now, are_threads_worth_a_look(now)); !walked) return walked;
        if (walk_.has_seen_threads()) surplus_.looked();
        if (walk_.census()) add_census(*walk_.census(), now, out);
        add_hung(out);
        return {};
    }

private:
    bool are_threads_worth_a_look(TimePoint now) {
        const auto& text = readings_->loadavg.read(now);
        const auto load = text ? parse_loadavg(*text) : fail(text.error());
        if (!load) return true;
        surplus_.see(now, {load->one_minute, load->runnable_tasks, unknown_disk_waiters(now)});
        return surplus_.asks_for_look();
    }

    std::uint64_t unknown_disk_waiters(TimePoint now) {
        const auto& text = readings_->stat.read(now);
        const std::uint64_t all = text ? parse_blocked_tasks(*text) : 0;
        const std::uint64_t known = walk_.census() ? walk_.census()->stuck : 0;
        return all > known ? all - known : 0;
    }

    void add_census(const TaskCensus& census, TimePoint now, SampleSink& out) {
        series_.add(out, zombies, static_cast<double>(census.zombies));
        series_.add(out, uninterruptible, static_cast<double>(census.uninterruptible));
        series_.add(out, stuck, static_cast<double>(census.stuck));
        const bool known = census.oldest_since && now > *census.oldest_since;
        series_.add(out, oldest, known ? to_seconds(now - *census.oldest_since) : 0.0);
    }

    void add_hung(SampleSink& out) {
        const auto text = hung_count_.read();
        const auto count = text ? only_uint(*text) : std::nullopt;
        if (count) series_.add(out, hung, hung_.to(*count));
    }

    std::shared_ptr<TickReadings> readings_;
    TaskWalk walk_;
    LoadSurplus surplus_;
    KernelFile hung_count_;
    Increase hung_;
    EntitySeries series_{signals};
};

}  // namespace

std::span<const SignalDescription> tasks_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_tasks(const CollectorContext& context) {
    return std::make_unique<TasksCollector>(context.host, readings_of(context));
}

}  // namespace foreshock::collectors
