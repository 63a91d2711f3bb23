#pragma once

#include <cstddef>

namespace foreshock::agent {

/// [spool]: how much may wait while the server is away, and how fast it leaves.
struct SpoolSettings {
    std::size_t memory_bytes = 1 << 20;
    std::size_t disk_bytes = 64 << 20;
    // After an outage a fleet comes back at once: what waited is history and takes its time.
    double drain_reports_per_second = 10;
    std::size_t drain_bytes_per_second = 512 << 10;
};

}  // namespace foreshock::agent
