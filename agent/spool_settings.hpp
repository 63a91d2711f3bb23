#pragma once

#include <cstddef>

namespace foreshock::agent {

/// [spool]: how much may wait while the server is away.
struct SpoolSettings {
    std::size_t memory_bytes = 1 << 20;
    std::size_t disk_bytes = 64 << 20;
};

}  // namespace foreshock::agent
