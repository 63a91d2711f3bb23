#include "agent/blind_spots.hpp"

#include <catch2/catch.hpp>

#include "tests/support/map_host_fs.hpp"

using namespace foreshock;
using namespace foreshock::agent;

TEST_CASE("blind spots: a host whose places are open or absent has none", "[agent][sight]") {
    const test::MapHostFs empty;
    CHECK(blind_spots(empty).empty());
    test::MapHostFs open;
    for (const GuardedPlace& place : guarded_places()) {
        open.files[std::string{place.path} + (place.is_folder ? "/a" : "")] = "text";
    }
    CHECK(blind_spots(open).empty());
}

TEST_CASE("blind spots: only what really could not be read is named, by its right",
          "[agent][sight]") {
    test::MapHostFs host;
    host.unreadable = {"proc/1/io", "proc/1/mountinfo", "var/log/journal"};
    CHECK(blind_spots(host) ==
          std::vector<std::string>{"without CAP_SYS_PTRACE: mounts as the host sees them, what "
                                   "other users' processes read and write",
                                   "without group systemd-journal: the journal"});
}

TEST_CASE("blind spots: each place tells a right and what it opens", "[agent][sight]") {
    for (const GuardedPlace& place : guarded_places()) {
        CAPTURE(place.path);
        test::MapHostFs host;
        host.unreadable = {std::string{place.path}};
        const auto lines = blind_spots(host);
        REQUIRE(lines.size() == 1);
        CHECK(lines[0].find(place.right) != std::string::npos);
        CHECK(lines[0].find(place.opens) != std::string::npos);
        CHECK_FALSE(place.path.starts_with("/"));
    }
}

TEST_CASE("blind spots: a capability that questions need is named where there is what to ask",
          "[agent][sight]") {
    test::MapHostFs host{{"proc/self/loginuid", "4294967295"},
                         {"proc/self/status", "Name:\tagent\nCapEff:\t0000000000000000\n"}};
    CHECK(blind_spots(host) == std::vector<std::string>{"without CAP_AUDIT_CONTROL: audit records "
                                                        "that wait or are lost"});
    host.files["proc/self/status"] = "Name:\tagent\nCapEff:\t000001ffffffffff\n";
    CHECK(blind_spots(host).empty());
    host.files["proc/self/status"] = "Name:\tagent\nCapEff:\t0000000040000000\n";
    CHECK(blind_spots(host).empty());
    host.files["proc/self/status"] = "Name:\tagent\nCapEff:\tnone\n";
    CHECK(blind_spots(host).empty());
    host.files = {{"proc/self/status", "Name:\tagent\nCapEff:\t0000000000000000\n"}};
    CHECK(blind_spots(host).empty());
}
