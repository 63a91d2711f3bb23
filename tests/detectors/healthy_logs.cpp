#include "healthy_logs.hpp"

#include <array>

namespace foreshock::test {
namespace {

using enum LogSeverity;

constexpr std::array boot_lines{
    std::pair{notice, "Linux version 6.1.0-26-amd64 (debian-kernel@lists.debian.org) #1 SMP"},
    std::pair{informational, "Command line: BOOT_IMAGE=/boot/vmlinuz-6.1.0-26-amd64 ro quiet"},
    std::pair{informational, "BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable"},
    std::pair{warning,
              "ACPI BIOS Error (bug): Could not resolve symbol [\\_SB.PCI0.XHC.RHUB.HS11], "
              "AE_NOT_FOUND (20220331/dswload2-162)"},
    std::pair{error,
              "ACPI Error: AE_NOT_FOUND, During name lookup/catalog (20220331/psobject-220)"},
    std::pair{informational, "mce: CPU0: Thermal monitoring enabled (TM1)"},
    std::pair{informational, "mce: CPU supports 10 MCE banks"},
    std::pair{informational, "RAS: Correctable Errors collector initialized."},
    std::pair{warning, "MDS CPU bug present and SMT on, data leak possible. See admin-guide."},
    std::pair{informational, "Spectre V2 : Mitigation: Retpolines"},
    std::pair{informational, "thermal_sys: Registered thermal governor 'fair_share'"},
    std::pair{informational, "NMI watchdog: Enabled. Permanently consumes one hw-PMU counter."},
    std::pair{informational, "pci 0000:00:1f.0: BAR 7: failed to assign [io size 0x1000]"},
    std::pair{warning, "pmd_set_huge: Cannot satisfy [mem 0xf8000000-0xf8200000] with a huge-page"},
    std::pair{informational, "ata1: SATA link down (SStatus 0 SControl 300)"},
    std::pair{informational, "ata2: SATA link up 6.0 Gbps (SStatus 133 SControl 300)"},
    std::pair{informational, "ata2.00: configured for UDMA/133"},
    std::pair{notice, "sd 1:0:0:0: [sda] Write cache: enabled, read cache: enabled"},
    std::pair{error, "usb 1-3: device descriptor read/64, error -71"},
    std::pair{error, "usb 1-3: device not accepting address 4, error -71"},
    std::pair{warning, "nvme nvme0: missing or invalid SUBNQN field."},
    std::pair{informational,
              "EXT4-fs (vda1): mounted filesystem with ordered data mode. Quota mode: none."},
    std::pair{informational, "EXT4-fs (vda1): re-mounted. Quota mode: none."},
    std::pair{informational, "systemd[1]: Inserted module 'autofs4'"},
    std::pair{informational, "systemd[1]: Hostname set to <shop1>."},
    std::pair{error, "i8042: Can't read CTR while initializing i8042"},
    std::pair{error, "platform regulatory.0: firmware: failed to load regulatory.db (-2)"},
    std::pair{informational, "IPv6: ADDRCONF(NETDEV_CHANGE): eth0: link becomes ready"},
    std::pair{informational, "e1000e 0000:00:19.0 eth0: NIC Link is Up 1000 Mbps Full Duplex"},
    std::pair{
        notice,
        "audit: type=1400 audit(1790294.012:2): apparmor=\"STATUS\" operation=\"profile_load\""},
    std::pair{informational, "random: crng init done"},
    std::pair{warning, "Kernel is locked down from EFI Secure Boot; see man kernel_lockdown.7"},
};

bool is_every(std::uint64_t tick, std::uint64_t ticks, std::uint64_t offset = 0) {
    return tick % ticks == offset;
}

}  // namespace

/// One tick, and the ways to say something in it.
struct HealthyLogs::Tick {
    detectors::Detector& detector;
    detectors::SymptomSink& out;
    const HostMoment& now;
    TimePoint at;
    std::uint64_t number;
    double before;

    void say(std::string_view unit, LogSeverity severity, const std::string& text) const {
        detector.read({at, "journal", unit, severity, text}, out);
    }

    void say_file(std::string_view path, const std::string& text) const {
        detector.read({at, path, "", informational, text}, out);
    }

    void say_kernel(LogSeverity severity, const std::string& text) const {
        detector.read({at, "kernel", "", severity, text}, out);
    }

    void turn(std::string fact, std::string from, std::string to) const {
        detector.notice({at, std::move(fact), std::move(from), std::move(to)}, out);
    }

    [[nodiscard]] bool passes(double hour) const { return before < hour && hour <= now.hour; }

    [[nodiscard]] bool passes_daily(double hour_of_day) const {
        return passes(now.day() * 24 + hour_of_day);
    }

    [[nodiscard]] std::string id() const { return std::to_string(1000 + number * 7919 % 60000); }

    [[nodiscard]] std::string friend_address() const {
        return "10.0." + std::to_string(number % 7) + "." + std::to_string(number % 251);
    }

    [[nodiscard]] std::string stranger() const {
        return "203.0.113." + std::to_string(number * 31 % 251);
    }

    /// A unit does its work and is done.
    void run_unit(const std::string& unit, const std::string& what) const {
        say("init.scope", informational, "Starting " + unit + " - " + what + "...");
        say("init.scope", informational, unit + ": Deactivated successfully.");
        say("init.scope", informational, "Finished " + unit + " - " + what + ".");
    }

    void restart_unit(const std::string& unit, const std::string& what) const {
        say("init.scope", informational, "Stopping " + unit + " - " + what + "...");
        say("init.scope", informational, unit + ": Deactivated successfully.");
        say("init.scope", informational, unit + ": Consumed 2h " + id() + "s CPU time.");
        say("init.scope", informational, "Stopped " + unit + " - " + what + ".");
        say("init.scope", informational, "Started " + unit + " - " + what + ".");
    }
};

void HealthyLogs::tell(const HostMoment& now, TimePoint at, detectors::SymptomSink& out) {
    const Tick tick{detector_, out, now, at, ticks_++, before_};
    before_ = now.hour;
    tell_services(tick);
    tell_logins(tick);
    tell_timers(tick);
    tell_backup(tick);
    tell_upgrade(tick);
    tell_deploy(tick);
    tell_reboot(tick);
}

void HealthyLogs::tell_services(const Tick& tick) {
    tick.say("shop.service", informational,
             "GET /item/" + tick.id() + " 200 from " + tick.friend_address());
    tick.say_file("/var/log/nginx/access.log",
                  tick.friend_address() + " - - \"GET /item/" + tick.id() + " HTTP/1.1\" 200 5123");
    if (is_every(tick.number, 700, 11))
        tick.say("shop.service", warning, "request " + tick.id() + " took 2.3 s: retrying once");
    if (is_every(tick.number, 300, 5))
        tick.say("nginx.service", error,
                 "upstream timed out (110: Connection timed out) while reading, client: " +
                     tick.friend_address());
    if (is_every(tick.number, 900, 7))
        tick.say(
            "postgresql.service", error,
            "ERROR:  duplicate key value violates unique constraint \"orders_pkey\" " + tick.id());
    if (is_every(tick.number, 15, 2))
        tick.say("postgresql.service", informational,
                 "LOG:  checkpoint complete: wrote " + tick.id() + " buffers");
    if (is_every(tick.number, 40, 1))
        tick.say_kernel(warning, "[UFW BLOCK] IN=eth0 OUT= SRC=" + tick.stranger() +
                                     " DST=10.0.0.9 PROTO=TCP SPT=" + tick.id() + " DPT=23");
    if (is_every(tick.number, 1700, 3))
        tick.say("systemd-resolved.service", warning,
                 "Using degraded feature set UDP instead of UDP+EDNS0 for DNS server 10.0.0.2.");
}

void HealthyLogs::tell_logins(const Tick& tick) {
    if (is_every(tick.number, 15)) {
        tick.say("cron.service", informational,
                 "pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)");
        tick.say("cron.service", informational,
                 "(root) CMD (run-parts /etc/cron.d " + tick.id() + ")");
    }
    if (is_every(tick.number, 45, 3)) {
        tick.say("ssh.service", informational,
                 "Accepted publickey for deploy from " + tick.friend_address() + " port " +
                     tick.id() + " ssh2: ED25519 SHA256:x");
        tick.turn("unit.session-" + tick.id() + ".scope", "", "active");
        tick.turn("mount./run/user/1000", "", "tmpfs");
    }
    if (is_every(tick.number, 45, 9)) {
        tick.say("init.scope", informational,
                 "Started session-" + tick.id() + ".scope - Session of deploy.");
        tick.turn("mount./run/user/1000", "tmpfs", "");
    }
    if (is_every(tick.number, 20, 4)) {
        tick.say("ssh.service", informational,
                 "Invalid user admin from " + tick.stranger() + " port " + tick.id());
        tick.say(
            "ssh.service", informational,
            "Failed password for invalid user admin from " + tick.stranger() + " port 22 ssh2");
    }
    // A scanner that was never here before, for three minutes on Thursday.
    if (tick.now.hour > 74 && tick.now.hour < 74.05)
        tick.say(
            "ssh.service", error,
            "error: kex_exchange_identification: Connection closed by remote host " + tick.id());
}

void HealthyLogs::tell_timers(const Tick& tick) {
    if (tick.passes_daily(0.01)) tick.run_unit("logrotate.service", "Rotate log files");
    if (tick.passes_daily(0.02)) tick.run_unit("man-db.service", "Daily man-db regeneration");
    if (tick.passes_daily(5.5)) tick.run_unit("apt-daily.service", "Daily apt download activities");
    if (tick.passes(48.5)) tick.run_unit("fstrim.service", "Discard unused blocks");
    if (tick.passes(48.51))
        tick.say("fstrim.service", informational, "/: 43 GiB trimmed on /dev/vda1");
    if (tick.passes(49)) tick.run_unit("e2scrub_all.service", "Online ext4 Metadata Check");
    if (is_every(tick.number, 180, 17))
        tick.say("networking.service", informational,
                 "DHCPREQUEST for 10.0.0.9 on eth0 to 10.0.0.1");
    if (is_every(tick.number, 2000, 19))
        tick.say("chrony.service", informational, "Selected source 10.0.0.5 (ntp.example)");
}

void HealthyLogs::tell_backup(const Tick& tick) {
    if (tick.passes_daily(2)) {
        tick.turn("mount./mnt/backup", "", "nfs4");
        tick.say("init.scope", informational, "Starting backup.service - Nightly backup...");
    }
    if (tick.now.is_backup() && is_every(tick.number, 6))
        tick.say("backup.service", informational, "sent chunk " + tick.id() + " of /srv");
    if (tick.now.is_backup() && is_every(tick.number, 50))
        tick.say("backup.service", warning,
                 "warning: /srv/shop/queue-" + tick.id() + ": file changed as we read it");
    // From Thursday on the shop cleans up while it is being saved.
    if (tick.now.day() >= 3 && tick.now.is_backup() && is_every(tick.number, 40))
        tick.say("backup.service", warning,
                 "warning: /srv/shop/tmp/" + tick.id() + ": file removed before we read it");
    if (!tick.passes_daily(3.17)) return;
    tick.turn("mount./mnt/backup", "nfs4", "");
    tick.say("init.scope", informational, "backup.service: Deactivated successfully.");
}

void HealthyLogs::tell_upgrade(const Tick& tick) {
    constexpr double begins = 48 + 6.17;
    if (tick.passes(begins)) {
        tick.say("init.scope", informational,
                 "Starting apt-daily-upgrade.service - Daily apt upgrade and clean activities...");
        for (const char* package : {"openssl", "libssl3", "openssh-server", "linux-image-amd64",
                                    "postgresql-15", "nginx", "tzdata", "base-files"})
            tick.turn(std::string{"package."} + package, "1.0-1", "1.0-2");
    }
    if (tick.passes(begins + 0.03)) {
        tick.turn("listen.tcp.0.0.0.0:5432", "postgres", "");
        tick.turn("unit.postgresql.service", "active", "inactive");
        tick.restart_unit("postgresql.service", "PostgreSQL RDBMS");
        tick.say("postgresql.service", notice, "LOG:  received fast shutdown request");
        for (int i = 0; i < 12; ++i)
            tick.say("postgresql.service", error,
                     "FATAL:  terminating connection due to administrator command " + tick.id());
    }
    if (tick.now.hour > begins + 0.03 && tick.now.hour < begins + 0.045)
        for (int i = 0; i < 8; ++i)
            tick.say("shop.service", error,
                     "could not connect to database: Connection refused, attempt " + tick.id());
    if (tick.passes(begins + 0.05)) {
        tick.turn("listen.tcp.0.0.0.0:5432", "", "postgres");
        tick.turn("unit.postgresql.service", "inactive", "active");
        tick.restart_unit("ssh.service", "OpenBSD Secure Shell server");
        tick.say("ssh.service", informational, "Received signal 15; terminating.");
        tick.restart_unit("nginx.service", "A high performance web server");
    }
}

void HealthyLogs::tell_deploy(const Tick& tick) {
    for (const double begins : {24 + 14.0, 72 + 14.0}) {
        if (tick.passes(begins)) {
            tick.turn("unit.shop.service", "active", "inactive");
            tick.turn("listen.tcp.127.0.0.1:8080", "shop", "");
            tick.restart_unit("shop.service", "The shop");
            tick.say("shop.service", informational, "starting version 2." + tick.id());
        }
        if (tick.now.hour >= begins && tick.now.hour < begins + 0.012)
            for (int i = 0; i < 15; ++i) {
                tick.say("nginx.service", error,
                         "connect() failed (111: Connection refused) while connecting to upstream, "
                         "client: " +
                             tick.friend_address());
                tick.say("nginx.service", error,
                         "recv() failed (104: Connection reset by peer), client: " +
                             tick.friend_address());
            }
        if (tick.passes(begins + 0.017)) {
            tick.turn("unit.shop.service", "inactive", "active");
            tick.turn("listen.tcp.127.0.0.1:8080", "", "shop");
            tick.say("shop.service", warning, "cache is cold: first requests will be slow");
        }
        // A new version warns of its own from now on, now and then.
        if (tick.now.hour > begins + 0.02 && is_every(tick.number, 90, 13))
            tick.say("shop.service", warning,
                     "deprecated: field price_" + std::to_string(static_cast<int>(begins)) +
                         " will be dropped, asked for by " + tick.friend_address());
    }
}

void HealthyLogs::tell_reboot(const Tick& tick) {
    if (!tick.passes(HostMoment::reboot_at + 90 / 3600.0)) return;
    for (const auto& [severity, text] : boot_lines)
        tick.say_kernel(severity, text);
    tick.say("systemd-fsck-root.service", informational, "/dev/vda1: clean, 81234/655360 files");
    tick.say("systemd-journald.service", informational,
             "Received client request to flush journal.");
    tick.say("ssh.service", informational, "Server listening on 0.0.0.0 port 22.");
    tick.say("postgresql.service", informational,
             "LOG:  database system is ready to accept connections");
    tick.say("systemd-modules-load.service", error, "Failed to find module 'msr'");
    tick.say("nginx.service", warning,
             "could not build optimal types_hash, you should increase it");
    tick.turn("boot_time", "1789940000", "1790294000");
    tick.turn("kernel", "6.1.0-25-amd64", "6.1.0-26-amd64");
    tick.turn("listen.udp.0.0.0.0:51820", "", "wireguard");
}

}  // namespace foreshock::test
