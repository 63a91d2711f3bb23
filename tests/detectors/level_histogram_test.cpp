#include "detectors/engines/level_histogram.hpp"

#include <catch2/catch.hpp>

using namespace foreshock::detectors;

TEST_CASE("level histogram: a median is right to five per cent", "[detectors][shift]") {
    for (const double scale : {1e-6, 1.0, 1e9}) {
        LevelHistogram past;
        for (int i = 1; i <= 999; ++i)
            past.add(LevelHistogram::bucket_of(scale * (50 + i % 101), scale));
        CHECK(LevelHistogram::value_of(past.median(), scale) == Approx(100 * scale).epsilon(0.06));
    }
}

TEST_CASE("level histogram: a rank is the share below, ties count half", "[detectors][shift]") {
    LevelHistogram past;
    for (const int bucket : {10, 10, 20, 30})
        past.add(bucket);
    CHECK(past.rank(5) == 0);
    CHECK(past.rank(10) == 0.25);
    CHECK(past.rank(15) == 0.5);
    CHECK(past.rank(30) == 0.875);
    CHECK(past.rank(999) == 1);
}

TEST_CASE("level histogram: the past fades at its bound", "[detectors][shift]") {
    LevelHistogram past;
    for (std::uint32_t i = 0; i < LevelHistogram::samples_max; ++i)
        past.add(10);
    CHECK(past.samples() == LevelHistogram::samples_max);
    past.add(20);
    CHECK(past.samples() == LevelHistogram::samples_max / 2 + 1);
    for (std::uint32_t i = 0; i < 2 * LevelHistogram::samples_max; ++i)
        past.add(20);
    CHECK(past.median() == 20);
}

TEST_CASE("level histogram: values below the floor are one", "[detectors][shift]") {
    CHECK(LevelHistogram::bucket_of(-5, 1) == 0);
    CHECK(LevelHistogram::bucket_of(0.3, 1) == 0);
    CHECK(LevelHistogram::bucket_of(1e300, 1e-9) == 1000);
}

TEST_CASE("level histogram: it is read as it was written, or not at all", "[detectors][shift]") {
    LevelHistogram past;
    for (int i = 0; i < 100; ++i)
        past.add(300 + i % 7);
    StateWriter writer;
    past.save(writer);
    const std::string state = writer.take();
    LevelHistogram same;
    StateReader reader{state};
    CHECK(same.restore(reader));
    CHECK(same.samples() == 100);
    CHECK(same.median() == past.median());
    StateReader cut{std::string_view{state}.substr(0, state.size() - 1)};
    CHECK_FALSE(same.restore(cut));
    CHECK(same.samples() == 0);
}
