#include "detectors/engines/anomaly_tail.hpp"

#include <cmath>

#include <catch2/catch.hpp>

using namespace foreshock::detectors;

namespace {

// A wave that reaches everything between -1 and 1, without chance.
double wave(int i) {
    return std::sin(i * 0.7) * std::cos(i * 0.013);
}

AnomalyTail tail_of(int rows, double scale = 1, double shift = 0) {
    AnomalyTail tail{8};
    for (int i = 0; i < rows; ++i)
        tail.observe(shift + scale * wave(i), 10);
    return tail;
}

}  // namespace

TEST_CASE("anomaly tail: what is usual is not rare, what is far beyond is very rare") {
    const AnomalyTail tail = tail_of(2000);
    CHECK(tail.rarity(0.5) == 0);
    CHECK(tail.rarity(1.05) > 0);
    CHECK(tail.rarity(2) > 3);
    CHECK(tail.rarity(2) > tail.rarity(1.5));
    CHECK(tail.rarity(1e300) == 100);
}

TEST_CASE("anomaly tail: shifting and scaling change nothing") {
    const AnomalyTail tail = tail_of(2000);
    const AnomalyTail other = tail_of(2000, 250, 1000);
    CHECK(other.rarity(1000 + 250 * 1.2) == Approx(tail.rarity(1.2)).epsilon(0.01));
}

TEST_CASE("anomaly tail: it is silent until it has seen three blocks") {
    CHECK(tail_of(29).rarity(1e6) == 0);
    CHECK(tail_of(30).rarity(1e6) > 0);
}

TEST_CASE("anomaly tail: a constant has no tail, another value counts once among all blocks") {
    AnomalyTail tail{8};
    for (int i = 0; i < 200; ++i)
        tail.observe(5, 10);
    CHECK(tail.rarity(5) == 0);
    CHECK(tail.rarity(5.001) == Approx(std::log10(20.0) + 1));
}

TEST_CASE("anomaly tail: the count of blocks is bounded, the greatest are thinned with it") {
    const AnomalyTail tail = tail_of(10 * AnomalyTail::blocks_max * 3);
    CHECK(tail.rarity(0.5) == 0);
    CHECK(tail.rarity(3) > 3);
}

TEST_CASE("anomaly tail: what was saved is read back") {
    const AnomalyTail tail = tail_of(1234);
    StateWriter out;
    tail.save(out);
    const std::string bytes = out.take();
    StateReader in{bytes};
    AnomalyTail read{8};
    read.restore(in);
    CHECK(in.is_complete());
    CHECK(read.rarity(1.1) == tail.rarity(1.1));
    CHECK(read.rows_in_block() == tail.rows_in_block());
}
