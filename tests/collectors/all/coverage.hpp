#pragma once

#include <array>
#include <string_view>

namespace foreshock::test {

/// One symptom and what it is seen by: names of signals and facts in backticks, or why it is not.
struct CoverageRow {
    std::string_view symptom;
    std::string_view seen_by;
};

/// What the stock rules of other monitors watch on a Linux host.
inline constexpr std::array watched_by_others{
    CoverageRow{"sustained CPU usage", "`cpu.time.busy_ratio`"},
    CoverageRow{"iowait", "`cpu.time.iowait_ratio` `cpu.busiest.iowait_ratio`"},
    CoverageRow{"steal", "`cpu.time.steal_ratio` `cpu.busiest.steal_ratio`"},
    CoverageRow{"load per core", "`load.average.per_core_ratio`"},
    CoverageRow{"context switches", "`cpu.tasks.switches_per_second`"},
    CoverageRow{"available and used memory",
                "`memory.ram.available_bytes` `memory.ram.used_bytes`"},
    CoverageRow{"major faults", "`vmstat.paging.major_faults_per_second`"},
    CoverageRow{"swap use and swapping out",
                "`memory.swap.used_bytes` `vmstat.swap.out_pages_per_second`"},
    CoverageRow{"OOM kill", "`vmstat.oom.kills_count` `kernel.log.events_count`"},
    CoverageRow{"ECC errors, corrupted memory",
                "`edac.memory.corrected_count` `edac.memory.uncorrected_count` "
                "`memory.ram.hardware_corrupted_bytes`"},
    CoverageRow{"filesystem space and time to full",
                "`filesystem.space.used_bytes` `filesystem.space.size_bytes`"},
    CoverageRow{"inodes and time to full",
                "`filesystem.inodes.used_count` `filesystem.inodes.limit_count`"},
    CoverageRow{"statfs error", "`filesystem.probe.stuck` `agent.collector.errors_count`"},
    CoverageRow{
        "btrfs allocation and devices",
        "`btrfs.data.used_bytes` `btrfs.metadata.used_bytes` `btrfs.devices.missing_count`"},
    CoverageRow{"ZFS pool",
                "`zfs.pool.healthy` `zfs.pool.used_bytes`; devices of a pool: only by "
                "its state"},
    CoverageRow{"LVM thin data and metadata",
                "`lvm.pool.data_used_bytes` `lvm.pool.metadata_used_bytes`"},
    CoverageRow{"software RAID: disks, mismatches",
                "`raid.devices.missing_count` `raid.check.mismatch_count`"},
    CoverageRow{"bcache, RAID controllers",
                "`bcache.cache.attached` `bcache.set.dirty_ratio` `bcache.set.errors_new_count`; "
                "RAID controllers: their makers' tools are not asked"},
    CoverageRow{"disk utilisation, backlog, latency",
                "`disk.time.busy_ratio` `disk.queue.depth_count` `disk.read.latency_seconds` "
                "`disk.write.latency_seconds`"},
    CoverageRow{"NVMe critical warning, SMART",
                "`smart.health.passed` `smart.warning.reliability` `smart.spare.available_percent` "
                "`smart.errors.media_count` `smart.temperature.current_celsius`"},
    CoverageRow{"link saturation", "`network.link.receive_ratio` `network.link.transmit_ratio`"},
    CoverageRow{"network errors, drops, overruns",
                "`network.receive.errors_per_second` `network.receive.drops_per_second` "
                "`network.receive.overruns_per_second`"},
    CoverageRow{"packet storm, softnet backlog and squeeze",
                "`network.receive.packets_per_second` `softnet.packets.dropped_per_second` "
                "`softnet.budget.squeezes_per_second`"},
    CoverageRow{"conntrack table", "`kernel.conntrack.used_count` `kernel.conntrack.limit_count`"},
    CoverageRow{"accept and SYN queues, cookies",
                "`listen.queue.waiting_count` `tcp.listen.overflows_per_second` "
                "`tcp.listen.syncookies_per_second`"},
    CoverageRow{"TCP memory, orphans, connections, resets",
                "`sockets.tcp.memory_bytes` `sockets.tcp.orphan_count` "
                "`tcp.connections.established_count` `tcp.connections.reset_per_second`"},
    CoverageRow{"UDP buffer errors", "`udp.receive.buffer_errors_per_second`"},
    CoverageRow{"drops of a traffic shaper (qdisc)",
                "`qdisc.packets.dropped_per_second` `qdisc.packets.dropped_ratio` "
                "`qdisc.queue.waiting_count`"},
    CoverageRow{"bond degraded", "`bonding.members.lost_count`"},
    CoverageRow{"open files of host and process",
                "`kernel.files.open_count` `process.files.open_count`"},
    CoverageRow{"process ids, semaphores, entropy",
                "`kernel.pids.used_count` `kernel.semaphores.used_count` "
                "`kernel.entropy.available_count`"},
    CoverageRow{"audit backlog and losses",
                "`audit.backlog.waiting_count` `audit.backlog.limit_count` "
                "`audit.records.lost_count`"},
    CoverageRow{"clock unsynchronised or skewed",
                "`time.clock.synchronised` `time.clock.offset_seconds`"},
    CoverageRow{"unit failed", "`unit.state.failed` `systemd.units.failed_count`"},
    CoverageRow{"crash loop", "`unit.restarts.total_count` `process.restarts.count`"},
    CoverageRow{"tasks near their limit", "`cgroup.pids.current_count` `cgroup.pids.limit_count`"},
    CoverageRow{"socket refused", "`socket_unit.connections.refused_count`"},
    CoverageRow{"timer not fired", "`timer.schedule.overdue_seconds`"},
    CoverageRow{"inactive critical unit", "`unit.state.active`"},
    CoverageRow{"processes down, restarted, zombies",
                "`process.uptime.seconds` `process.restarts.count` `tasks.zombies.count`"},
    CoverageRow{"container CPU, memory, throttling, kills",
                "`cgroup.cpu.used_cores_count` `cgroup.memory.working_set_bytes` "
                "`cgroup.cpu.throttled_periods_ratio` `cgroup.memory.oom_kills_count`"},
    CoverageRow{"IPMI sensors, UPS, power supply",
                "`ipmi.sensor.beyond_critical` `power.battery.charge_percent` "
                "`power.supply.online`; the IPMI event log: not yet"},
    CoverageRow{"over-temperature", "`thermal.temperature.current_celsius`"},
    CoverageRow{"ping, port, HTTP, DNS, certificate days",
                "`check.icmp.loss_ratio` `check.dns.loss_count` `check.probe.up` "
                "`check.probe.duration_seconds` "
                "`check.certificate.remaining_seconds`"},
    CoverageRow{"domain expiry, revocation", "not yet: needs WHOIS and OCSP"},
    CoverageRow{"rebooted, reboot required, kernel changed",
                "`host.uptime.seconds` `packages.reboot.required`; facts `boot_time`, `kernel`"},
    CoverageRow{"agent plugin lost, agent silent",
                "`agent.collector.errors_count`; the server's absence of agents"},
    CoverageRow{"anomaly rate of the node", "the engine `anomaly` is not built yet"},
};

/// Signs of a coming disruption for which others have no stock rule.
inline constexpr std::array watched_by_nobody_else{
    CoverageRow{"filesystem turned read-only, or will",
                "`filesystem.state.read_only` `filesystem.errors.new_count` "
                "`kernel.log.events_count`"},
    CoverageRow{"memory stall growing",
                "`memory.pressure.full_stall_ratio` `vmstat.reclaim.efficiency_ratio` "
                "`vmstat.reclaim.refaulted_pages_per_second` `cgroup.pressure.memory_full_ratio`"},
    CoverageRow{"slow leak of a unit or process",
                "`cgroup.memory.working_set_bytes` `process.memory.resident_bytes` "
                "`process.files.open_count` `process.threads.count`"},
    CoverageRow{"leak in the kernel",
                "`memory.ram.slab_unreclaimable_bytes` `slab.cache.size_bytes` "
                "`memory.ram.vmalloc_bytes` `memory.ram.percpu_bytes` `sockets.tcp.memory_bytes`"},
    CoverageRow{"cgroup about to meet its limits",
                "`cgroup.memory.max_per_second` `cgroup.cpu.throttled_time_ratio` "
                "`cgroup.pids.refused_count`"},
    CoverageRow{"I/O latency drifting at constant load",
                "`disk.read.latency_seconds` `disk.write.latency_seconds` "
                "`io.pressure.full_stall_ratio`"},
    CoverageRow{"disk wearing out",
                "`smart.defects.new_count` `smart.sectors.reallocated_count` "
                "`smart.sectors.pending_count` `smart.errors.crc_new_count` "
                "`smart.wear.used_percent`"},
    CoverageRow{"precursors in the kernel's log", "`kernel.log.events_count`"},
    CoverageRow{"hung tasks, D state growing",
                "`tasks.uninterruptible.oldest_seconds` `tasks.uninterruptible.stuck_count` "
                "`tasks.hung.detected_count`"},
    CoverageRow{"stale network mount",
                "`filesystem.probe.stuck` `network_mount.latency.round_trip_seconds` "
                "`network_mount.requests.retransmitted_per_second`"},
    CoverageRow{"multipath path lost",
                "`multipath.paths.missing_count` `fibre_channel.port.online` "
                "`fibre_channel.frames.damaged_new_count` `iscsi.session.logged_in`"},
    CoverageRow{"rebuild slower than the risk, no spare",
                "`raid.sync.remaining_seconds` `raid.devices.spare_count`"},
    CoverageRow{"thin pool, deleted files that are open",
                "`lvm.pool.data_used_bytes` `deleted_files.mount.held_bytes`"},
    CoverageRow{"who fills the disk",
                "`deleted_files.process.held_bytes` `journal.disk.used_bytes` "
                "`log.file.size_bytes` `cgroup.io.written_bytes_per_second`; the snapshot "
                "growing_files"},
    CoverageRow{"/boot full, packages half-configured",
                "`filesystem.space.used_bytes` `packages.state.broken_count` "
                "`packages.state.interrupted`"},
    CoverageRow{"retransmissions, round trip, zero windows",
                "`tcp.segments.retransmitted_ratio` `peers.path.round_trip_seconds` "
                "`peers.path.retransmitted_ratio` `tcp.window.closed_per_second` "
                "`tcp.timeouts.syn_retransmit_per_second`"},
    CoverageRow{"ephemeral ports, listen backlog, UDP queue",
                "`connections.ports.used_count` `connections.ports.limit_count` "
                "`listen.queue.limit_count` `udp.queue.waiting_bytes`"},
    CoverageRow{"limits of the kernel",
                "`kernel.conntrack.used_count` `neighbours.table.used_count` "
                "`inotify.watches.used_count` `kernel.aio.used_count` `keys.quota.used_count` "
                "`kernel.ptys.used_count`; file locks: the kernel tells no use"},
    CoverageRow{"link flap, slower speed, frame errors",
                "`network.link.changes_count` `network.link.speed_bytes_per_second` "
                "`network.link.full_duplex` `network.receive.frame_errors_per_second`; optical "
                "power: not yet"},
    CoverageRow{"gateway and name servers degrading",
                "`dns.name_server.up` `dns.name_server.duration_seconds` "
                "`dns.name_server.loss_count`; the gateway by a check of type icmp"},
    CoverageRow{"time sources failing",
                "`time.sources.reachable_count` `time.reference.stratum_count` "
                "`time.clock.step_seconds` `time.clock.leap_pending`"},
    CoverageRow{"certificates on disk and on local ports",
                "`certificate.file.remaining_seconds` `certificate.listener.remaining_seconds`; "
                "keytabs hold no dates; SSH host certificates: not yet"},
    CoverageRow{"expiry of passwords and accounts",
                "`account.password.remaining_seconds` `account.access.remaining_seconds`"},
    CoverageRow{"backups and timers out of their rhythm",
                "`timer.schedule.since_last_seconds`; the engine `cadence` is not built yet"},
    CoverageRow{"restarts more frequent, slow starts",
                "`unit.restarts.total_count` `unit.state.starting_seconds`"},
    CoverageRow{"core dumps, segfaults, repeated exits",
                "`kernel.log.events_count` `process.restarts.count`"},
    CoverageRow{"heat, fans, power supplies",
                "`cpu.throttle.core_events_count` `thermal.fan.speed_rpm` "
                "`thermal.temperature.current_celsius` `thermal.voltage.alarm`"},
    CoverageRow{"ECC errors accelerating", "`edac.memory.corrected_new_count`"},
    CoverageRow{"memory broken up, huge pages short, NUMA",
                "`memory.zone.large_blocks_ratio` `vmstat.compaction.stalls_per_second` "
                "`memory.hugepages.used_count` `numa.balance.used_spread_ratio`"},
    CoverageRow{"forks, zombies, run queue, one busy core",
                "`cpu.tasks.forks_per_second` `tasks.zombies.count` `load.queue.wait_ratio` "
                "`cpu.busiest.softirq_ratio`"},
    CoverageRow{
        "the journal drops messages",
        "`journal.messages.lost_count` `journal.disk.used_bytes` `audit.records.lost_count`"},
    CoverageRow{"something vanished",
                "facts `listen.…`, `mount.…`, `interface.…`, `user.…`, `unit.…` and their changes"},
    CoverageRow{"old kernel or libraries still run, end of support",
                "`packages.reboot.newer_kernel` `os.support.remaining_seconds` "
                "`libraries.deleted.processes_count`"},
    CoverageRow{"signs of an intrusion",
                "`log.auth.failures_per_second`; facts `listen.…`, `user.…`, `sudoers.…`; mass "
                "rewriting of files: not yet"},
    CoverageRow{"others reach this host more slowly", "no single host can see it"},
    CoverageRow{"one host drifts from its group", "no single host can see it"},
    CoverageRow{"signs of the virtual machine",
                "`cpu.time.steal_ratio` `time.clock.step_seconds` `vmstat.balloon.held_bytes` "
                "`vmstat.balloon.grown_bytes`; the cloud's notices: not yet"},
    CoverageRow{"container back-off, overlay inodes",
                "`filesystem.inodes.used_count`; the runtime's own states: not yet"},
    CoverageRow{"queues of mail, print and jobs", "by a check of type plugin or a page to scrape"},
    CoverageRow{"the agent itself",
                "`agent.self.spool_bytes` `agent.self.shed_level` `agent.clock.offset_seconds` "
                "`agent.collector.errors_count`"},
};

}  // namespace foreshock::test
