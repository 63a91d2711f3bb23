#pragma once

#include <vector>

#include "collectors/mounts.hpp"
#include "collectors/system/account_files.hpp"
#include "collectors/system/listeners.hpp"
#include "core/change.hpp"

namespace foreshock::collectors {

// What a host is made of, as facts. Each function adds at most its bound, and leaves out what is
// not there.

inline constexpr std::size_t users_told_max = 58;
inline constexpr std::size_t groups_told_max = 60;
inline constexpr std::size_t listeners_told_max = 96;
inline constexpr std::size_t block_devices_max = 48;
inline constexpr std::size_t sudoers_files_max = 16;

/// "mount./var" = "/dev/sda2 ext4 rw"
void add_mount_facts(const std::vector<Mount>& mounts, std::vector<Fact>& out);

/// "listen.tcp.0.0.0.0:443" = "nginx", or "open" where the process cannot be known.
void add_listener_facts(const std::vector<Listener>& listeners, std::vector<Fact>& out);

/// "user.ann" = "uid 1000, gid 1000, /bin/bash"
void add_user_facts(const std::vector<Account>& accounts, std::vector<Fact>& out);

/// "group.sudo" = "gid 27: ann,bob"
void add_group_facts(const std::vector<AccountGroup>& groups, std::vector<Fact>& out);

/// "sudoers./etc/sudoers" = an id of its text: who may become root has changed when it has.
void add_sudoers_facts(const HostFs& host, std::vector<Fact>& out);

/// "block.sda" = "500107862016 bytes", without loop devices and memory disks.
void add_block_facts(const HostFs& host, std::vector<Fact>& out);

/// "sysctl.vm.swappiness" = "60", of the settings that incidents are about.
void add_sysctl_facts(const HostFs& host, std::vector<Fact>& out);

/// "host.timezone", "host.command_line" (the kernel's), "host.init".
void add_host_facts(const HostFs& host, std::vector<Fact>& out);

}  // namespace foreshock::collectors
