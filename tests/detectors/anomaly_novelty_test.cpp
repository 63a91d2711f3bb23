#include "detectors/engines/anomaly_novelty.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "detectors/engines/anomaly_rows.hpp"

using namespace foreshock::detectors;

TEST_CASE("anomaly novelty: a course that was there before has no distance") {
    std::vector<float> past;
    for (int i = 0; i < 300; ++i)
        past.push_back(static_cast<float>(i % 17));
    // Newest first: 6 5 4.
    CHECK(distance_to_past(std::vector<float>{6, 5, 4}, past).value() == 0);
    CHECK(distance_to_past(std::vector<float>{4, 5, 6}, past).value() == Approx(std::sqrt(8)));
}

TEST_CASE("anomaly novelty: it finds the nearest course wherever it lies") {
    for (std::size_t courses : {5U, 15U, 16U, 17U, 47U}) {
        for (std::size_t place = 0; place < courses; ++place) {
            std::vector<float> past(courses + 1, 100.0F);
            past[place] = 0;
            past[place + 1] = 3;
            INFO(courses << " courses, at " << place);
            CHECK(distance_to_past(std::vector<float>{3, 4}, past).value() == Approx(4));
        }
    }
}

TEST_CASE("anomaly novelty: below five courses there is no answer") {
    CHECK_FALSE(distance_to_past(std::vector<float>{1, 2}, std::vector<float>(5, 0.0F)));
    CHECK(distance_to_past(std::vector<float>{1, 2}, std::vector<float>(6, 0.0F)));
    CHECK_FALSE(distance_to_past(std::vector<float>{1, 2}, {}));
}

TEST_CASE("anomaly rows: the newest are kept in order, in bounded memory") {
    AnomalyRows<10, 3> rows;
    for (int i = 0; i < 100; ++i) {
        rows.push(static_cast<float>(i));
        CHECK(rows.back(0) == static_cast<float>(i));
        CHECK(rows.size() <= 13);
        CHECK(rows.size() >= std::min(i + 1, 10));
        CHECK(std::is_sorted(rows.all().begin(), rows.all().end()));
    }
    CHECK(rows.mean(3) == Approx(98));
    CHECK(rows.mean(3, 2) == Approx(96));
}
