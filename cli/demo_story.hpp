#pragma once

#include <optional>
#include <string>

#include "cli/incident.hpp"
#include "cli/terminal.hpp"

namespace foreshock::cli {

/// Tells the demo as it happens and judges it at the end. Every answer is what to print now,
/// often nothing. Pure: times are handed in.
class DemoStory {
public:
    DemoStory(std::string failing_call, std::string culprit_mark, TimePoint begin)
        : failing_call_(std::move(failing_call)),
          culprit_mark_(std::move(culprit_mark)),
          begin_(begin) {}

    std::string on_leaking(const Look& look);
    /// What the server knows of our incident now.
    std::string on_incident(const IncidentDetail& incident, const Look& look);
    /// The call failed: was it announced, and did the forecast hold?
    std::string on_failure(TimePoint failed_at, const Look& look);
    std::string on_closed(const Look& look);

    [[nodiscard]] bool has_failed() const { return failed_at_.has_value(); }

    [[nodiscard]] bool is_announced() const { return announced_at_.has_value(); }

    [[nodiscard]] bool was_announced_in_time() const {
        return announced_at_ && failed_at_ && *announced_at_ < *failed_at_;
    }

    [[nodiscard]] bool is_resolved() const { return is_resolved_; }

    /// The last sentence: what was seen and what was not.
    [[nodiscard]] std::string verdict() const;

private:
    [[nodiscard]] std::string line(const Look& look, std::string_view text) const;
    [[nodiscard]] std::string since_begin(TimePoint at) const;
    [[nodiscard]] std::string interval_words(const Forecast& forecast) const;
    [[nodiscard]] std::string compare(const Forecast& forecast, std::string_view which) const;
    std::string announce(const IncidentDetail& incident, const Look& look);
    [[nodiscard]] std::string culprit_line(const IncidentDetail& incident) const;
    std::string tell_forecast(const IncidentSummary& incident, const Look& look);
    std::string tell_recovery(const IncidentSummary& incident, const Look& look);

    std::string failing_call_;
    std::string culprit_mark_;
    TimePoint begin_;
    std::optional<TimePoint> announced_at_;
    std::optional<TimePoint> failed_at_;
    std::optional<Forecast> first_forecast_;
    std::optional<Forecast> last_forecast_;  ///< before the failure
    std::optional<Forecast> told_forecast_;
    std::string told_priority_;
    std::string told_phase_;
    std::optional<TimePoint> told_quiet_at_;
    bool is_culprit_named_ = false;
    bool is_recovering_ = false;
    bool is_resolved_ = false;
};

}  // namespace foreshock::cli
