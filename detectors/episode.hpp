#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/symptom.hpp"

namespace foreshock::detectors {

/// One thing that was said, from raised to cleared.
struct Episode {
    std::string kind;
    std::string component;
    std::string sentence;  ///< the first one
    TimePoint raised_at;
    std::optional<TimePoint> occurring_at;  ///< when it was first said to have happened
    std::optional<TimePoint> cleared_at;    ///< open at the end of the recording: nothing
    std::optional<Forecast> forecast;       ///< the first one
    Severity severity = Severity::info;     ///< the worst

    /// Did it announce something before it happened?
    [[nodiscard]] bool is_announcement() const { return forecast.has_value(); }
};

/// Makes episodes out of symptoms. At most episodes_max; beyond, new ones are counted only.
class EpisodeBook {
public:
    static constexpr std::size_t episodes_max = 100000;

    void take(const Symptom& symptom);

    /// In the order in which they were raised.
    [[nodiscard]] const std::vector<Episode>& episodes() const { return episodes_; }

    [[nodiscard]] std::size_t refused() const { return refused_; }

private:
    std::vector<Episode> episodes_;
    std::map<std::string, std::size_t> open_;  // by id
    std::size_t refused_ = 0;
};

}  // namespace foreshock::detectors
