#include "collectors/look_allowance.hpp"

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

constexpr TimePoint start = from_unix_ms(1'790'000'000'000);

TEST_CASE("look allowance: as many as seconds have passed, within a bound", "[collectors][tasks]") {
    LookAllowance allowance{100};
    CHECK(allowance.grant(start) == 100);
    CHECK(allowance.grant(start + std::chrono::seconds{2}) == 200);
    CHECK(allowance.grant(start + std::chrono::seconds{2}) == 100);
    CHECK(allowance.grant(start + std::chrono::hours{1}) == 1000);
}

}  // namespace
}  // namespace foreshock::collectors
