#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/background.hpp"
#include "collectors/certificate_settings.hpp"
#include "collectors/check_settings.hpp"
#include "collectors/collector.hpp"
#include "collectors/command.hpp"
#include "collectors/host_units.hpp"
#include "collectors/log_settings.hpp"
#include "collectors/log_sink.hpp"
#include "collectors/netlink.hpp"
#include "collectors/socket_table.hpp"
#include "collectors/space_probe.hpp"
#include "core/host_fs.hpp"
#include "core/series.hpp"
#include "core/time.hpp"

namespace foreshock::collectors {

struct TickReadings;

/// A process that the host's owner named. All processes whose command line matches are sampled,
/// at most instances_max of them.
struct WatchedProcess {
    static constexpr std::size_t instances_max = 16;

    std::string name;   ///< the `process` label
    std::string match;  ///< ECMAScript regular expression, searched in the command line
};

/// What to look at more closely than the host as a whole.
struct WatchSettings {
    std::vector<WatchedProcess> processes;
    std::vector<std::string> cgroups;  ///< whole paths ("/system.slice/shop.service") or last parts
    std::size_t discovered_max = 16;   ///< processes, and likewise cgroups, that nobody named
    std::vector<CheckSettings> checks;
    std::vector<ScrapeSettings> scrapes;
    StatsdSettings statsd;
    CertificateSettings certificates;
    LogSettings logs;
};

/// What a collector is made from. All must outlive it, but `watch`, which is copied from. Who needs
/// a pointer that is null has no data.
struct CollectorContext {
    const HostFs& host;
    SpaceProbe& space;
    const WatchSettings& watch;
    HostUnits units = running_host_units();
    CommandRunner* commands = nullptr;
    Background* background = nullptr;
    LogSink* lines = nullptr;
    SocketTable* sockets = nullptr;
    std::shared_ptr<const HostFs> host_beside{};  ///< `host`, for work in the background to own
    std::shared_ptr<const Netlink> netlink{};     ///< likewise
    std::shared_ptr<TickReadings> readings{};     ///< shared by all; null: each has its own
};

/// Those of the context, or new ones.
std::shared_ptr<TickReadings> readings_of(const CollectorContext& context);

/// One row: everything that help, configuration, documentation and the agent's loop need.
struct CollectorEntry {
    std::string_view name;     ///< "filesystem": the NAME of [collectors.NAME]
    std::string_view summary;  ///< one sentence
    Duration default_every;    ///< how often to collect when the agent ticks that often
    bool on_by_default;
    std::span<const SignalDescription> signals;  ///< all that it may emit

    /// invalid when the settings are wrong (a regular expression): the error names the setting.
    Result<std::unique_ptr<Collector>> (*make)(const CollectorContext& context);
};

/// The collectors of this room, in the order in which a tick runs them: what the kernel's own files
/// say. The other rooms have catalogues of their own; collectors/all knows all of them. Static, for
/// any thread.
std::span<const CollectorEntry> kernel_catalog();

}  // namespace foreshock::collectors
