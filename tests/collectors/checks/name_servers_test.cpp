#include "collectors/checks/name_servers.hpp"

#include "stub_background.hpp"
#include <catch2/catch.hpp>

#include "collectors/checks/catalog.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

using std::chrono::seconds;

struct Bench {
    explicit Bench(test::MapHostFs host) : bench(std::move(host)) {
        bench.background = &background;
        bench.make("name_servers", checks_catalog());
    }

    test::StubBackground background;
    test::CollectorBench bench;
};

TEST_CASE("name servers: those of resolv.conf are asked", "[collectors][name_servers]") {
    CHECK(host_name_servers(test::MapHostFs{
              {"etc/resolv.conf", "nameserver 192.0.2.1\nnameserver 192.0.2.2\n"}}) ==
          std::vector<std::string>{"192.0.2.1", "192.0.2.2"});
    CHECK(host_name_servers(test::MapHostFs{}).empty());
}

TEST_CASE("name servers: behind the stub of systemd-resolved there are others",
          "[collectors][name_servers]") {
    const test::MapHostFs host{
        {"etc/resolv.conf", "nameserver 127.0.0.53\noptions edns0 trust-ad\n"},
        {"run/systemd/resolve/resolv.conf", "nameserver 192.0.2.1\nnameserver 127.0.0.53\n"}};
    CHECK(host_name_servers(host) == std::vector<std::string>{"127.0.0.53", "192.0.2.1"});
}

TEST_CASE("name servers: a host without any, or an agent without threads, has no data",
          "[collectors][name_servers]") {
    Bench bench{{{"etc/resolv.conf", "search example\n"}}};
    CHECK(bench.bench.tick().error().code == Errc::no_data);
    test::CollectorBench alone{{{"etc/resolv.conf", "nameserver 127.0.0.1\n"}}};
    alone.make("name_servers", checks_catalog());
    CHECK(alone.tick().error().code == Errc::no_data);
}

TEST_CASE("name servers: each is told, with how many of them answer",
          "[collectors][name_servers]") {
    // Nobody can have an address with this scope: asking fails at once.
    Bench bench{{{"etc/resolv.conf", "nameserver fe80::1%none\n"}}};
    REQUIRE(bench.bench.tick());
    CHECK(bench.bench.sink.values.empty());
    bench.background.run_all();
    REQUIRE(bench.bench.tick(seconds{10}));
    const auto& sink = bench.bench.sink;
    CHECK(sink.value(R"(dns.name_server.up{server="fe80::1%none"})") == 0.0);
    CHECK(sink.count("dns.name_server.duration_seconds") == 0);
    CHECK(sink.value(R"(dns.name_server.loss_count{server="fe80::1%none"})") == 0.0);
    CHECK(sink.value("dns.name_server.up_count") == 0.0);
    CHECK(sink.value("dns.name_server.configured_count") == 1.0);
    std::vector<Fact> facts;
    bench.bench.collector->add_facts(facts);
    REQUIRE(facts.size() == 1);
    CHECK(facts[0].name == "name_server.fe80::1%none");
    CHECK(facts[0].value.starts_with("failing: "));
}

TEST_CASE("name servers: they are asked once a minute", "[collectors][name_servers]") {
    Bench bench{{{"etc/resolv.conf", "nameserver fe80::1%none\n"}}};
    REQUIRE(bench.bench.tick());
    bench.background.run_all();
    REQUIRE(bench.bench.tick(seconds{10}));
    REQUIRE(bench.bench.tick(seconds{49}));
    CHECK(bench.background.started == 1);
    REQUIRE(bench.bench.tick(seconds{1}));
    CHECK(bench.background.started == 2);
}

}  // namespace
}  // namespace foreshock::collectors
