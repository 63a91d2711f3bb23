#include "server/incidents/service.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::incidents;

TEST_CASE("service: how many hosts are needed", "[incidents][services]") {
    using Rule = HostsNeeded::Rule;
    CHECK(HostsNeeded{Rule::quorum, 0}.of(0) == 0);
    CHECK(HostsNeeded{Rule::quorum, 0}.of(1) == 1);
    CHECK(HostsNeeded{Rule::quorum, 0}.of(2) == 2);
    CHECK(HostsNeeded{Rule::quorum, 0}.of(3) == 2);
    CHECK(HostsNeeded{Rule::all, 0}.of(3) == 3);
    CHECK(HostsNeeded{Rule::count, 1}.of(3) == 1);
    CHECK(HostsNeeded{Rule::count, 9}.of(3) == 3);
}

TEST_CASE("service: a host's facts tell labels, addresses and connections",
          "[incidents][services]") {
    Host host;
    host.name = "web-1";
    host.facts = {{"address.10.0.0.1", "ipv4"}, {"kernel", "6.1"}, {"label.role", "web"}};
    const TimePoint since = from_unix_ms(1000);
    const TimePoint seen = from_unix_ms(9000);
    host.dependencies = {{"10.0.0.5:5432", "shop.service", since, seen},
                         {"[2001:db8::5]:80", "", since, seen},
                         {"nonsense", "x", since, seen},
                         {"1.2.3.4:99999", "x", since, seen}};
    CHECK(is_seen_by_services("label.role"));
    CHECK(is_seen_by_services("dependency.10.0.0.5:5432"));
    CHECK_FALSE(is_seen_by_services("unit.shop.service"));
    const ServiceHost known = service_host(host);
    CHECK(known.name == "web-1");
    CHECK(known.labels == std::vector<std::string>{"role=web"});
    CHECK(known.addresses == std::vector<std::string>{"10.0.0.1"});
    REQUIRE(known.connections.size() == 2);
    CHECK(known.connections[0] == LearnedConnection{"10.0.0.5", 5432, "shop.service", since, seen});
    CHECK(known.connections[1].address == "2001:db8::5");
    CHECK(known.connections[1].unit.empty());
}
