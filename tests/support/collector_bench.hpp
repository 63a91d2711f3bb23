#pragma once

#include <functional>
#include <map>
#include <stdexcept>

#include "collectors/catalog.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/map_host_fs.hpp"
#include "tests/support/recording_sink.hpp"

namespace foreshock::test {

/// Answers as it is told to; mounts that nobody spoke of are empty ext4s of 1000 bytes.
class StubSpaceProbe final : public collectors::SpaceProbe {
public:
    Result<collectors::Space> space(std::string_view mount_point) override {
        ++asked;
        const auto found = answers.find(mount_point);
        if (found != answers.end()) return found->second;
        return collectors::Space{1000, 1000, 950, 100, 90, false};
    }

    std::map<std::string, Result<collectors::Space>, std::less<>> answers;
    std::size_t asked = 0;
};

/// One collector on a host made of strings, ticked by hand.
class CollectorBench {
public:
    explicit CollectorBench(MapHostFs files = {}) : host(std::move(files)) {}

    /// Makes the collector; to be called after `host` and `watch` are set.
    void make(std::string_view name,
              std::span<const collectors::CollectorEntry> catalog = collectors::kernel_catalog()) {
        for (const collectors::CollectorEntry& entry : catalog) {
            if (entry.name != name) continue;
            auto made = entry.make({.host = host,
                                    .space = space,
                                    .watch = watch,
                                    .units = {100, 4096},
                                    .commands = commands,
                                    .background = background,
                                    .lines = lines,
                                    .sockets = sockets,
                                    .host_beside = host_beside,
                                    .netlink = netlink});
            if (!made) throw std::runtime_error(made.error().what);
            collector = std::move(*made);
            return;
        }
        throw std::runtime_error("no such collector");
    }

    /// Lets work in the background look at `host`; it must not outlive the bench.
    void share_host() { host_beside = {std::shared_ptr<void>{}, &host}; }

    /// Lets time pass, then collects into an empty sink.
    Result<void> tick(Duration after = std::chrono::seconds{1}) {
        clock.advance(after);
        sink.clear();
        return collector->collect(clock.now(), sink);
    }

    MapHostFs host;
    StubSpaceProbe space;
    collectors::WatchSettings watch;
    collectors::CommandRunner* commands = nullptr;
    collectors::Background* background = nullptr;
    collectors::LogSink* lines = nullptr;
    collectors::SocketTable* sockets = nullptr;
    std::shared_ptr<const HostFs> host_beside;
    std::shared_ptr<const collectors::Netlink> netlink;
    ManualClock clock;
    RecordingSink sink;
    std::unique_ptr<collectors::Collector> collector;
};

}  // namespace foreshock::test
