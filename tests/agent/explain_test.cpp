#include "agent/explain.hpp"

#include <sstream>

#include <catch2/catch.hpp>

#include "tests/support/map_host_fs.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::agent;

namespace {

constexpr TimePoint now = from_unix_ms(1'790'000'000'000);

Findings shop() {
    Findings findings;
    findings.name = "shop-1";
    findings.os = "Debian GNU/Linux 12 (bookworm)";
    findings.kernel = "6.1.0-13-amd64";
    findings.mounts.push_back({"254:0", "/", "/", "ext4", "/dev/vda", false, false, {}});
    findings.mount_space = {"12.0 GiB of 40.0 GiB used"};
    findings.units.emplace();
    findings.units->system_state = "degraded";
    findings.units->total = 2;
    findings.units->failed = 1;
    findings.units->units = {{"nginx.service", "active", "running", {}},
                             {"shop.service", "failed", "failed", {}}};
    findings.listeners = {{"tcp", "0.0.0.0", 80, 1, "nginx"},
                          {"tcp6", "::", 80, 2, "nginx"},
                          {"tcp", "127.0.0.1", 5432, 3, ""}};
    findings.sockets = {"/run/docker.sock", "/run/own.sock"};
    findings.certificates.files = {
        {"/etc/nginx/shop.pem", {"shop.example", now + std::chrono::hours{48}}}};
    findings.certificates.listeners = {{"443", {"shop.example", now - std::chrono::hours{48}}}};
    findings.blind_spots = {"without group systemd-journal: the journal"};
    return findings;
}

bool has(const std::string& text, const std::string& part) {
    INFO(text);
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("explain: what was found is told in words", "[agent][explain]") {
    const std::string text = explain(shop(), now);
    CHECK(has(text, "shop-1: Debian GNU/Linux 12 (bookworm), Linux 6.1.0-13-amd64\n"));
    CHECK(has(text, "  /  /dev/vda, ext4, 12.0 GiB of 40.0 GiB used\n"));
    CHECK(has(text, "2 units are loaded, 1 failed; systemd calls the host degraded\n"));
    CHECK(has(text, "  shop.service  failed\n"));
    CHECK(has(text, "  tcp.0.0.0.0:80  by nginx: nginx\n"));
    CHECK(has(text, "  tcp.127.0.0.1:5432  by an unknown process, this host only: PostgreSQL\n"));
    CHECK(has(text, "Services behind local sockets:\n  /run/docker.sock: Docker\n"));
    CHECK_FALSE(has(text, "/run/own.sock"));
    CHECK(has(text, "  /etc/nginx/shop.pem  shop.example, ends 2026-09-23, in 2 d\n"));
    CHECK(has(text, "  port 443  shop.example, ended 2026-09-19\n"));
    CHECK(has(text, "  without group systemd-journal: the journal\n"));
}

TEST_CASE("explain: one check is suggested for each port", "[agent][explain]") {
    const std::string text = explain(shop(), now);
    CHECK(has(text, "name = \"nginx-80\"\ntype = \"http\"\nurl = \"http://127.0.0.1:80/\"\n"));
    CHECK_FALSE(has(text, "[::1]:80"));
    CHECK(has(text, "name = \"postgresql-5432\"\n"));
}

TEST_CASE("explain: a host with nothing is told calmly", "[agent][explain]") {
    Findings findings;
    findings.name = "box";
    findings.units_absent = "systemd did not start this host";
    const std::string text = explain(findings, now);
    CHECK(has(text, "box: an unknown system, Linux \n"));
    CHECK(has(text, "Units: none, systemd did not start this host\n"));
    CHECK(has(text, "Checks to enable: no service here is known\n"));
    CHECK(has(text, "Nothing that was looked for may not be read.\n"));
}

TEST_CASE("explain: a tree of files is looked at as a host", "[agent][explain]") {
    const test::TemporaryFolder folder;
    folder.write("etc/os-release", "PRETTY_NAME=\"Test 1\"\n");
    folder.write("proc/sys/kernel/osrelease", "6.9\n");
    folder.write("proc/net/tcp",
                 "  sl  local_address\n   0: 0100007F:1538 00000000:0000 0A 0:0 0:0 0 0 0 77 1\n");
    AgentConfig config;
    config.host_root = folder.path();
    std::ostringstream out;
    print_explanation(config, out);
    CHECK(has(out.str(), "Test 1, Linux 6.9\n"));
    CHECK(has(out.str(), "tcp.127.0.0.1:5432  by an unknown process, this host only: PostgreSQL"));
    CHECK(has(out.str(), "Units: none, systemd did not start this host\n"));
}
