#pragma once

#include <string>

#include "symptom_memory.hpp"

#include "detectors/engine.hpp"

namespace foreshock::test {

/// Gives the series "0" to `count` - 1 (by `label`) of a signal a value at `at`, and answers how
/// many series the engine has refused by now.
inline std::uint64_t refused_of(detectors::Engine& engine, const std::string& signal,
                                const std::string& label, int count,
                                TimePoint at = from_unix_ms(1'790'000'000'000)) {
    SymptomMemory memory;
    for (int i = 0; i < count; ++i) {
        const auto slot = engine.attach({signal, Labels{{label, std::to_string(i)}}});
        if (slot) engine.observe(*slot, {SeriesId{*slot}, at + std::chrono::seconds{i}, 1}, memory);
    }
    return engine.counters().subjects_refused;
}

}  // namespace foreshock::test
