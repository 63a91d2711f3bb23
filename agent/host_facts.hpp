#pragma once

#include <string>
#include <vector>

#include "core/change.hpp"
#include "core/host_fs.hpp"

namespace foreshock::agent {

/// What the host says of itself: host_name, kernel, os, cpu_count, memory_bytes, boot_time,
/// virtualisation, agent_version; sorted by name. What cannot be known is left out.
std::vector<Fact> read_host_facts(const HostFs& host, const std::string& agent_version);

}  // namespace foreshock::agent
