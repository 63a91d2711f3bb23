#include "agent/host_facts.hpp"

#include <catch2/catch.hpp>

#include "tests/support/map_host_fs.hpp"

using namespace foreshock;
using namespace foreshock::agent;

namespace {

test::MapHostFs machine() {
    return {{"proc/sys/kernel/hostname", "web-1\n"},
            {"proc/sys/kernel/osrelease", "6.1.0-13-amd64\n"},
            {"etc/os-release", "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n"},
            {"proc/stat", "cpu  1 2 3\ncpu0 1 2\ncpu1 1 2\nintr 5\nbtime 1790000000\n"},
            {"proc/meminfo", "MemTotal:       16303012 kB\nMemFree: 1 kB\n"},
            {"sys/class/dmi/id/sys_vendor", "QEMU\n"}};
}

std::string value_of(const std::vector<Fact>& facts, const std::string& name) {
    for (const Fact& fact : facts) {
        if (fact.name == name) return fact.value;
    }
    return "(absent)";
}

}  // namespace

TEST_CASE("facts: a host tells its kernel, system, size and age", "[agent][facts]") {
    const auto facts = read_host_facts(machine(), "0.1.0");
    CHECK(value_of(facts, "host_name") == "web-1");
    CHECK(value_of(facts, "kernel") == "6.1.0-13-amd64");
    CHECK(value_of(facts, "os") == "Debian GNU/Linux 12 (bookworm)");
    CHECK(value_of(facts, "cpu_count") == "2");
    CHECK(value_of(facts, "memory_bytes") == "16694284288");
    CHECK(value_of(facts, "boot_time") == format_rfc3339(from_unix_ms(1'790'000'000'000)));
    CHECK(value_of(facts, "agent_version") == "0.1.0");
    CHECK(value_of(facts, "virtualisation") == "QEMU");
    CHECK(std::is_sorted(facts.begin(), facts.end()));
}

TEST_CASE("facts: virtualisation is what firmware or container engine leave", "[agent][facts]") {
    test::MapHostFs host = machine();
    host.files["sys/class/dmi/id/sys_vendor"] = "Dell Inc.\n";
    CHECK(value_of(read_host_facts(host, ""), "virtualisation") == "none");
    host.files["sys/class/dmi/id/product_name"] = "KVM\n";
    CHECK(value_of(read_host_facts(host, ""), "virtualisation") == "QEMU");
    host.files[".dockerenv"] = "";
    CHECK(value_of(read_host_facts(host, ""), "virtualisation") == "docker");
}

TEST_CASE("facts: what a host does not tell is left out", "[agent][facts]") {
    const auto facts = read_host_facts(test::MapHostFs{{"proc/meminfo", "MemTotal: x\n"}}, "");
    CHECK(facts == std::vector<Fact>{{"host_name", "localhost"}});
}
