#include "collectors/keys.hpp"

#include <catch2/catch.hpp>

#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const std::string root = "    0:     9 8/8 3/1000000 40/25000000\n";
const std::string shop = " 1000:    12 11/11 190/200 9000/20000\n";

TEST_CASE("keys: a line tells what counts and what is allowed", "[collectors][keys]") {
    std::vector<KeyUse> users;
    REQUIRE(parse_key_users(root + shop, users));
    REQUIRE(users.size() == 2);
    CHECK(users[1].user_id == 1000);
    CHECK(users[1].keys == 190);
    CHECK(users[1].keys_limit == 200);
    CHECK(users[1].bytes == 9000);
    CHECK(users[1].bytes_limit == 20000);
}

TEST_CASE("keys: lines that are no users are malformed", "[collectors][keys]") {
    std::vector<KeyUse> users;
    for (const std::string text :
         {"x\n", "0: 1 2/3 4/5\n", "0: 1 2/3 4/5 6\n", "0 1 2/3 4/5 6/7\n", "-1: 1 2/3 4/5 6/7\n",
          "4294967296: 1 2/3 4/5 6/7\n", "5: 1 1/1 1/1 1/1\n5: 1 1/1 1/1 1/1\n"}) {
        INFO(text);
        REQUIRE_FALSE(parse_key_users(text, users));
        CHECK(parse_key_users(text, users).error().code == Errc::malformed);
    }
}

TEST_CASE("keys: each user's use stands beside the quota", "[collectors][keys]") {
    test::CollectorBench bench{{{"proc/key-users", root + shop}}};
    bench.make("keys");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("keys.quota.used_count{user_id=\"1000\"}") == 190.0);
    CHECK(bench.sink.value("keys.quota.limit_count{user_id=\"1000\"}") == 200.0);
    CHECK(bench.sink.value("keys.quota.used_bytes{user_id=\"1000\"}") == 9000.0);
    CHECK(bench.sink.value("keys.quota.limit_bytes{user_id=\"0\"}") == 25000000.0);
}

TEST_CASE("keys: users come and go", "[collectors][keys]") {
    test::CollectorBench bench{{{"proc/key-users", root + shop}}};
    bench.make("keys");
    REQUIRE(bench.tick());
    bench.host.files["proc/key-users"] = root;
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.size() == 4);
    bench.host.files["proc/key-users"] = root + shop;
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.size() == 8);
}

TEST_CASE("keys: of many users those nearest to their quota are told, one above the bound none",
          "[collectors][keys]") {
    std::string text;
    for (std::size_t i = 0; i <= key_users_max; ++i) {
        text += std::to_string(i) + ": 1 1/1 " + std::to_string(i + 1) + "/200 1/20000\n";
    }
    test::CollectorBench bench{{{"proc/key-users", text}}};
    bench.make("keys");
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("keys.quota.used_count") == key_users_max);
    CHECK_FALSE(bench.sink.has("keys.quota.used_count{user_id=\"0\"}"));
}

TEST_CASE("keys: a kernel without keys has no data", "[collectors][keys]") {
    test::CollectorBench bench;
    bench.make("keys");
    const auto collected = bench.tick();
    REQUIRE_FALSE(collected);
    CHECK(collected.error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
