#include "agent/goodbye.hpp"

#include <filesystem>

#include <catch2/catch.hpp>

#include "tests/support/map_host_fs.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using foreshock::agent::goodbye_reason;

TEST_CASE("goodbye: a plain stop, also while a shutdown is only planned", "[agent][goodbye]") {
    const test::TemporaryFolder state;
    test::MapHostFs host;
    CHECK(goodbye_reason(host, state.path()) == Goodbye::stop);
    host.files["run/systemd/shutdown/scheduled"] = "USEC=1\nWARN_WALL=1\nMODE=reboot\n";
    CHECK(goodbye_reason(host, state.path()) == Goodbye::stop);
}

TEST_CASE("goodbye: reboot and power-off are told apart", "[agent][goodbye]") {
    const test::TemporaryFolder state;
    test::MapHostFs host{{"run/nologin", "System is going down."}};
    CHECK(goodbye_reason(host, state.path()) == Goodbye::shutdown);
    host.files["run/systemd/shutdown/scheduled"] = "USEC=1\nMODE=poweroff\n";
    CHECK(goodbye_reason(host, state.path()) == Goodbye::shutdown);
    host.files["run/systemd/shutdown/scheduled"] = "USEC=1\nMODE=reboot\n";
    CHECK(goodbye_reason(host, state.path()) == Goodbye::reboot);
}

TEST_CASE("goodbye: a package that is being upgraded says so once", "[agent][goodbye]") {
    const test::TemporaryFolder state;
    const test::MapHostFs host;
    state.write("upgrading", "");
    CHECK(goodbye_reason(host, state.path()) == Goodbye::upgrade);
    CHECK_FALSE(std::filesystem::exists(state.path() + "/upgrading"));
    CHECK(goodbye_reason(host, state.path()) == Goodbye::stop);
}

TEST_CASE("goodbye: systemd that stops everything is heard of", "[agent][goodbye]") {
    const test::TemporaryFolder state;
    test::MapHostFs host{{"run/foreshock-agent-going", "reboot\n"}};
    CHECK(goodbye_reason(host, state.path()) == Goodbye::reboot);
    host.files["run/foreshock-agent-going"] = "shutdown\n";
    CHECK(goodbye_reason(host, state.path()) == Goodbye::shutdown);
}
