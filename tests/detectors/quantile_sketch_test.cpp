#include "detectors/engines/quantile_sketch.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

using namespace foreshock::detectors;

namespace {

using Random = std::mt19937_64;

struct Distribution {
    const char* name;
    std::function<double(Random&)> draw;
};

const std::vector<Distribution> distributions{
    {"uniform",
     [](Random& r) {
         return std::uniform_real_distribution{0.0, 1.0}(r);
     }},
    {"exponential", [](Random& r) { return std::exponential_distribution{3.0}(r); }},
    {"lognormal",
     [](Random& r) {
         return std::lognormal_distribution{-6.0, 1.5}(r);
     }},
    {"pareto",
     [](Random& r) {
         return std::pow(1 - std::uniform_real_distribution{0.0, 1.0}(r), -1 / 1.5);
     }},
    {"two humps",
     [](Random& r) {
         return std::normal_distribution{r() % 10 == 0 ? 900.0 : 20.0, 3.0}(r);
     }},
    {"constant", [](Random&) { return 42.0; }},
    {"mostly zero", [](Random& r) { return r() % 3 == 0 ? 1.0 + double(r() % 50) : 0.0; }},
};

double exact(std::vector<double> values, double share) {
    const auto nth = static_cast<std::ptrdiff_t>(share * (double(values.size()) - 1));
    std::nth_element(values.begin(), values.begin() + nth, values.end());
    return values[static_cast<std::size_t>(nth)];
}

bool is_near(double found, double wanted) {
    return std::abs(found - wanted) <= QuantileSketch::accuracy * wanted * (1 + 1e-9);
}

QuantileSketch read_back(const std::string& state) {
    StateReader reader{state};
    QuantileSketch sketch;
    CHECK(sketch.restore(reader));
    CHECK(reader.is_complete());
    return sketch;
}

}  // namespace

TEST_CASE("quantile sketch: answers stay within the promised accuracy", "[detectors][sketch]") {
    for (const Distribution& each : distributions) {
        Random random{11};
        QuantileSketch sketch;
        std::vector<double> values;
        for (int i = 0; i < 17000; ++i) {
            values.push_back(each.draw(random));
            sketch.add(values.back());
        }
        REQUIRE(sketch.count() == values.size());
        for (const double share : {0.0, 0.05, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1.0}) {
            const double wanted = exact(values, share);
            // Beyond the span of the buckets the smallest share one.
            if (wanted < exact(values, 1) / 300000) continue;
            INFO(each.name << " " << share << ": " << sketch.quantile(share) << ", exact "
                           << wanted);
            CHECK(is_near(sketch.quantile(share), wanted));
        }
    }
}

TEST_CASE("quantile sketch: the order of the values does not matter at the upper end",
          "[detectors][sketch]") {
    for (const bool rising : {true, false}) {
        QuantileSketch sketch;
        for (int i = 0; i < 1000; ++i)
            sketch.add(std::pow(10, (rising ? i : 999 - i) / 100.0 - 5));
        CHECK(sketch.count() == 1000);
        CHECK(is_near(sketch.quantile(0.99), std::pow(10, 989 / 100.0 - 5)));
        CHECK(is_near(sketch.quantile(0.6), std::pow(10, 599 / 100.0 - 5)));
    }
}

TEST_CASE("quantile sketch: scaling the values scales the answer", "[detectors][sketch]") {
    for (const double scale : {1e-6, 1.0, 1e9}) {
        Random random{3};
        QuantileSketch sketch;
        std::vector<double> values;
        for (int i = 0; i < 3000; ++i) {
            values.push_back(scale * (1 + double(random() % 1000)));
            sketch.add(values.back());
        }
        CHECK(is_near(sketch.quantile(0.95), exact(values, 0.95)));
    }
}

TEST_CASE("quantile sketch: what is no number is no value, what is negative counts as zero",
          "[detectors][sketch]") {
    QuantileSketch sketch;
    CHECK(sketch.quantile(0.5) == 0);
    sketch.add(std::nan(""));
    sketch.add(std::numeric_limits<double>::infinity());
    sketch.add(-std::numeric_limits<double>::infinity());
    CHECK(sketch.count() == 0);
    sketch.add(-7);
    sketch.add(0);
    sketch.add(std::numeric_limits<double>::denorm_min());
    CHECK(sketch.count() == 3);
    CHECK(sketch.quantile(1) == 0);
    sketch.add(std::numeric_limits<double>::max());
    CHECK(is_near(sketch.quantile(1), QuantileSketch::largest));
}

TEST_CASE("quantile sketch: a full bucket takes no more", "[detectors][sketch]") {
    QuantileSketch sketch;
    for (int i = 0; i < 70000; ++i)
        sketch.add(5);
    CHECK(sketch.count() == QuantileSketch::count_max);
    for (int i = 0; i < 70000; ++i)
        sketch.add(1e-12);
    sketch.add(1e17);  // the fives fall out of the window and share its lowest bucket
    CHECK(sketch.count() == 2U * QuantileSketch::count_max + 1);
    CHECK(is_near(sketch.quantile(1), 1e17));
}

TEST_CASE("quantile sketch: a state is read as it was written", "[detectors][sketch]") {
    for (const Distribution& each : distributions) {
        Random random{5};
        QuantileSketch sketch;
        for (int i = 0; i < 5000; ++i)
            sketch.add(each.draw(random));
        StateWriter writer;
        sketch.save(writer);
        QuantileSketch again = read_back(writer.take());
        CHECK(again.count() == sketch.count());
        for (int i = 0; i < 2000; ++i) {
            const double value = each.draw(random);
            again.add(value);
            sketch.add(value);
        }
        for (const double share : {0.0, 0.5, 0.99, 1.0})
            CHECK(again.quantile(share) == sketch.quantile(share));
    }
}

TEST_CASE("quantile sketch: bytes that are none of ours leave it empty", "[detectors][sketch]") {
    QuantileSketch full;
    for (int i = 1; i < 500; ++i)
        full.add(i);
    StateWriter writer;
    full.save(writer);
    const std::string state = writer.take();
    for (std::size_t size = 0; size < state.size(); ++size) {
        StateReader reader{std::string_view{state}.substr(0, size)};
        QuantileSketch sketch = full;
        CHECK_FALSE(sketch.restore(reader));
        CHECK(sketch.count() == 0);
    }
    Random random{9};
    for (int round = 0; round < 2000; ++round) {
        std::string garbage = state;
        for (int i = 0; i < 4; ++i)
            garbage[random() % garbage.size()] = static_cast<char>(random());
        StateReader reader{garbage};
        QuantileSketch sketch;
        sketch.restore(reader);
        sketch.add(3);
        CHECK(std::isfinite(sketch.quantile(0.9)));
    }
}
