#include "collectors/logs/kernel_events.hpp"

#include <set>

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

struct Said {
    std::string_view event;
    std::string_view line;
};

// As hosts have printed them.
const Said said[] = {
    {"io_error",
     "I/O error, dev sda, sector 2048 op 0x0:(READ) flags 0x80700 phys_seg 1 prio class 2"},
    {"io_error", "blk_update_request: critical medium error, dev sdb, sector 1953525168"},
    {"io_error", "Buffer I/O error on dev dm-0, logical block 0, lost async page write"},
    {"disk_reset", "ata1.00: exception Emask 0x0 SAct 0x4 SErr 0x0 action 0x6 frozen"},
    {"disk_reset", "ata1: hard resetting link"},
    {"disk_reset", "nvme nvme0: I/O 24 QID 3 timeout, aborting"},
    {"disk_reset",
     "nvme nvme0: I/O tag 6 (1006) opcode 0x1 (Write) QID 9 timeout, reset controller"},
    {"disk_reset", "nvme nvme0: controller is down; will reset: CSTS=0xffffffff, PCI_STATUS=0x10"},
    {"filesystem_readonly", "EXT4-fs (sda1): Remounting filesystem read-only"},
    {"filesystem_readonly", "BTRFS info (device sdb1: state E): forced readonly"},
    {"filesystem_readonly",
     "XFS (sdc1): Corruption of in-memory data (0x8) detected at x (fs/xfs/xfs_trans.c:1).  "
     "Shutting down filesystem."},
    {"filesystem_error",
     "EXT4-fs error (device sda1): ext4_find_entry:1455: inode #2: comm ls: reading directory "
     "lblock 0"},
    {"filesystem_error",
     "XFS (sdc1): Metadata CRC error detected at xfs_agf_read_verify+0xc4/0x110"},
    {"filesystem_error",
     "XFS (sdc1): metadata I/O error in \"xfs_trans_read_buf_map\" at daddr 0x1 len 1 error 5"},
    {"filesystem_error", "BTRFS error (device sdb1): bdev /dev/sdb1 errs: wr 1, rd 0, flush 0"},
    {"hardware_error", "mce: [Hardware Error]: Machine check events logged"},
    {"hardware_error", "EDAC MC0: 1 CE memory read error on CPU_SrcID#0 (channel:0 slot:0)"},
    {"hardware_error",
     "pcieport 0000:00:1c.0: PCIe Bus Error: severity=Corrected, type=Physical Layer"},
    {"hung_task", "INFO: task jbd2/sda1-8:312 blocked for more than 120 seconds."},
    {"soft_lockup", "watchdog: BUG: soft lockup - CPU#2 stuck for 23s! [kworker/2:1:77]"},
    {"hard_lockup", "NMI watchdog: Watchdog detected hard LOCKUP on cpu 3"},
    {"rcu_stall", "rcu: INFO: rcu_sched self-detected stall on CPU"},
    {"rcu_stall", "rcu: INFO: rcu_preempt detected expedited stalls on CPUs/tasks: { 1-... }"},
    {"allocation_failure",
     "java: page allocation failure: order:4, mode:0x40cc0(GFP_KERNEL|__GFP_COMP)"},
    {"oom_kill",
     "Out of memory: Killed process 4711 (java) total-vm:8123456kB, anon-rss:7123456kB"},
    {"oom_kill", "Memory cgroup out of memory: Killed process 99 (shop) total-vm:1kB"},
    {"oom_kill", "Out of memory: Kill process 4711 (java) score 900 or sacrifice child"},
    {"conntrack_full", "nf_conntrack: nf_conntrack: table full, dropping packet"},
    {"neighbour_overflow", "neighbour: arp_cache: neighbor table overflow!"},
    {"link_down", "e1000e 0000:00:1f.6 eno1: NIC Link is Down"},
    {"link_down", "tg3 0000:02:00.0 eth0: Link is down"},
    {"link_down", "mlx5_core 0000:5e:00.0 ens1: Link down"},
    {"link_down",
     "bond0: (slave eth1): link status definitely down for interface eth1, disabling it"},
    {"transmit_timeout", "NETDEV WATCHDOG: eth0 (igb): transmit queue 3 timed out"},
    {"segfault", "shop[4242]: segfault at 0 ip 000055d0 sp 00007ffe error 4 in shop[55d0+1000]"},
    {"segfault", "traps: shop[42] general protection fault ip:7f sp:7ffe error:0 in libc.so.6"},
    {"syn_flood", "TCP: request_sock_TCP: Possible SYN flooding on port 80. Sending cookies."},
    {"thermal_throttling",
     "CPU3: Core temperature above threshold, cpu clock throttled (total events = 1)"},
    {"thermal_throttling",
     "CPU3: Core temperature is above threshold, cpu clock is throttled (total events = 1)"},
    {"nfs_not_responding", "nfs: server filer1 not responding, still trying"},
    {"nfs_not_responding",
     "CIFS: VFS: \\\\filer2 has not responded in 180 seconds. Reconnecting..."},
    {"watchdog", "watchdog: watchdog0: watchdog did not stop!"},
    {"oops", "BUG: unable to handle page fault for address: ffffffffffffffd8"},
    {"oops", "kernel BUG at mm/slub.c:305!"},
    {"raid_failure", "md/raid1:md0: Disk failure on sdb1, disabling device."},
    {"path_failure", "device-mapper: multipath: 253:2: Failing path 8:16."},
};

TEST_CASE("kernel events: lines as kernels print them are known", "[collectors][logs]") {
    std::set<std::string_view> seen;
    for (const Said& one : said) {
        INFO(one.line);
        const auto event = kernel_event_class(one.line);
        REQUIRE(event);
        CHECK(kernel_event_classes()[*event] == one.event);
        seen.insert(one.event);
    }
    CHECK(seen.size() == kernel_event_classes().size());
}

TEST_CASE("kernel events: ordinary lines are none", "[collectors][logs]") {
    for (const char* line :
         {"", "EXT4-fs (vda): mounted filesystem with ordered data mode. Quota mode: none.",
          "e1000e 0000:00:1f.6 eno1: NIC Link is Up 1000 Mbps Full Duplex", "nfs: server filer1 OK",
          "ata3: SATA link down (SStatus 0 SControl 300)", "random: crng init done",
          "watchdog: Delayed init of the lockup detector failed: -19",
          "XFS (sda1): Ending clean mount", "EDAC MC: Ver: 3.0.0",
          "EXT4-fs (sda1): re-mounted. Opts: errors=remount-ro",
          "NET: Registered PF_INET protocol family"}) {
        INFO(line);
        CHECK_FALSE(kernel_event_class(line));
    }
}

}  // namespace
}  // namespace foreshock::collectors
