#pragma once

#include <optional>

#include "core/symptom.hpp"
#include "detectors/engines/exhaustion_pair.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::detectors {

/// One symptom of the engine `exhaustion` from raised to cleared: what was said last, and whether
/// there is news enough to speak again. A value.
class ExhaustionEpisode {
public:
    /// The first words; `pair` must be impending or occurring.
    ExhaustionEpisode(const KindSettings& kind, const Labels& labels, const ExhaustionPair& pair);

    [[nodiscard]] const Symptom& raised() const { return said_; }

    /// News: another phase or severity at once; an expected time that moved by more than a fifth
    /// of what is left, at most every ten seconds. Else nothing.
    std::optional<Symptom> update(const KindSettings& kind, const Labels& labels,
                                  const ExhaustionPair& pair);

    /// The last words.
    [[nodiscard]] Symptom cleared(std::string_view reason, const ExhaustionPair& pair,
                                  TimePoint now) const;

private:
    [[nodiscard]] bool is_news(const Symptom& now) const;

    Symptom said_;
};

}  // namespace foreshock::detectors
