#include "collectors/system/inventory.hpp"

#include <catch2/catch.hpp>

#include "collectors/system/catalog.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/inline_background.hpp"
#include "tests/support/stub_sockets.hpp"

namespace foreshock::collectors {
namespace {

test::MapHostFs machine() {
    test::MapHostFs host{
        {"proc/uptime", "5000.25 9000.00\n"},
        {"proc/modules", "ext4 1 0 - Live 0x0\nxfs 1 0 - Live 0x0\n"},
        {"proc/1/mountinfo", "25 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n"},
        {"proc/1/comm", "systemd\n"},
        {"proc/cmdline", "root=/dev/vda ro quiet\n"},
        {"proc/sys/kernel/osrelease", "6.1.0-13-amd64\n"},
        {"proc/sys/vm/swappiness", "60\n"},
        {"proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n"},
        {"boot/vmlinuz-6.1.0-13-amd64", ""},
        {"boot/vmlinuz-6.1.0-18-amd64", ""},
        {"etc/passwd", "root:x:0:0:root:/root:/bin/bash\n"},
        {"etc/group", "sudo:x:27:ann\n"},
        {"etc/sudoers", "root ALL=(ALL:ALL) ALL\n"},
        {"etc/sudoers.d/ann", "ann ALL=(ALL) ALL\n"},
        {"etc/os-release", "ID=debian\nVERSION_CODENAME=bookworm\n"},
        {"etc/resolv.conf", "nameserver 192.0.2.53\nnameserver 192.0.2.54\n"},
        {"sys/block/vda/size", "2048\n"},
        {"sys/block/loop0/size", "8\n"},
        {"var/lib/dpkg/status",
         "Package: openssl\nStatus: install ok installed\nVersion: 3.0.1\n\n"},
    };
    host.links["etc/localtime"] = "/usr/share/zoneinfo/Asia/Bangkok";
    return host;
}

struct InventoryBench : test::CollectorBench {
    InventoryBench() : beside_host(std::make_shared<test::MapHostFs>(machine())) {
        CollectorContext context{host, space, watch, {100, 4096}, nullptr, &beside, nullptr};
        context.host_beside = beside_host;
        context.sockets = &known_sockets;
        collector = std::move(*make_inventory(context));
    }

    /// Reads all anew, and emits it.
    void look() {
        REQUIRE(tick(std::chrono::minutes{6}));
        REQUIRE(tick());
    }

    std::string fact(const std::string& name) const {
        std::vector<Fact> facts;
        collector->add_facts(facts);
        for (const Fact& one : facts) {
            if (one.name == name) return one.value;
        }
        return "(absent)";
    }

    std::vector<Change> changes() {
        std::vector<Change> out;
        collector->take_changes(out);
        return out;
    }

    std::shared_ptr<test::MapHostFs> beside_host;
    test::InlineBackground beside;
    test::StubSockets known_sockets;
};

TEST_CASE("inventory: what a host is made of is told as facts", "[collectors][inventory]") {
    InventoryBench bench;
    bench.look();
    CHECK(bench.fact("mount./") == "/dev/vda ext4 rw");
    CHECK(bench.fact("user.root") == "uid 0, gid 0, /bin/bash");
    CHECK(bench.fact("group.sudo") == "gid 27: ann");
    CHECK(bench.fact("sudoers./etc/sudoers").size() == 32);
    CHECK(bench.fact("sudoers./etc/sudoers.d/ann").size() == 32);
    CHECK(bench.fact("block.vda") == "1048576 bytes");
    CHECK(bench.fact("block.loop0") == "(absent)");
    CHECK(bench.fact("sysctl.vm.swappiness") == "60");
    CHECK(bench.fact("sysctl.net.ipv4.ip_local_port_range") == "32768 60999");
    CHECK(bench.fact("resolver.nameservers") == "192.0.2.53 192.0.2.54");
    CHECK(bench.fact("host.timezone") == "Asia/Bangkok");
    CHECK(bench.fact("host.init") == "systemd");
    CHECK(bench.fact("host.command_line") == "root=/dev/vda ro quiet");
    CHECK(bench.fact("packages.newer_kernel") == "6.1.0-18-amd64");
    CHECK(bench.fact("packages.reboot_required") == "no");
    CHECK(bench.fact("dpkg.broken") == "none");
    CHECK(bench.fact("route.count") == "0");
}

TEST_CASE("inventory: counts, uptime and dates are signals", "[collectors][inventory]") {
    InventoryBench bench;
    bench.look();
    CHECK(bench.sink.value("host.uptime.seconds") == 5000.25);
    CHECK(bench.sink.value("host.inventory.mounts_count") == 1);
    CHECK(bench.sink.value("host.inventory.users_count") == 1);
    CHECK(bench.sink.value("host.inventory.groups_count") == 1);
    CHECK(bench.sink.value("host.inventory.modules_count") == 2);
    CHECK(bench.sink.value("host.inventory.nameservers_count") == 2);
    CHECK(bench.sink.value("host.inventory.default_routes_count") == 0);
    CHECK(*bench.sink.value("os.support.remaining_seconds") > 86400);
    CHECK(bench.sink.value("packages.state.installed_count") == 1);
    CHECK(bench.sink.value("packages.state.broken_count") == 0);
    CHECK(bench.sink.value("packages.state.interrupted") == 0);
    CHECK(bench.sink.value("packages.reboot.required") == 0);
    CHECK(bench.sink.value("packages.reboot.newer_kernel") == 1);
    CHECK(bench.sink.doubled == 0);
}

TEST_CASE("inventory: listeners are told with who holds them", "[collectors][inventory]") {
    InventoryBench bench;
    bench.beside_host->files["proc/net/tcp"] =
        "  sl  local_address\n   0: 00000000:01BB 00000000:0000 0A 0:0 0:0 0 0 0 77 1\n"
        "   1: 0100007F:1F90 00000000:0000 0A 0:0 0:0 0 0 0 78 1\n";
    bench.beside_host->files["proc/9/comm"] = "nginx\n";
    bench.beside_host->links["proc/9/fd/6"] = "socket:[77]";
    bench.look();
    CHECK(bench.fact("listen.tcp.0.0.0.0:443") == "nginx");
    CHECK(bench.fact("listen.tcp.127.0.0.1:8080") == "open");
    CHECK(bench.sink.value("host.inventory.listeners_count") == 2);
}

TEST_CASE("inventory: a package that changes is a change, the first look has none",
          "[collectors][inventory]") {
    InventoryBench bench;
    bench.look();
    CHECK(bench.changes().empty());
    bench.beside_host->files["var/lib/dpkg/status"] =
        "Package: openssl\nStatus: install ok half-configured\nVersion: 3.0.2\n\n";
    bench.beside_host->files["var/lib/dpkg/updates/0001"] = "";
    bench.look();
    const auto changes = bench.changes();
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].fact == "package.openssl");
    CHECK(changes[0].from == "3.0.1");
    CHECK(changes[0].to == "3.0.2");
    CHECK(bench.sink.value("packages.state.broken_count") == 1);
    CHECK(bench.sink.value("packages.state.interrupted") == 1);
    CHECK(bench.fact("dpkg.broken") == "openssl");
    CHECK(bench.changes().empty());
}

TEST_CASE("inventory: an update that waits for a restart says for what",
          "[collectors][inventory]") {
    InventoryBench bench;
    bench.beside_host->files["run/reboot-required"] = "*** System restart required ***\n";
    bench.beside_host->files["run/reboot-required.pkgs"] = "linux-image-6.1\nlibc6\n";
    bench.look();
    CHECK(bench.sink.value("packages.reboot.required") == 1);
    CHECK(bench.fact("packages.reboot_required") == "yes: linux-image-6.1 libc6");
}

TEST_CASE("inventory: a package list that cannot be read leaves the rest alone",
          "[collectors][inventory]") {
    InventoryBench bench;
    bench.beside_host->files["var/lib/dpkg/status"] = "?";
    REQUIRE(bench.tick(std::chrono::minutes{6}));
    CHECK(bench.tick().error().code == Errc::malformed);
    CHECK(bench.sink.has("host.uptime.seconds"));
    bench.beside_host->files.erase("var/lib/dpkg/status");
    bench.look();
    CHECK_FALSE(bench.sink.has("packages.state.installed_count"));
}

TEST_CASE("inventory: an empty host tells nothing and is no failure", "[collectors][inventory]") {
    InventoryBench bench;
    *bench.beside_host = test::MapHostFs{};
    bench.look();
    CHECK_FALSE(bench.sink.has("host.uptime.seconds"));
    CHECK(bench.fact("mount./") == "(absent)");
}

TEST_CASE("inventory: facts stay within the bound of a collector", "[collectors][inventory]") {
    InventoryBench bench;
    std::string passwd;
    std::string group;
    for (int i = 0; i < 900; ++i) {
        passwd += "u" + std::to_string(i) + ":x:1:1::/:/bin/sh\n";
        group += "g" + std::to_string(i) + ":x:1:\n";
        bench.beside_host->files["sys/block/sd" + std::to_string(i) + "/size"] = "1\n";
    }
    bench.beside_host->files["etc/passwd"] = passwd;
    bench.beside_host->files["etc/group"] = group;
    bench.look();
    std::vector<Fact> facts;
    bench.collector->add_facts(facts);
    CHECK(facts.size() <= Collector::facts_max);
    CHECK(bench.sink.value("host.inventory.users_count") == 900);
}

TEST_CASE("inventory: without a host to read in the background there is no data",
          "[collectors][inventory]") {
    test::CollectorBench bench;
    bench.make("inventory", system_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
}

TEST_CASE("inventory: ports of TCP come from the table of sockets, their text is not read",
          "[collectors][inventory]") {
    InventoryBench bench;
    bench.beside_host->files["proc/net/tcp"] = "not read";
    TcpSocket waiting;
    waiting.local.port = 22;
    waiting.state = TcpState::listening;
    waiting.cookie = 5;
    waiting.is_ipv6 = true;
    TcpSocket open = waiting;
    open.state = TcpState::established;
    bench.known_sockets.next({open, waiting});
    bench.look();
    CHECK(bench.fact("listen.tcp6.[::]:22") == "open");
    CHECK(bench.sink.value("host.inventory.listeners_count") == 1);
    waiting.local.port = 23;
    bench.known_sockets.next({waiting});
    bench.look();
    CHECK(bench.fact("listen.tcp6.[::]:22") == "(absent)");
    CHECK(bench.fact("listen.tcp6.[::]:23") == "open");
}

TEST_CASE("inventory: where the table of sockets does not tell what waits, the text is read",
          "[collectors][inventory]") {
    InventoryBench bench;
    bench.beside_host->files["proc/net/tcp"] =
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  "
        "timeout inode\n   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 "
        "00000000 0 0 128887 1 0\n";
    bench.look();
    CHECK(bench.fact("listen.tcp.0.0.0.0:22") == "open");
}

}  // namespace
}  // namespace foreshock::collectors
