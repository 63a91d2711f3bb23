#pragma once

#include <vector>

#include "detectors/detector.hpp"

namespace foreshock::test {

/// Remembers what was said.
struct SymptomMemory final : detectors::SymptomSink {
    void say(Symptom symptom) override { said.push_back(std::move(symptom)); }

    [[nodiscard]] std::size_t count(SymptomStatus status) const {
        std::size_t found = 0;
        for (const Symptom& symptom : said)
            found += symptom.status == status ? 1 : 0;
        return found;
    }

    std::vector<Symptom> said;
};

}  // namespace foreshock::test
