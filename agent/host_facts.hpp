#pragma once

#include <string>
#include <vector>

#include "core/change.hpp"
#include "core/host_fs.hpp"

namespace foreshock::agent {

/// What the host says of itself: host_name, kernel, os, cpu_count, memory_bytes, boot_time,
/// virtualisation, agent_version; sorted by name. What cannot be known is left out.
std::vector<Fact> read_host_facts(const HostFs& host, const std::string& agent_version);

/// The facts as last seen, and what has become of them.
class FactBook {
public:
    static constexpr std::size_t recent_max = 64;

    /// Takes a new look. Changes are what differs from the look before; the first look has none.
    /// `boot_time` keeps its first value: the kernel derives it anew and it wavers by a second.
    std::vector<Change> update(TimePoint at, std::vector<Fact> facts);

    [[nodiscard]] const std::vector<Fact>& facts() const { return facts_; }

    /// The last changes, newest last, at most recent_max.
    [[nodiscard]] const std::vector<Change>& recent() const { return recent_; }

private:
    std::vector<Fact> facts_;
    std::vector<Change> recent_;
    bool has_looked_ = false;
};

}  // namespace foreshock::agent
