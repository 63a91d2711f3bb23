#include "collectors/logs/kernel_events.hpp"

#include <algorithm>

namespace foreshock::collectors {
namespace {

enum Class : std::size_t {
    io_error,
    disk_reset,
    filesystem_error,
    filesystem_readonly,
    hardware_error,
    hung_task,
    soft_lockup,
    hard_lockup,
    rcu_stall,
    allocation_failure,
    oom_kill,
    conntrack_full,
    neighbour_overflow,
    link_down,
    transmit_timeout,
    segfault,
    syn_flood,
    thermal_throttling,
    nfs_not_responding,
    watchdog,
    oops,
    raid_failure,
    path_failure,
    class_count,
};

constexpr std::array<std::string_view, class_count> names{"io_error",
                                                          "disk_reset",
                                                          "filesystem_error",
                                                          "filesystem_readonly",
                                                          "hardware_error",
                                                          "hung_task",
                                                          "soft_lockup",
                                                          "hard_lockup",
                                                          "rcu_stall",
                                                          "allocation_failure",
                                                          "oom_kill",
                                                          "conntrack_full",
                                                          "neighbour_overflow",
                                                          "link_down",
                                                          "transmit_timeout",
                                                          "segfault",
                                                          "syn_flood",
                                                          "thermal_throttling",
                                                          "nfs_not_responding",
                                                          "watchdog",
                                                          "oops",
                                                          "raid_failure",
                                                          "path_failure"};

/// A line that has both parts, the second behind the first, belongs to the class.
struct Wording {
    Class event;
    std::string_view first;
    std::string_view second;
};

// Each wording as the kernel's source has it; the first that fits decides.
constexpr std::array wordings{
    // block/blk-core.c blk_mq: "%s error, dev %s, sector %llu op 0x%x:(%s)"; older kernels:
    // "blk_update_request: I/O error, dev sda, sector 42"
    Wording{io_error, " error, dev ", ", sector "},
    // fs/buffer.c: "Buffer I/O error on dev %pg, logical block %llu%s"
    Wording{io_error, "Buffer I/O error on dev", ""},
    // drivers/ata/libata-eh.c: "%sexception Emask 0x%x SAct 0x%x SErr 0x%x action 0x%x%s%s"
    Wording{disk_reset, "exception Emask 0x", ""},
    // drivers/ata/libata-eh.c: "hard resetting link"
    Wording{disk_reset, "hard resetting link", ""},
    // drivers/nvme/host/pci.c: "I/O tag %d (%04x) opcode %#x (%s) QID %d timeout, %s"; before 6.6
    // "I/O %d QID %d timeout, aborting"
    Wording{disk_reset, "nvme", " timeout, "},
    // drivers/nvme/host/pci.c: "controller is down; will reset: CSTS=0x%x, PCI_STATUS=0x%hx"
    Wording{disk_reset, "controller is down; will reset", ""},
    // drivers/scsi/scsi_lib.c: "timing out command, waited %lus"
    Wording{disk_reset, "timing out command, waited", ""},
    // fs/ext4/super.c: "Remounting filesystem read-only"
    Wording{filesystem_readonly, "emounting filesystem read-only", ""},
    // fs/btrfs/messages.c: "BTRFS error (device %s state %s): forced readonly"
    Wording{filesystem_readonly, "BTRFS", "forced readonly"},
    // fs/fat/misc.c: "Filesystem has been set read-only"
    Wording{filesystem_readonly, "Filesystem has been set read-only", ""},
    // fs/xfs/xfs_fsops.c: "%s (0x%x) detected at %pS (%s:%d).  Shutting down filesystem."
    Wording{filesystem_readonly, "XFS (", "hutting down filesystem"},
    // fs/ext4/super.c: "EXT4-fs error (device %s): %s:%d: "; "EXT4-fs (%s): failed to convert…"
    Wording{filesystem_error, "EXT4-fs error", ""},
    // fs/ext4/super.c, jbd2: "JBD2: Detected IO errors while flushing file data on %s"
    Wording{filesystem_error, "JBD2: Detected IO errors", ""},
    // fs/xfs/xfs_error.c: "Metadata %s detected at %pS, %s block 0x%llx %s"
    Wording{filesystem_error, "XFS (", "Metadata "},
    // fs/xfs/xfs_buf.c: "metadata I/O error in \"%pS\" at daddr 0x%llx len %d error %d"
    Wording{filesystem_error, "XFS (", "metadata I/O error"},
    // fs/xfs/xfs_log.c: "log I/O error %d"; xfs_error.c: "Internal error %s at line %d of file"
    Wording{filesystem_error, "XFS (", "log I/O error"},
    Wording{filesystem_error, "XFS (", "Internal error"},
    Wording{filesystem_error, "XFS (", "orruption "},
    // fs/btrfs/messages.c: "BTRFS %s (device %s): …" with "error" and "critical"
    Wording{filesystem_error, "BTRFS error (device", ""},
    Wording{filesystem_error, "BTRFS critical (device", ""},
    // fs/fat/misc.c: "FAT-fs (%s): error, "; fs/f2fs: "Inconsistent error"
    Wording{filesystem_error, "FAT-fs (", "): error, "},
    // include/linux/printk.h HW_ERR: "[Hardware Error]: "
    Wording{hardware_error, "[Hardware Error]", ""},
    // mm/memory-failure.c: "%#lx: recovery action for %s: %s" behind "Memory failure: "
    Wording{hardware_error, "Memory failure: 0x", ""},
    // drivers/edac/edac_mc.c: "%d %s%s on %s (…)" with "UE" or "CE" behind "EDAC MC%d: "
    Wording{hardware_error, "EDAC MC", " UE "},
    Wording{hardware_error, "EDAC MC", " CE "},
    // drivers/pci/pcie/aer.c: "PCIe Bus Error: severity=%s, type=%s, (%s)"
    Wording{hardware_error, "PCIe Bus Error: severity=", ""},
    // kernel/hung_task.c: "INFO: task %s:%d blocked for more than %ld seconds."
    Wording{hung_task, "INFO: task ", " blocked for more than "},
    // kernel/watchdog.c: "BUG: soft lockup - CPU#%d stuck for %us! [%s:%d]"
    Wording{soft_lockup, "soft lockup - CPU#", ""},
    // kernel/watchdog.c: "Watchdog detected hard LOCKUP on cpu %d"
    Wording{hard_lockup, "hard LOCKUP on cpu", ""},
    // kernel/rcu/tree_stall.h: "INFO: %s self-detected stall on CPU", "INFO: %s detected stalls on
    // CPUs/tasks:"; kernel/rcu/tree_exp.h: "INFO: %s detected expedited stalls on CPUs/tasks: {"
    Wording{rcu_stall, "self-detected stall on CPU", ""},
    Wording{rcu_stall, "detected ", "stalls on CPUs/tasks"},
    // mm/page_alloc.c: "page allocation failure: order:%u, mode:%#x(%pGg)"
    Wording{allocation_failure, "page allocation failure: order:", ""},
    // mm/oom_kill.c: "Out of memory: Killed process %d (%s)", "Memory cgroup out of memory: …";
    // before 4.20 "Kill process"
    Wording{oom_kill, "ut of memory", ": Kill"},
    // net/netfilter/nf_conntrack_core.c: "nf_conntrack: table full, dropping packet"
    Wording{conntrack_full, "nf_conntrack: table full, dropping packet", ""},
    // net/core/neighbour.c: "%s: neighbor table overflow!"; before 4.16 "Neighbour table overflow."
    Wording{neighbour_overflow, "neighbor table overflow", ""},
    Wording{neighbour_overflow, "neighbour: ", "table overflow"},
    Wording{neighbour_overflow, "Neighbour table overflow", ""},
    // drivers/net/phy/phy.c, phylink.c, e1000e, igb, ixgbe, i40e: "… Link is Down"; tg3: "Link is
    // down"; bnxt: "NIC Link is Down"
    Wording{link_down, "Link is Down", ""},
    Wording{link_down, "Link is down", ""},
    // drivers/net/ethernet/mellanox/mlx5/core/en_main.c: "Link down"
    Wording{link_down, "mlx", ": Link down"},
    // drivers/net/bonding/bond_main.c: "link status definitely down for interface %s, disabling it"
    Wording{link_down, "link status definitely down for interface", ""},
    // net/sched/sch_generic.c: "NETDEV WATCHDOG: %s (%s): transmit queue %u timed out"
    Wording{transmit_timeout, "NETDEV WATCHDOG: ", " timed out"},
    // arch/x86/mm/fault.c: "%s%s[%d]: segfault at %lx ip %px sp %px error %lx"
    Wording{segfault, "segfault at ", " ip "},
    // arch/x86/kernel/traps.c: "traps: %s[%d] %s ip:%lx sp:%lx error:%lx"
    Wording{segfault, "traps: ", " ip:"},
    // arch/arm64/kernel/traps.c: "%s[%d]: unhandled exception: "
    Wording{segfault, "]: unhandled exception: ", ""},
    // net/ipv4/tcp_input.c: "%s: Possible SYN flooding on port %u. %s."
    Wording{syn_flood, "ossible SYN flooding on port ", ""},
    // drivers/thermal/intel/therm_throt.c: "CPU%d: %s temperature is above threshold, cpu clock is
    // throttled"; before 5.5 "temperature above threshold, cpu clock throttled"
    Wording{thermal_throttling, "above threshold, cpu clock", "throttled"},
    // drivers/thermal/thermal_core.c: "%s: critical temperature reached"
    Wording{thermal_throttling, "critical temperature reached", ""},
    // net/sunrpc/clnt.c: "%s: server %s not responding, still trying" or ", timed out"
    Wording{nfs_not_responding, "server ", " not responding, "},
    // fs/smb/client/connect.c: "has not responded in %lu seconds. Reconnecting..."
    Wording{nfs_not_responding, "has not responded in ", " seconds. Reconnecting"},
    // drivers/watchdog/watchdog_dev.c: "watchdog%d: watchdog did not stop!"
    Wording{watchdog, "watchdog did not stop!", ""},
    // drivers/watchdog/softdog.c: "Initiating system reboot"
    Wording{watchdog, "softdog: Initiating system reboot", ""},
    // drivers/watchdog/pretimeout_noop.c: "watchdog%d: pretimeout event"
    Wording{watchdog, "watchdog", "pretimeout event"},
    // lib/bug.c: "kernel BUG at %s:%u!"
    Wording{oops, "kernel BUG at ", ""},
    // arch/x86/mm/fault.c: "BUG: unable to handle page fault for address: %px", "BUG: kernel NULL
    // pointer dereference, address: %016lx"; older: "unable to handle kernel NULL pointer"
    Wording{oops, "BUG: unable to handle ", ""},
    Wording{oops, "BUG: kernel NULL pointer dereference", ""},
    // arch/arm64/mm/fault.c: "Unable to handle kernel %s at virtual address %016lx"
    Wording{oops, "Unable to handle kernel ", " at virtual address "},
    // arch/x86/kernel/dumpstack.c: "%s: %04lx [#%d]%s%s%s%s" with "Oops" or "general protection
    // fault"
    Wording{oops, "general protection fault", "[#"},
    // drivers/md/raid1.c, raid5.c, raid10.c: "Disk failure on %pg, disabling device."
    Wording{raid_failure, "Disk failure on ", "isabling device"},
    // drivers/md/dm-mpath.c: "%s: Failing path %s."
    Wording{path_failure, "Failing path ", ""},
};

bool fits(std::string_view text, const Wording& wording) {
    const auto at = text.find(wording.first);
    return at != std::string_view::npos &&
           text.find(wording.second, at + wording.first.size()) != std::string_view::npos;
}

}  // namespace

std::span<const std::string_view> kernel_event_classes() {
    return names;
}

std::optional<std::size_t> kernel_event_class(std::string_view text) {
    const auto found = std::find_if(wordings.begin(), wordings.end(),
                                    [text](const Wording& one) { return fits(text, one); });
    return found == wordings.end() ? std::nullopt : std::optional<std::size_t>{found->event};
}

}  // namespace foreshock::collectors
