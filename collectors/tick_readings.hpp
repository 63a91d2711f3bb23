#pragma once

#include "collectors/inotify_files.hpp"
#include "collectors/process_roll.hpp"
#include "collectors/shared_file.hpp"

namespace foreshock::collectors {

/// What several collectors read, so that a tick reads it once. For one thread.
struct TickReadings {
    explicit TickReadings(const HostFs& host)
        : loadavg(host, "proc/loadavg"), stat(host, "proc/stat"), processes(host) {}

    SharedFile loadavg;
    SharedFile stat;
    ProcessRoll processes;
    InotifyFiles inotify_files{};
};

}  // namespace foreshock::collectors
