#include "detectors/engines/anomaly_episode.hpp"

namespace foreshock::detectors {

AnomalyEnd AnomalyEpisode::observe(TimePoint at, double value, Duration settles_after) {
    // Of usual rows too, one in twenty-five lies a little outside.
    const double margin = (usual_.high - usual_.low) / 10;
    const bool is_usual = value >= usual_.low - margin && value <= usual_.high + margin;
    usual_rows_ = is_usual ? usual_rows_ + 1 : 0;
    if (usual_rows_ >= usual_rows_needed) return AnomalyEnd::back_to_usual;
    if (at - began_at_ >= settles_after) return AnomalyEnd::new_usual;
    return AnomalyEnd::goes_on;
}

std::string describe_sign(AnomalySign sign, double value, UsualBounds usual, Duration known_for) {
    const std::string past = " in " + describe_duration(known_for);
    const std::string rarely =
        value > usual.high || value < usual.low ? "hardly ever so " : "for these circumstances ";
    switch (sign) {
        case AnomalySign::high:
            return rarely + "high" + past;
        case AnomalySign::high_for_hour:
            return "hardly ever so high for 12 rows" + past;
        case AnomalySign::high_for_long:
            return "hardly ever so high for 48 rows" + past;
        case AnomalySign::low:
            return rarely + "low" + past;
        case AnomalySign::low_for_hour:
            return "hardly ever so low for 12 rows" + past;
        case AnomalySign::low_for_long:
            return "hardly ever so low for 48 rows" + past;
        case AnomalySign::restless:
            return "hardly ever so restless" + past;
        case AnomalySign::still:
            return "hardly ever so still" + past;
        case AnomalySign::changed:
            return "its level hardly ever changed so much" + past;
        case AnomalySign::wrong_for_hour:
            return "unlike this time of day on the days before";
        case AnomalySign::new_step:
            return "such a movement has not been seen" + past;
        case AnomalySign::new_course:
            return "such a course has not been seen" + past;
    }
    return {};
}

}  // namespace foreshock::detectors
