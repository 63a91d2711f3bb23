#pragma once

#include <cstdint>
#include <utility>

namespace foreshock::incidents::test {

/// Chance that a seed repeats, on every machine (splitmix64: Steele, Lea, Flood 2014).
class Chance {
public:
    explicit Chance(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15U) {}

    /// 0 to below - 1.
    int pick(int below) { return static_cast<int>(next() % static_cast<std::uint64_t>(below)); }

    bool one_in(int times) { return pick(times) == 0; }

    template <class List>
    auto& one_of(List& list) {
        return list[static_cast<std::size_t>(pick(static_cast<int>(list.size())))];
    }

    template <class List>
    void shuffle(List& list) {
        for (std::size_t i = list.size(); i > 1; --i)
            std::swap(list[i - 1], list[static_cast<std::size_t>(pick(static_cast<int>(i)))]);
    }

private:
    std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31);
    }

    std::uint64_t state_;
};

}  // namespace foreshock::incidents::test
