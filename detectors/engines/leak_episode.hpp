#pragma once

#include <optional>

#include "core/symptom.hpp"
#include "detectors/engines/leak_life.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::detectors {

/// What a symptom of the engine `leak` is made of.
struct LeakView {
    const KindSettings& kind;
    const Labels& labels;
    const LeakLife& life;
    const FormerLives& former;
    std::optional<double> limit;
};

/// One symptom of the engine `leak` from raised to cleared. With a limit it forecasts when the
/// highest teeth meet it: the slope's 95 % interval gives earliest and latest, never narrower than
/// ±10 %. Without one it has no forecast, and the sentence says so.
class LeakEpisode {
public:
    /// The first words; the life must be growing.
    explicit LeakEpisode(const LeakView& view);

    [[nodiscard]] const Symptom& raised() const { return said_; }

    /// News: another severity; an expected time that moved by a fifth of what is left, or a growth
    /// half as large again, each at most every ten minutes. Else nothing.
    std::optional<Symptom> update(const LeakView& view);

    /// The last words.
    [[nodiscard]] Symptom cleared(const KindSettings& kind, std::string_view reason, double value,
                                  TimePoint now) const;

private:
    [[nodiscard]] bool is_news(const Symptom& now, double growth) const;

    Symptom said_;
    double said_growth_ = 0;
};

}  // namespace foreshock::detectors
