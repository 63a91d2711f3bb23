#include "healthy_week.hpp"

#include <array>
#include <utility>

namespace foreshock::test {
namespace {

using namespace healthy;

constexpr double kib = 1024;
constexpr double mib = 1024 * kib;
constexpr double gib = 1024 * mib;

constexpr std::string_view root = R"(mount="/",type="ext4")";
constexpr std::string_view vda = R"(disk="vda")";
constexpr std::string_view eth0 = R"(interface="eth0")";
constexpr std::string_view web = R"(cgroup="/system.slice/web.service")";
constexpr std::string_view shop = R"(process="shop",pid="812")";

bool has(std::string_view text, std::string_view word) {
    return text.find(word) != text.npos;
}

// A line per series; what is not here is fed by default_curve.
const std::vector<HealthySeries> week{
    // Memory
    {"memory.ram.total_bytes", "", flat(16 * gib)},
    {"memory.ram.used_bytes", "", busy(6 * gib, 11 * gib)},
    {"memory.ram.available_bytes", "", busy(9.5 * gib, 4.8 * gib)},
    {"memory.ram.committed_bytes", "", busy(9 * gib, 13 * gib)},
    {"memory.ram.commit_limit_bytes", "", flat(24 * gib)},
    {"memory.ram.hardware_corrupted_bytes", "", flat(0)},
    {"memory.ram.slab_unreclaimable_bytes", "", warms(200 * mib, 420 * mib, 20)},
    {"memory.ram.writeback_bytes", "", jobs(1 * mib, 60 * mib)},
    {"memory.swap.total_bytes", "", flat(4 * gib)},
    {"memory.swap.used_bytes", "", warms(0, 300 * mib, 30)},
    {"memory.pressure.full_avg10", "", jobs(0.2, 3)},
    {"memory.pressure.some_avg10", "", jobs(0.4, 5)},
    {"vmstat.oom.kills_count", "", flat(0)},
    {"vmstat.paging.major_faults_per_second", "", jobs(2, 150)},
    {"vmstat.swap.in_pages_per_second", "", jobs(0.5, 30)},
    {"vmstat.swap.out_pages_per_second", "", jobs(0.5, 60)},
    {"vmstat.compaction.failures_per_second", "", rare(2)},
    {"vmstat.compaction.stalls_per_second", "", rare(3)},
    {"vmstat.reclaim.direct_pages_per_second", "", jobs(0, 200)},
    {"vmstat.reclaim.efficiency_ratio", "", busy(0.98, 0.9)},
    {"vmstat.reclaim.refaulted_pages_per_second", "", jobs(5, 300)},
    {"vmstat.reclaim.stalls_per_second", "", jobs(0, 1)},
    {"vmstat.balloon.grown_bytes", "", jobs(0, 24 * mib)},
    {"memory.zone.large_blocks_ratio", R"(zone="Normal")", busy(0.4, 0.25)},
    {"numa.balance.used_spread_ratio", "", busy(0.05, 0.15)},
    // Processors
    {"cpu.pressure.some_avg10", "", jobs(25, 40)},
    {"load.average.per_core_ratio", "", jobs(0.8, 1.6)},
    {"load.queue.latency_seconds", "", jobs(0.0005, 0.002)},
    {"load.average.one_minute", "", jobs(3, 7)},
    {"cpu.time.steal_ratio", "", busy(0.005, 0.03)},
    {"cpu.time.iowait_ratio", "", jobs(0.03, 0.2)},
    {"cpu.time.system_ratio", "", busy(0.03, 0.12)},
    {"cpu.busiest.softirq_ratio", "", busy(0.02, 0.25)},
    {"cpu.frequency.ceiling_ratio", "", flat(1)},
    {"cpu.tasks.forks_per_second", "", jobs(12, 90)},
    {"cpu.tasks.switches_per_second", "", jobs(9000, 16000)},
    {"tasks.uninterruptible.oldest_seconds", "", jobs(0, 0.3)},
    {"tasks.zombies.count", "", rare(2)},
    // Disks and file systems
    {"disk.read.latency_seconds", vda, jobs(0.002, 0.012)},
    {"disk.write.latency_seconds", vda, jobs(0.003, 0.02)},
    {"disk.flush.latency_seconds", vda, jobs(0.004, 0.02)},
    {"disk.queue.depth_count", vda, jobs(0.5, 6)},
    {"disk.time.busy_ratio", vda, jobs(0.1, 0.85)},
    {"disk.errors.new_count", vda, flat(0)},
    {"io.pressure.full_avg10", "", jobs(3, 35)},
    {"io.pressure.some_avg10", "", jobs(5, 45)},
    {"filesystem.space.used_bytes", root, root_used_bytes},
    {"filesystem.space.size_bytes", root, flat(100 * gib)},
    {"filesystem.inodes.used_count", root, grows(1.1e6, 1.13e6)},
    {"filesystem.inodes.limit_count", root, flat(6.5e6)},
    {"filesystem.state.read_only", root, flat(0)},
    {"filesystem.probe.stuck", root, flat(0)},
    {"filesystem.errors.new_count", root, flat(0)},
    {"btrfs.metadata.used_bytes", R"(mount="/srv")", grows(1.1 * gib, 1.2 * gib)},
    {"btrfs.metadata.limit_bytes", R"(mount="/srv")", flat(4 * gib)},
    {"lvm.pool.data_used_bytes", R"(pool="vg-thin")", grows(200 * gib, 205 * gib)},
    {"lvm.pool.data_limit_bytes", R"(pool="vg-thin")", flat(500 * gib)},
    {"lvm.pool.metadata_used_bytes", R"(pool="vg-thin")", grows(300 * mib, 305 * mib)},
    {"lvm.pool.metadata_limit_bytes", R"(pool="vg-thin")", flat(gib)},
    {"lvm.snapshot.used_bytes", R"(volume="vg-snap")", flat(gib)},
    {"lvm.snapshot.limit_bytes", R"(volume="vg-snap")", flat(10 * gib)},
    {"zfs.pool.used_bytes", R"(pool="tank")", grows(400 * gib, 410 * gib)},
    {"zfs.pool.limit_bytes", R"(pool="tank")", flat(1000 * gib)},
    {"zfs.pool.fragmentation_ratio", R"(pool="tank")", grows(0.2, 0.21)},
    {"bcache.cache.attached", R"(disk="bcache0")", flat(1)},
    {"bcache.cache.inconsistent", R"(disk="bcache0")", flat(0)},
    {"bcache.set.dirty_ratio", R"(set="3f1c")", jobs(0.1, 0.45)},
    {"iscsi.session.logged_in", R"(portal="10.0.0.5:3260",target="iqn.2003-01.org.example:disk1")",
     flat(1)},
    {"raid.devices.spare_count", R"(array="md0")", flat(1)},
    {"raid.sync.remaining_seconds", R"(array="md0")", flat(0)},
    {"smart.spare.available_percent", vda, flat(100)},
    {"smart.wear.used_percent", vda, flat(12)},
    {"smart.temperature.current_celsius", vda, busy(34, 44)},
    {"smart.temperature.limit_celsius", vda, flat(70)},
    // Network
    {"network.link.up", eth0,
     [](const HostMoment& now) { return now.since_boot() < 0.003 ? 0.0 : 1.0; }},
    {"network.link.changes_count", eth0, flat(0)},
    {"network.link.speed_bytes_per_second", eth0, flat(1.25e8)},
    {"network.link.full_duplex", eth0, flat(1)},
    {"network.link.receive_ratio", eth0, busy(0.02, 0.3)},
    {"network.link.transmit_ratio", eth0, jobs(0.25, 0.7)},
    {"network.receive.errors_per_second", eth0, rare(1)},
    {"network.receive.drops_per_second", eth0, rare(2)},
    {"tcp.segments.retransmitted_ratio", "", busy(0.002, 0.008)},
    {"peers.path.retransmitted_ratio", R"(peer="10.0.0.7")", busy(0.002, 0.008)},
    {"tcp.connections.reset_per_second", "", deploys(6, 60)},
    {"tcp.aborts.timeout_per_second", "", rare(0.1)},
    {"tcp.timeouts.syn_retransmit_per_second", "", rare(0.5)},
    {"tcp.window.closed_per_second", "", rare(0.5)},
    {"tcp.memory.pressure_per_second", "", flat(0)},
    {"tcp.listen.syncookies_per_second", "", rare(1)},
    {"tcp.listen.syn_drops_per_second", "", rare(1)},
    {"network_mount.cifs.reconnects_count", R"(mount="/mnt/share")", flat(0)},
    {"network_mount.requests.per_second", R"(mount="/srv/nfs")", jobs(5, 60)},
    {"qdisc.packets.dropped_ratio", R"(discipline="fq_codel",interface="eth0")",
     jobs(0.0005, 0.004)},
    {"qdisc.packets.dropped_per_second", R"(discipline="fq_codel",interface="eth0")", jobs(0, 12)},
    {"audit.backlog.waiting_count", "", counted(0, 600)},
    {"audit.backlog.limit_count", "", flat(8192)},
    {"softnet.packets.dropped_per_second", "", rare(20)},
    {"softnet.budget.squeezes_per_second", "", busy(0, 3)},
    {"udp.queue.drops_per_second", "", rare(2)},
    {"udp.queue.waiting_bytes", R"(port="53")", jobs(100, 4000)},
    {"kernel.conntrack.used_count", "", counted(2000, 21000)},
    {"kernel.conntrack.limit_count", "", flat(262144)},
    {"neighbours.table.used_count", R"(family="ipv4")", counted(40, 120)},
    {"neighbours.table.limit_count", R"(family="ipv4")", flat(1024)},
    {"connections.ports.used_count", R"(remote="10.0.0.9:5432")", counted(40, 900)},
    {"connections.ports.limit_count", R"(remote="10.0.0.9:5432")", flat(28232)},
    {"connections.state.close_wait_count", "", counted(0, 6)},
    {"listen.queue.waiting_count", R"(port="443")", counted(0, 9)},
    {"listen.queue.limit_count", R"(port="443")", flat(511)},
    {"sockets.tcp.memory_bytes", "", busy(8 * mib, 90 * mib)},
    {"sockets.tcp.memory_limit_bytes", "", flat(1.5 * gib)},
    {"sockets.tcp.orphan_count", "", counted(0, 40)},
    {"sockets.tcp.orphan_limit_count", "", flat(65536)},
    {"sockets.tcp.time_wait_count", "", counted(200, 4000)},
    {"sockets.tcp.time_wait_limit_count", "", flat(65536)},
    {"sockets.udp.memory_bytes", "", busy(mib, 6 * mib)},
    {"sockets.udp.memory_limit_bytes", "", flat(1.5 * gib)},
    {"dns.name_server.duration_seconds", R"(server="10.0.0.2")", busy(0.002, 0.02)},
    {"dns.name_server.up_count", "", flat(2)},
    {"dns.name_server.loss_count", R"(server="10.0.0.2")", rare(2)},
    {"check.dns.loss_count", R"(check="names",type="dns")", rare(2)},
    // Limits of the kernel
    {"kernel.files.open_count", "", counted(3500, 9000)},
    {"kernel.files.limit_count", "", flat(1.6e6)},
    {"kernel.pids.used_count", "", counted(280, 620)},
    {"kernel.pids.limit_count", "", flat(32768)},
    {"kernel.threads.used_count", "", counted(280, 620)},
    {"kernel.threads.limit_count", "", flat(125000)},
    {"kernel.aio.used_count", "", flat(4096)},
    {"kernel.aio.limit_count", "", flat(65536)},
    {"kernel.ptys.used_count", "", counted(0, 9)},
    {"kernel.ptys.limit_count", "", flat(4096)},
    {"kernel.mounts.used_count", R"(namespace="host")", counted(38, 44)},
    {"kernel.mounts.limit_count", R"(namespace="host")", flat(100000)},
    {"kernel.semaphore_sets.used_count", "", flat(12)},
    {"kernel.semaphore_sets.limit_count", "", flat(32000)},
    {"kernel.semaphores.used_count", "", flat(190)},
    {"kernel.semaphores.limit_count", "", flat(1.024e9)},
    {"kernel.shared_segments.used_count", "", flat(8)},
    {"kernel.shared_segments.limit_count", "", flat(4096)},
    {"kernel.shared_memory.used_bytes", "", flat(140 * mib)},
    {"kernel.shared_memory.limit_bytes", "", flat(1e15)},
    {"kernel.message_queues.used_count", "", flat(1)},
    {"kernel.message_queues.limit_count", "", flat(32000)},
    {"kernel.fragments.used_bytes", "", jobs(0, 60 * kib)},
    {"kernel.fragments.limit_bytes", "", flat(4 * mib)},
    {"kernel.entropy.available_count", "", flat(256)},
    {"keys.quota.used_count", R"(user="1000")", counted(3, 12)},
    {"keys.quota.limit_count", R"(user="1000")", flat(200)},
    {"keys.quota.used_bytes", R"(user="1000")", counted(60, 240)},
    {"keys.quota.limit_bytes", R"(user="1000")", flat(20000)},
    {"inotify.watches.used_count", R"(user="1000")", warms(200, 2400, 1)},
    {"inotify.watches.limit_count", R"(user="1000")", flat(65536)},
    {"inotify.instances.used_count", R"(user="1000")", counted(4, 14)},
    {"inotify.instances.limit_count", R"(user="1000")", flat(128)},
    // Processes, cgroups, units
    {"process.files.open_count", shop, counted(120, 480)},
    {"process.files.limit_count", shop, flat(4096)},
    {"process.memory.resident_bytes", shop, warms(300 * mib, 900 * mib, 2)},
    {"process.threads.count", shop, counted(24, 60)},
    {"process.uptime.seconds", shop, program_uptime_seconds},
    {"process.restarts.recent_count", R"(process="shop")", rare(2)},
    {"cgroup.memory.working_set_bytes", web, collected(400 * mib, 1100 * mib, 23)},
    {"cgroup.memory.limit_bytes", web, flat(2 * gib)},
    {"cgroup.pids.current_count", web, counted(20, 80)},
    {"cgroup.pids.limit_count", web, flat(4915)},
    {"cgroup.cpu.throttled_periods_ratio", web, busy(0, 0.04)},
    {"cgroup.memory.high_per_second", web, flat(0)},
    {"cgroup.memory.max_per_second", web, flat(0)},
    {"cgroup.pressure.cpu_some_ratio", web, busy(0.02, 0.15)},
    {"cgroup.pressure.cpu_full_ratio", web, busy(0.01, 0.05)},
    {"cgroup.pressure.io_full_ratio", web, jobs(0.01, 0.1)},
    {"cgroup.pressure.memory_some_ratio", web, jobs(0.001, 0.01)},
    {"cgroup.pressure.memory_full_ratio", web, jobs(0.001, 0.01)},
    {"socket_unit.connections.used_count", R"(unit="sshd.socket")", counted(0, 8)},
    {"socket_unit.connections.limit_count", R"(unit="sshd.socket")", flat(64)},
    {"unit.restarts.total_count", R"(unit="web.service")",
     [](const HostMoment& now) { return now.since_boot() > 400 ? 2.0 : 0.0; }},
    {"unit.state.failed", R"(unit="web.service")", flat(0)},
    {"unit.state.starting_seconds", R"(unit="web.service")",
     [](const HostMoment& now) {
         const double seconds = now.since_deploy() * 3600;
         return seconds < 15 ? seconds : 0;
     }},
    {"systemd.boot.finished", "",
     [](const HostMoment& now) { return now.is_booting() ? 0.0 : 1.0; }},
    {"systemd.jobs.oldest_seconds", "",
     [](const HostMoment& now) { return now.is_booting() ? now.since_boot() * 3600 : 0; }},
    {"timer.schedule.since_last_seconds", R"(timer="backup.timer")",
     [](const HostMoment& now) { return std::fmod(now.hour + 22, 24) * 3600; }},
    {"timer.schedule.overdue_seconds", R"(timer="backup.timer")", flat(0)},
    {"host.uptime.seconds", "", uptime_seconds},
    // Clock, packages, checks, dates
    {"time.clock.step_seconds", "",
     [](const HostMoment& now) { return now.hour >= 123 && now.hour < 123.01 ? 2.0 : 0.0; }},
    {"agent.clock.offset_seconds", "",
     [](const HostMoment& now) { return now.hour >= 123 ? 2.0 : 0.0; }},
    {"time.clock.synchronised", "",
     [](const HostMoment& now) { return now.since_boot() < 0.02 ? 0.0 : 1.0; }},
    {"time.clock.maximum_error_seconds", "", busy(0.01, 0.04)},
    {"time.reference.offset_seconds", "",
     [](const HostMoment& now) {
         return now.hour >= 123 && now.hour < 123.05 ? 2 : 0.0004 * now.noise;
     }},
    {"time.sources.configured_count", "", flat(4)},
    {"time.sources.reachable_count", "",
     [](const HostMoment& now) { return now.is_booting() ? 0.0 : 4.0; }},
    {"packages.reboot.required", "",
     [](const HostMoment& now) {
         return now.hour > 54.27 && now.hour < HostMoment::reboot_at ? 1.0 : 0.0;
     }},
    {"libraries.deleted.processes_count", "",
     [](const HostMoment& now) {
         return now.hour > 54.27 && now.hour < HostMoment::reboot_at ? 14.0 : 0.0;
     }},
    {"packages.state.interrupted", "",
     [](const HostMoment& now) { return now.is_upgrade() ? 1.0 : 0.0; }},
    {"certificate.file.remaining_seconds", R"(path="/etc/ssl/web.pem")", expires(61)},
    {"certificate.listener.remaining_seconds", R"(port="443")", expires(61)},
    {"check.certificate.remaining_seconds", R"(check="shop")", expires(61)},
    {"os.support.remaining_seconds", "", expires(700)},
    {"account.password.remaining_seconds", R"(account="deploy")", expires(80)},
    {"account.access.remaining_seconds", R"(account="deploy")", expires(300)},
    {"check.probe.duration_seconds", R"(check="shop")", busy(0.02, 0.09)},
    {"check.probe.relapse_count", R"(check="shop")", rare(1)},
    {"check.path.retransmitted_count", R"(check="shop")", rare(2)},
    {"check.icmp.loss_ratio", R"(check="router")", rare(0.1)},
    {"check.file.age_seconds", R"(check="dump")",
     [](const HostMoment& now) { return std::fmod(now.hour + 21, 24) * 3600; }},
    {"check.plugin.state", R"(check="raid")", flat(0)},
    {"check.plugin.limit_count", R"(check="raid")", flat(100)},
    {"multipath.paths.up_count", R"(device="mpatha")", flat(4)},
    // Power and heat
    {"ipmi.temperature.current_celsius", R"(sensor="CPU1")", busy(42, 58)},
    {"ipmi.temperature.limit_celsius", R"(sensor="CPU1")", flat(95)},
    {"thermal.temperature.current_celsius", R"(sensor="Package")", busy(42, 58)},
    {"thermal.temperature.limit_celsius", R"(sensor="Package")", flat(100)},
    {"power.battery.capacity_ratio", R"(battery="ups")", flat(0.97)},
    {"power.battery.charge_percent", R"(battery="ups")", flat(100)},
    {"power.battery.remaining_seconds", R"(battery="ups")", flat(2400)},
    // Logs
    {"log.auth.failures_per_second", "", rare(0.4)},
    {"log.lines.error_per_second", R"(source="/var/log/nginx/error.log")", deploys(0.1, 1.6)},
    {"log.unit.error_per_second", R"(unit="nginx.service")", deploys(0.02, 1.5)},
    {"log.unit.error_per_second", R"(unit="web.service")", rare(0.5)},
    {"log.text.bytes_per_second", "", jobs(2000, 9000)},
    // The agent itself
    {"agent.self.shed_level", "", flat(0)},
    {"agent.self.cpu_ratio", "", busy(0.004, 0.006)},
    {"agent.self.tick_seconds", "", busy(0.002, 0.004)},
    {"agent.self.spool_bytes", "", flat(0)},
    {"agent.collector.duration_seconds", R"(collector="processes")", busy(0.001, 0.003)},
};

}  // namespace

HealthyCurve default_curve(std::string_view signal) {
    const std::string_view aspect = signal.substr(signal.rfind('.') + 1);
    constexpr std::array troubles{
        "error",     "drop",     "lost",      "missing", "fail",     "refused",    "overflow",
        "timeout",   "stuck",    "stall",     "broken",  "corrupt",  "pending",    "uncorrect",
        "mismatch",  "kill",     "throttl",   "reset",   "abort",    "retrans",    "hung",
        "read_only", "alarm",    "beyond",    "overdue", "detected", "squeezes",   "overruns",
        "changes",   "pruned",   "interrupt", "require", "suspend",  "false",      "discharging",
        "faulty",    "left_out", "new_count", "zombies", "loss",     "full_ratio", "reconnect"};
    constexpr std::array truths{"up",       "able",         "passed",      "answered",
                                "healthy",  "active",       "online",      "trusted",
                                "finished", "synchronised", "full_duplex", "enabled"};
    for (const std::string_view truth : truths)
        if (aspect == truth) return flat(1);
    for (const std::string_view trouble : troubles)
        if (has(signal, trouble)) return flat(0);
    if (aspect.starts_with("limit_") || has(aspect, "_limit_")) return flat(1e12);
    if (aspect == "remaining_seconds") return expires(200);
    if (aspect.ends_with("_celsius")) return busy(35, 48);
    if (aspect.ends_with("_ratio")) return busy(0.05, 0.35);
    if (aspect.ends_with("_percent")) return busy(5, 35);
    if (aspect.ends_with("_avg10")) return busy(0.5, 6);
    if (aspect.ends_with("_per_second")) return busy(1, 40);
    if (aspect.ends_with("_bytes")) return busy(2e8, 4e8);
    if (aspect.ends_with("seconds")) return busy(0.002, 0.01);
    if (aspect.ends_with("count")) return counted(4, 20);
    return {};
}

const std::vector<HealthySeries>& healthy_week() {
    return week;
}

}  // namespace foreshock::test
