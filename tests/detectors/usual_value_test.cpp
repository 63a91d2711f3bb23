#include "detectors/engines/usual_value.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;
using std::chrono::hours;

TEST_CASE("usual value: it is the one of four fifths of the life", "[detectors][state]") {
    UsualValue usual;
    CHECK_FALSE(usual.usual());
    CHECK(usual.share(7) == 1);
    usual.spend(1, hours{8});
    usual.spend(0, hours{2});
    CHECK(usual.usual() == 1.0);
    usual.spend(0, hours{1});
    CHECK_FALSE(usual.usual());
    CHECK(usual.share(7) == 0);
}

TEST_CASE("usual value: old times count less and less", "[detectors][state]") {
    UsualValue usual;
    usual.spend(1, UsualValue::life_max);
    CHECK(usual.life() == UsualValue::life_max);
    usual.spend(2, hours{2});
    CHECK(usual.life() == UsualValue::life_max / 2 + hours{1});
}

TEST_CASE("usual value: at the bound of values all are kept, one more drops the rarest",
          "[detectors][state]") {
    UsualValue usual;
    for (std::size_t i = 0; i < UsualValue::values_max; ++i)
        usual.spend(static_cast<double>(i), hours{10 - i});
    CHECK(usual.share(7) > 0);
    usual.spend(99, hours{1});
    CHECK(usual.share(7) == 0);
    CHECK(usual.share(99) > 0);
}
