#include "agent/once.hpp"

#include <iomanip>
#include <set>
#include <thread>

#include "agent/background_threads.hpp"
#include "agent/command_processes.hpp"
#include "agent/deadline_space_probe.hpp"
#include "agent/kernel_netlink.hpp"
#include "agent/netlink_socket_table.hpp"
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

void print_sample(const Sample& sample, const SeriesTable& table, std::ostream& out) {
    const SeriesKey& key = table.key(sample.series);
    if (key.signal.starts_with("agent.")) return;
    out << key.signal << key.labels.text() << " " << format_double(sample.value) << "\n";
}

/// Both ticks are for all: who is asked rarely, or answers late, has something to say as well.
auto at_every_tick(const AgentConfig& config) {
    auto settings = config.collectors;
    for (const collectors::CollectorEntry& entry : collectors::collector_catalog())
        settings[std::string{entry.name}].every = std::chrono::seconds{1};
    return settings;
}

}  // namespace

Result<void> print_once(const AgentConfig& config, EventLog& log, std::ostream& out) {
    const DirectoryHostFs host{config.host_root};
    DeadlineSpaceProbe space{config.host_root};
    const AnchoredClock clock;
    CommandProcesses commands{clock};
    BackgroundThreads background;
    SampleBuffer buffer;
    CollectorRunner runner{log, [] { return 0.0; }};
    const bool is_this_host = config.host_root == "/" || config.host_root.empty();
    const auto sockets = make_socket_table(host, is_this_host);
    // The positions in the logs are those of the running agent.
    collectors::WatchSettings watch = config.watch;
    watch.logs.state_folder.clear();
    auto set = runner.set_up(collectors::collector_catalog(), at_every_tick(config),
                             {.host = host,
                              .space = space,
                              .watch = watch,
                              .commands = &commands,
                              .background = &background,
                              .sockets = sockets.get(),
                              .host_beside = std::make_shared<DirectoryHostFs>(config.host_root),
                              .netlink = make_netlink(is_this_host)});
    if (!set) return set;
    buffer.begin_tick(clock.now());
    runner.run(clock.now(), 0, buffer);
    const std::vector<Sample> first = buffer.tick_samples();
    std::this_thread::sleep_for(std::chrono::milliseconds{1050});
    buffer.begin_tick(clock.now());
    runner.run(clock.now(), 0, buffer);
    const std::vector<Sample>& second = buffer.tick_samples();
    std::set<SeriesId> renewed;
    for (const Sample& sample : second)
        renewed.insert(sample.series);
    // What is looked at every few seconds only has its value from the first tick.
    for (const Sample& sample : first) {
        if (!renewed.contains(sample.series)) print_sample(sample, buffer.table(), out);
    }
    for (const Sample& sample : second)
        print_sample(sample, buffer.table(), out);
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
