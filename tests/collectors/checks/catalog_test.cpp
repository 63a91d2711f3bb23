#include "collectors/checks/catalog.hpp"

#include <catch2/catch.hpp>

#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

TEST_CASE("checks catalogue: without configuration or threads nothing is asked and nothing fails",
          "[collectors][checks]") {
    CheckSettings check;
    check.name = "x";
    check.target = IcmpTarget{"127.0.0.1", 1};
    ScrapeSettings scrape;
    scrape.name = "x";
    scrape.url = "http://127.0.0.1:1/";
    for (const char* name : {"checks", "scrape"}) {
        test::CollectorBench bench;
        bench.make(name, checks_catalog());
        CHECK(bench.tick().error().code == Errc::no_data);
        bench.watch.checks = {check};
        bench.watch.scrapes = {scrape};
        bench.make(name, checks_catalog());
        CHECK(bench.tick());
        CHECK(bench.sink.values.empty());
    }
}

TEST_CASE("checks catalogue: only StatsD, which opens a port, is off by default",
          "[collectors][checks]") {
    for (const CollectorEntry& entry : checks_catalog()) {
        INFO(entry.name);
        CHECK(entry.on_by_default == (entry.name != "statsd"));
    }
}

}  // namespace
}  // namespace foreshock::collectors
