#include "detectors/engines/anomaly_season.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

const TimePoint midnight{days{20000}};

}  // namespace

TEST_CASE("anomaly season: an hour is known once it has been seen on three days") {
    AnomalySeason season;
    for (int day = 0; day < 3; ++day) {
        CHECK_FALSE(season.usual(midnight + days{day} + hours{9}));
        for (int minute = 0; minute < 60; minute += 5)
            season.observe(midnight + days{day} + hours{9} + minutes{minute}, 100 + day);
    }
    CHECK(season.usual(midnight + days{3} + hours{9}).value() == Approx(101));
    CHECK_FALSE(season.usual(midnight + days{3} + hours{10}));
}

TEST_CASE("anomaly season: one wild day does not move what is usual") {
    AnomalySeason season;
    for (int day = 0; day < 7; ++day)
        season.observe(midnight + days{day} + hours{9}, day == 5 ? 1e6 : 10);
    CHECK(season.usual(midnight + days{7} + hours{9}).value() == Approx(10));
}

TEST_CASE("anomaly season: seven days are kept, older ones are forgotten") {
    AnomalySeason season;
    for (int day = 0; day < 20; ++day)
        season.observe(midnight + days{day} + hours{1}, day < 12 ? 1 : 2);
    CHECK(season.usual(midnight + days{20} + hours{1}).value() == Approx(2));
}

TEST_CASE("anomaly season: times before 1970 and backward steps have their hours too") {
    AnomalySeason season;
    for (int day = -3; day < 0; ++day)
        season.observe(TimePoint{days{day} + hours{23}}, 7);
    CHECK(season.usual(TimePoint{days{0} + hours{23}}).value() == Approx(7));
    season.observe(TimePoint{days{-9} + hours{23}}, 7);
    CHECK(season.usual(TimePoint{days{1} + hours{23}}).value() == Approx(7));
}
