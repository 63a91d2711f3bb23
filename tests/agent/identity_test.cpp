#include "agent/identity.hpp"

#include <fstream>

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include "tests/support/map_host_fs.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::agent;

TEST_CASE("identity: the host's name is the kernel's, then the file's, then localhost",
          "[agent][identity]") {
    test::MapHostFs host{{"proc/sys/kernel/hostname", "web-1\n"}, {"etc/hostname", "file\n"}};
    CHECK(host_name(host) == "web-1");
    host.files["proc/sys/kernel/hostname"] = "(none)\n";
    CHECK(host_name(host) == "file");
    host.files.clear();
    CHECK(host_name(host) == "localhost");
}

TEST_CASE("identity: the agent keeps its id when the host is renamed", "[agent][identity]") {
    const test::TemporaryFolder state;
    test::MapHostFs host{{"proc/sys/kernel/hostname", "web-1\n"},
                         {"proc/sys/kernel/random/boot_id", "b-1\n"}};
    const auto first = establish_identity(host, state.path(), "");
    REQUIRE(first);
    CHECK(first->agent_id == "web-1");
    CHECK(first->boot_id == "b-1");
    host.files["proc/sys/kernel/hostname"] = "web-2\n";
    const auto second = establish_identity(host, state.path(), "");
    CHECK(second->agent_id == "web-1");
    CHECK(second->host_name == "web-2");
}

TEST_CASE("identity: a configured name wins and is not kept", "[agent][identity]") {
    const test::TemporaryFolder state;
    const test::MapHostFs host{{"proc/sys/kernel/hostname", "web-1\n"}};
    const auto named = establish_identity(host, state.path(), "shop");
    CHECK(named->agent_id == "shop");
    CHECK(named->host_name == "shop");
    CHECK(establish_identity(host, state.path(), "")->agent_id == "web-1");
}

TEST_CASE("identity: a state folder that takes no file is said", "[agent][identity]") {
    const test::MapHostFs host;
    const auto identity = establish_identity(host, "/dev/null", "");
    REQUIRE_FALSE(identity);
    CHECK(identity.error().code == Errc::unreadable);
}

TEST_CASE("identity: run ids are long and differ", "[agent][identity]") {
    const std::string a = random_id();
    CHECK(a.size() == 32);
    CHECK(a.find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(a != random_id());
}

TEST_CASE("identity: a state folder belongs to one agent at a time and to its user alone",
          "[agent][identity]") {
    const test::TemporaryFolder folder;
    const std::string state = folder.path() + "/deep/state";
    {
        const auto claim = claim_state(state);
        REQUIRE(claim);

        struct stat found {};

        REQUIRE(::stat(state.c_str(), &found) == 0);
        CHECK((found.st_mode & 0777U) == 0700U);
        CHECK(claim_state(state).error().code == Errc::conflict);
    }
    CHECK(claim_state(state));
    CHECK(claim_state("/dev/null/x").error().code == Errc::unreadable);
}
