#include "collectors/system/accounts.hpp"

#include <catch2/catch.hpp>

#include "collectors/system/catalog.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

test::CollectorBench bench_with(const std::string& shadow) {
    return test::CollectorBench{{{"etc/shadow", shadow}}};
}

TEST_CASE("accounts: dates of passwords and accounts are told as time that is left",
          "[collectors][accounts]") {
    auto bench = bench_with(
        "root:*:20000:0:99999:7:::\nann:$y$x:20000:0:90:7:::\nguest:!:20000:0:99999:7::20100:\n");
    bench.make("accounts", system_catalog());
    bench.clock.set(TimePoint{std::chrono::hours{24} * 20089});
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("account.password.remaining_seconds{account=\"ann\"}") == 86399);
    CHECK(bench.sink.value("account.access.remaining_seconds{account=\"guest\"}") ==
          11 * 86400 - 1);
    CHECK(bench.sink.values.size() == 2);
}

TEST_CASE("accounts: a date that is over is negative, a renewed one is not",
          "[collectors][accounts]") {
    auto bench = bench_with("ann:$y$x:20000:0:90:7:::\n");
    bench.make("accounts", system_catalog());
    bench.clock.set(TimePoint{std::chrono::hours{24} * 20091});
    REQUIRE(bench.tick());
    CHECK(*bench.sink.value("account.password.remaining_seconds{account=\"ann\"}") < 0);
    bench.host.files["etc/shadow"] = "ann:$y$x:20091:0:90:7:::\n";
    REQUIRE(bench.tick());
    CHECK(*bench.sink.value("account.password.remaining_seconds{account=\"ann\"}") > 0);
    bench.host.files["etc/shadow"] = "root:*:20000:0:99999:7:::\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.empty());
}

TEST_CASE("accounts: who may not read the file has no data, as it should be",
          "[collectors][accounts]") {
    auto bench = bench_with("");
    bench.host.unreadable.insert("etc/shadow");
    bench.make("accounts", system_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
    test::CollectorBench empty;
    empty.make("accounts", system_catalog());
    CHECK(empty.tick().error().code == Errc::no_data);
}

TEST_CASE("accounts: so many have series", "[collectors][accounts]") {
    std::string shadow;
    for (int i = 0; i < 300; ++i)
        shadow += "a" + std::to_string(i) + ":$y$x:20000:0:90:7:::\n";
    auto bench = bench_with(shadow);
    bench.make("accounts", system_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.size() == 256);
}

}  // namespace
}  // namespace foreshock::collectors
