#pragma once

#include <array>
#include <string_view>

namespace foreshock::test {

/// One symptom and the kinds (in backticks) that say it, or why none does.
struct SymptomRow {
    std::string_view symptom;
    std::string_view said_by;
};

/// What the stock rules of other monitors warn of on a Linux host.
inline constexpr std::array warned_of_by_others{
    SymptomRow{"sustained CPU usage",
               "`cpu.saturation` `cpu.kernel.busy`: busy cores alone harm "
               "nobody, waiting does"},
    SymptomRow{"iowait", "`cpu.iowait` `io.pressure`"},
    SymptomRow{"steal", "`cpu.steal`"},
    SymptomRow{"load per core", "`load.saturation` `load.queue.delay`"},
    SymptomRow{"context switches",
               "no kind: a rate that is merely unusual "
               "harms nobody; see `cpu.kernel.busy`"},
    SymptomRow{"available and used memory",
               "`memory.ram.exhaustion` `memory.available.low` `memory.pressure`"},
    SymptomRow{"major faults", "`memory.faults.major` `memory.thrashing`"},
    SymptomRow{"swap use and swapping out",
               "`memory.swap.exhaustion` `memory.swap.in` `memory.swap.out`: "
               "swap full of idle memory harms nobody"},
    SymptomRow{"OOM kill", "`memory.oom.kill` `cgroup.memory.oom_kill`"},
    SymptomRow{"ECC errors, corrupted memory",
               "`edac.memory.corrected` `edac.memory.uncorrected` "
               "`memory.hardware.corrupted`"},
    SymptomRow{"filesystem space and time to full",
               "`filesystem.space.exhaustion`: nearly full and still is no symptom"},
    SymptomRow{"inodes and time to full", "`filesystem.inodes.exhaustion`"},
    SymptomRow{"statfs error", "`filesystem.probe.stuck`"},
    SymptomRow{"btrfs allocation and devices",
               "`btrfs.metadata.exhaustion` `filesystem.space.exhaustion` "
               "`filesystem.errors`; `btrfs.device.missing`"},
    SymptomRow{"ZFS pool",
               "`zfs.pool.exhaustion` `zfs.pool.fragmented`; "
               "`zfs.pool.degraded` `zfs.pool.suspended`"},
    SymptomRow{"LVM thin data and metadata",
               "`lvm.pool.data.exhaustion` `lvm.pool.metadata.exhaustion` "
               "`lvm.snapshot.exhaustion`"},
    SymptomRow{"software RAID: disks, mismatches",
               "`raid.check.mismatches` `raid.rebuild.slow`; "
               "`raid.array.degraded` `raid.array.stopped`"},
    SymptomRow{"bcache, RAID controllers",
               "`bcache.cache.lost` `bcache.cache.inconsistent` `bcache.errors.growing` "
               "`bcache.cache.dirty`; RAID controllers: their makers' tools are not asked"},
    SymptomRow{"disk utilisation, backlog, latency",
               "`disk.saturation` `disk.latency.read` `disk.latency.write` "
               "`disk.latency.flush`"},
    SymptomRow{"NVMe critical warning, SMART",
               "`smart.sectors.pending` `smart.sectors.uncorrectable` "
               "`smart.defects.growing` `smart.spare.low` `smart.wear.high` "
               "`smart.temperature.exhaustion` `smart.health.failing` "
               "`smart.warning.reliability` `smart.warning.read_only` `disk.failing`"},
    SymptomRow{"link saturation", "`network.link.full_receive` `network.link.full_transmit`"},
    SymptomRow{"network errors, drops, overruns",
               "`network.errors.receive` `network.errors.transmit` "
               "`network.receive.drops` `network.transmit.drops` "
               "`network.receive.overruns` `network.transmit.overruns`"},
    SymptomRow{"packet storm, softnet backlog and squeeze",
               "`cpu.softirq.saturation` `network.softnet.drops`: many packets "
               "alone harm nobody"},
    SymptomRow{"conntrack table",
               "`kernel.conntrack.exhaustion` `conntrack.packets.dropped` "
               "`conntrack.entries.displaced` `conntrack.entries.refused`"},
    SymptomRow{"accept and SYN queues, cookies",
               "`listen.queue.exhaustion` `tcp.listen.overflow` "
               "`tcp.syn.drops` `tcp.syn.cookies`"},
    SymptomRow{"TCP memory, orphans, connections, resets",
               "`tcp.memory.exhaustion` `tcp.memory.pressure` "
               "`tcp.orphans.exhaustion` `tcp.aborts.memory` `tcp.resets`"},
    SymptomRow{"UDP buffer errors",
               "`udp.receive.overflows` `udp.queue.drops` `udp.queue.filling` "
               "`udp.memory.exhaustion`"},
    SymptomRow{"drops of a traffic shaper (qdisc)",
               "`network.queue.drops` `network.transmit.drops`"},
    SymptomRow{"bond degraded", "`network.bond.degraded` `network.bond.down`"},
    SymptomRow{"open files of host and process",
               "`kernel.files.exhaustion` `process.files.exhaustion`"},
    SymptomRow{"process ids, semaphores, entropy",
               "`kernel.pids.exhaustion` `kernel.threads.exhaustion` "
               "`kernel.semaphores.exhaustion` "
               "`kernel.semaphore_sets.exhaustion` `kernel.entropy.low`"},
    SymptomRow{"audit backlog and losses",
               "`audit.backlog.exhaustion` `audit.records.lost`: with CAP_AUDIT_CONTROL"},
    SymptomRow{"clock unsynchronised or skewed",
               "`time.clock.unsynchronised` `time.clock.uncertain` "
               "`time.clock.ahead` `time.clock.behind` `time.sources.lost` "
               "`time.sources.single` `time.sources.false`"},
    SymptomRow{"unit failed", "`unit.failed`"},
    SymptomRow{"crash loop", "`unit.start.slow` `unit.restarts.burst` `process.restarts.repeated`"},
    SymptomRow{"tasks near their limit", "`cgroup.pids.exhaustion` `cgroup.pids.refused`"},
    SymptomRow{"socket refused", "`socket_unit.connections.exhaustion`"},
    SymptomRow{"timer not fired", "`timer.overdue` `timer.rhythm.missed`"},
    SymptomRow{"inactive critical unit",
               "`unit.inactive`; a check of type process: `check.failing`"},
    SymptomRow{"processes down, restarted, zombies",
               "`check.failing` `unit.start.slow` `tasks.zombies`; high use of "
               "one process alone harms nobody"},
    SymptomRow{"container CPU, memory, throttling, kills",
               "`cgroup.cpu.throttled` `cgroup.cpu.starved` "
               "`cgroup.memory.exhaustion` `cgroup.memory.pressure` "
               "`cgroup.memory.oom_kill`; unhealthy and exited: the runtime is "
               "not asked"},
    SymptomRow{"IPMI sensors, UPS, power supply",
               "`ipmi.temperature.exhaustion` `power.battery.draining` "
               "`power.battery.ending` `power.battery.worn`; `power.supply.lost` "
               "`ipmi.sensor.critical` `ipmi.sensor.warning`"},
    SymptomRow{"over-temperature",
               "`thermal.temperature.exhaustion` `smart.temperature.exhaustion` "
               "`cpu.throttle.heat` `thermal.temperature.alarm`"},
    SymptomRow{"ping, port, HTTP, DNS, certificate days",
               "`check.failing` `check.hung` `check.erring` `check.unsteady` `check.slow` "
               "`check.slower` `check.path.loss` `check.path.lossy` `check.icmp.loss` "
               "`dns.unavailable` `dns.server.down` `dns.server.slow` `dns.server.loss` "
               "`check.dns.loss`; "
               "`check.certificate.expiry`"},
    SymptomRow{"domain expiry, revocation", "not seen: needs WHOIS and OCSP"},
    SymptomRow{"rebooted, reboot required, kernel changed",
               "`packages.reboot.pending`; the rest are facts that the server "
               "shows as changes"},
    SymptomRow{"agent plugin lost, agent silent",
               "`agent.collector.slow` `agent.commands.stuck` `agent.spool.filling` "
               "`check.unable` `scrape.target.down`; a silent agent: the server"},
    SymptomRow{"CPU and memory under-used", "no kind: it announces no disruption"},
    SymptomRow{"anomaly rate of the node", "engine `anomaly`"},
};

/// Signs of a coming disruption for which others have no stock rule.
inline constexpr std::array warned_of_by_nobody_else{
    SymptomRow{"1 filesystem turned read-only, or will",
               "`filesystem.state.read_only` `filesystem.errors` `disk.errors` "
               "`disk.timeouts`"},
    SymptomRow{"2 memory stall growing",
               "`memory.ram.exhaustion` `memory.thrashing` "
               "`memory.reclaim.stalls` `memory.reclaim.fruitless` "
               "`memory.pressure` `cgroup.memory.pressure`"},
    SymptomRow{"3 slow leak of a unit or process",
               "`cgroup.memory.exhaustion` `process.files.exhaustion` "
               "`cgroup.memory.leak` `process.memory.leak` `process.threads.leak`"},
    SymptomRow{"4 leak in the kernel",
               "`tcp.memory.exhaustion` `memory.commit.exhaustion`; slab, "
               "vmalloc, per-CPU: `memory.kernel.leak`"},
    SymptomRow{"5 cgroup about to meet its limits",
               "`cgroup.memory.exhaustion` `cgroup.memory.limit_hits` "
               "`cgroup.memory.slowed` `cgroup.pids.exhaustion` "
               "`cgroup.cpu.throttled`"},
    SymptomRow{"6 I/O latency drifting at constant load",
               "`disk.latency.read` `disk.latency.write` `cgroup.io.pressure`; "
               "drift: `disk.latency.read.shift` `disk.latency.write.shift` "
               "`disk.latency.flush.shift`"},
    SymptomRow{"7 disk wearing out",
               "`smart.defects.growing` `smart.sectors.pending` `smart.spare.low` "
               "`smart.wear.high`; its cable: `smart.transfers.damaged`"},
    SymptomRow{"8 precursors in the kernel's log",
               "`kernel.disk.io_error` `kernel.disk.reset` "
               "`kernel.filesystem.corruption` `kernel.hardware.error` "
               "`kernel.cpu.soft_lockup` `kernel.task.hung` "
               "`kernel.memory.allocation_failure` `kernel.conntrack.full` "
               "`kernel.link.down` `kernel.process.segfault` `log.template.new`"},
    SymptomRow{"9 hung tasks, D state growing", "`tasks.stuck` `tasks.hung`"},
    SymptomRow{"10 stale network mount",
               "`filesystem.probe.stuck` `network.mount.timeouts` "
               "`network_mount.slow` `network_mount.retransmissions` "
               "`network_mount.reconnecting`"},
    SymptomRow{"11 multipath path lost",
               "`multipath.path.lost` `multipath.disk.lost` `fibre_channel.port.offline` "
               "`fibre_channel.frames.damaged` `iscsi.session.failed`"},
    SymptomRow{"12 rebuild slower than the risk, no spare",
               "`raid.rebuild.slow`; `raid.array.no_spare`"},
    SymptomRow{"13 thin pool, deleted files that are open",
               "`lvm.pool.data.exhaustion` `lvm.snapshot.exhaustion` "
               "`filesystem.space.exhaustion`"},
    SymptomRow{"14 who fills the disk",
               "`filesystem.space.exhaustion`: its snapshot growing_files names them"},
    SymptomRow{"15 /boot full, packages half-configured",
               "`filesystem.space.exhaustion` `packages.state.interrupted` "
               "`packages.state.broken`"},
    SymptomRow{"16 retransmissions, round trip, zero windows",
               "`tcp.retransmission` `peers.path.loss` `tcp.window.closed` "
               "`tcp.connects.unanswered` `tcp.aborts.timeout`; "
               "`tcp.retransmission.shift`"},
    SymptomRow{"17 ephemeral ports, listen backlog, UDP queue",
               "`connections.ports.exhaustion` `tcp.time_wait.exhaustion` "
               "`listen.queue.exhaustion` `udp.queue.filling` "
               "`connections.close_wait.exhaustion`"},
    SymptomRow{"18 limits of the kernel",
               "`kernel.conntrack.exhaustion` `neighbours.table.exhaustion` "
               "`neighbours.table.overflow` `inotify.watches.exhaustion` "
               "`inotify.instances.exhaustion` `kernel.aio.exhaustion` "
               "`keys.quota.exhaustion` `keys.bytes.exhaustion` "
               "`kernel.ptys.exhaustion` `kernel.fragments.exhaustion`; file "
               "locks: the kernel tells no use"},
    SymptomRow{"19 link flap, slower speed, frame errors",
               "`network.link.flapping` `network.link.half_duplex` "
               "`network.receive.frame_errors` `network.transmit.carrier_errors`; "
               "slower speed: `network.link.slower`; optical power: not collected"},
    SymptomRow{"20 gateway and name servers degrading",
               "`dns.server.loss` `dns.server.down` `dns.server.slow` `dns.unavailable`; the "
               "gateway by a check: `check.icmp.loss`"},
    SymptomRow{"21 time sources failing",
               "`time.sources.lost` `time.sources.single` `time.sources.false` "
               "`time.clock.uncertain` `time.clock.stepped` `time.clock.leap`"},
    SymptomRow{"22 certificates on disk and on local ports",
               "`certificate.file.expiry` `certificate.listener.expiry`; "
               "keytabs: they hold no dates"},
    SymptomRow{"23 expiry of passwords and accounts",
               "`account.password.expiry` `account.access.expiry`"},
    SymptomRow{"24 backups and timers out of their rhythm",
               "`timer.rhythm.missed` `timer.overdue` `check.file.overdue` "
               "`unit.run.long`"},
    SymptomRow{"25 restarts more frequent, slow starts",
               "`unit.start.slow` `systemd.jobs.stuck` `check.slow` "
               "`unit.restarts.burst` `process.restarts.repeated`"},
    SymptomRow{"26 core dumps, segfaults, repeated exits",
               "`kernel.process.segfault` `unit.restarts.burst` `process.restarts.repeated`"},
    SymptomRow{"27 heat, fans, power supplies",
               "`cpu.throttle.heat` `cpu.frequency.capped` "
               "`thermal.temperature.exhaustion` `thermal.fan.stopped`"},
    SymptomRow{"28 ECC errors accelerating", "`edac.memory.corrected`"},
    SymptomRow{"29 memory broken up, huge pages short, NUMA",
               "`memory.zone.fragmented` `memory.compaction.stalls` "
               "`numa.memory.imbalance`; a used up pool of huge pages is what "
               "it is for"},
    SymptomRow{"30 forks, zombies, run queue, one busy core",
               "`cpu.forks.storm` `tasks.zombies` `load.queue.delay` "
               "`cpu.softirq.saturation`"},
    SymptomRow{"31 the journal drops messages",
               "`journal.reader.stalled` `log.files.stalled` "
               "`log.files.refused` `journal.messages.suppressed` "
               "`journal.messages.missed` `audit.records.lost`"},
    SymptomRow{"32 something vanished",
               "`mount.disappeared` `listener.disappeared` `interface.disappeared` "
               "`address.disappeared` `route.disappeared`"},
    SymptomRow{"33 old kernel or libraries still run, end of support",
               "`packages.reboot.pending`; `os.support.expiry` "
               "`libraries.deleted.in_use`"},
    SymptomRow{"34 signs of an intrusion",
               "`log.auth.burst` `listener.appeared` `sudoers.changed` "
               "`user.root.appeared`"},
    SymptomRow{"35 others reach this host more slowly", "no single host can see it"},
    SymptomRow{"36 one host drifts from its group", "no single host can see it"},
    SymptomRow{"37 signs of the virtual machine",
               "`cpu.steal` `memory.balloon.taken`; the cloud's notices: not collected"},
    SymptomRow{"38 container back-off, overlay inodes",
               "`filesystem.inodes.exhaustion`; the runtime's own states: only its "
               "socket tells them, and that is as good as root"},
    SymptomRow{"39 queues of mail, print and jobs", "`check.plugin.exhaustion`"},
    SymptomRow{"40 the agent itself",
               "`agent.budget.shedding` `agent.spool.filling` `agent.tick.slow` "
               "`agent.collector.slow` `agent.commands.stuck` "
               "`statsd.names.exhaustion` `scrape.target.incomplete`"},
};

}  // namespace foreshock::test
