#pragma once

#include <map>
#include <string>

#include "symptom_memory.hpp"
#include <catch2/catch.hpp>

namespace foreshock::test {

/// Every episode is raised once, then perhaps updated, and cleared at most once; its times ascend.
inline void check_episodes(const std::vector<Symptom>& said) {
    std::map<std::string, bool> open;  // by id
    for (const Symptom& symptom : said) {
        const bool is_raised = symptom.status == SymptomStatus::raised;
        const auto known = open.find(symptom.id);
        CHECK((known == open.end()) == is_raised);
        CHECK((is_raised || (known != open.end() && known->second)));
        open[symptom.id] = symptom.status != SymptomStatus::cleared;
        CHECK(symptom.first_sign <= symptom.onset);
        CHECK(symptom.onset <= symptom.observed_at);
        CHECK_FALSE(symptom.sentence.empty());
    }
}

/// Pseudo-random numbers that are the same everywhere (splitmix64: Steele, Lea, Flood 2014).
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}

    /// 0 to below `sides`.
    std::uint64_t roll(std::uint64_t sides) {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return (z ^ (z >> 31)) % sides;
    }

private:
    std::uint64_t state_;
};

}  // namespace foreshock::test
