#include "agent/once.hpp"

#include <iomanip>
#include <thread>

#include "agent/deadline_space_probe.hpp"
#include "agent/self_signals.hpp"
#include "collectors/all/catalog.hpp"
#include "core/directory_host_fs.hpp"
#include "core/number.hpp"

namespace foreshock::agent {
namespace {

void print_signals(std::span<const SignalDescription> signals, std::ostream& out) {
    for (const SignalDescription& signal : signals) {
        out << "    " << std::left << std::setw(46) << signal.name << " " << signal.help << "\n";
    }
}

}  // namespace

Result<void> print_once(const AgentConfig& config, EventLog& log, std::ostream& out) {
    const DirectoryHostFs host{config.host_root};
    DeadlineSpaceProbe space{config.host_root};
    SampleBuffer buffer;
    CollectorRunner runner{log, [] { return 0.0; }};
    // The positions in the logs are those of the running agent.
    collectors::WatchSettings watch = config.watch;
    watch.logs.state_folder.clear();
    auto set =
        runner.set_up(collectors::collector_catalog(), config.collectors, {host, space, watch});
    if (!set) return set;
    const AnchoredClock clock;
    buffer.begin_tick(clock.now());
    runner.run(clock.now(), 0, buffer);
    std::this_thread::sleep_for(std::chrono::milliseconds{1050});
    buffer.begin_tick(clock.now());
    runner.run(clock.now(), 0, buffer);
    for (const Sample& sample : buffer.tick_samples()) {
        const SeriesKey& key = buffer.table().key(sample.series);
        if (key.signal.starts_with("agent.")) continue;
        out << key.signal << key.labels.text() << " " << format_double(sample.value) << "\n";
    }
    for (const std::string& complaint : runner.complaints())
        out << "# " << complaint << "\n";
    return {};
}

void print_list(std::ostream& out) {
    for (const collectors::CollectorEntry& entry : collectors::collector_catalog()) {
        out << entry.name << (entry.on_by_default ? "" : " (off by default)") << ", every "
            << format_duration(entry.default_every) << ": " << entry.summary << "\n";
        print_signals(entry.signals, out);
    }
    out << "agent: What the agent costs, and how its reports fare.\n";
    print_signals(signals::all, out);
}

}  // namespace foreshock::agent
