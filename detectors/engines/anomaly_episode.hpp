#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/symptom.hpp"
#include "detectors/engines/anomaly_judge.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::detectors {

/// How an episode ends.
enum class AnomalyEnd : std::uint8_t { goes_on, back_to_usual, new_usual };

/// One anomaly from its flag to its end: over when twelve rows in a row lie in the range that was
/// usual before, and at the latest when the new state has lasted as long as the settings say.
class AnomalyEpisode {
public:
    AnomalyEpisode(TimePoint at, UsualBounds usual) : began_at_(at), usual_(usual) {}

    AnomalyEnd observe(TimePoint at, double value, Duration settles_after);

    [[nodiscard]] UsualBounds usual() const { return usual_; }

private:
    static constexpr int usual_rows_needed = 12;

    TimePoint began_at_;
    UsualBounds usual_;
    int usual_rows_ = 0;
};

/// What is unusual, in words: "never so high in 2 d".
std::string describe_sign(AnomalySign sign, double value, UsualBounds usual, Duration known_for);

}  // namespace foreshock::detectors
