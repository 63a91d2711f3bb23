#pragma once

#include <optional>
#include <sstream>

#include "server/incidents/incident.hpp"

namespace foreshock::incidents::test {

/// What the lines of one timeline add up to, read as a person reads them: everything that was
/// decided about the incident. What was observed lies in the incident, not in its lines.
class TimelineReader {
public:
    /// The next line; they must come in order.
    void read(const Event& event) {
        switch (event.kind) {
            case EventKind::opened:
                state_ = "new";
                opened_at_ = event.at;
                priority_ = event.to;
                return;
            case EventKind::priority_changed:
                priority_ = event.to;
                return;
            case EventKind::phase_changed:
                phase_ = event.to;
                return;
            case EventKind::announced:
                announced_at_ = event.at;
                return;
            case EventKind::acknowledged:
                state_ = "in_progress";
                owner_ = event.to;
                if (!acknowledged_at_) acknowledged_at_ = event.at;
                return;
            case EventKind::recovery_started:
                recovering_since_ = event.at;
                return;
            case EventKind::relapsed:
                recovering_since_.reset();
                return;
            case EventKind::resolved:
                state_ = "resolved";
                outcome_ = event.to;
                resolved_at_ = event.at;
                recovering_since_.reset();
                return;
            case EventKind::merged:
                if (!event.to.empty()) end_as_part_of_another(event.at);
                return;
            case EventKind::reopened:
                state_ = event.to;
                outcome_ = "open";
                resolved_at_.reset();
                recovering_since_.reset();
                ++times_reopened_;
                return;
            case EventKind::pended:
            case EventKind::resumed:
                state_ = event.to;
                return;
            case EventKind::closed:
                state_ = "closed";
                closed_at_ = event.at;
                return;
            default:
                return;
        }
    }

    void end_as_part_of_another(TimePoint at) {
        state_ = "resolved";
        outcome_ = "merged";
        resolved_at_ = at;
        recovering_since_.reset();
    }

    [[nodiscard]] std::string text() const {
        std::ostringstream out;
        out << state_ << ' ' << outcome_ << ' ' << owner_ << ' ' << priority_ << ' '
            << times_reopened_ << at(opened_at_) << at(announced_at_) << at(acknowledged_at_)
            << at(recovering_since_) << at(resolved_at_) << at(closed_at_);
        return out.str();
    }

    /// The same text from the state itself.
    static std::string text_of(const Incident& incident) {
        std::ostringstream out;
        out << to_string(incident.state) << ' ' << to_string(incident.outcome) << ' '
            << incident.owner << " P" << incident.priority.level << ' ' << incident.times_reopened
            << at(incident.opened_at) << at(incident.announced_at) << at(incident.acknowledged_at)
            << at(incident.recovering_since) << at(incident.resolved_at) << at(incident.closed_at);
        return out.str();
    }

    /// Empty while no line has spoken of it: then it is as it was at the opening.
    [[nodiscard]] const std::string& phase() const { return phase_; }

private:
    static std::string at(std::optional<TimePoint> time) {
        return time ? " @" + std::to_string(to_unix_ms(*time)) : " @-";
    }

    std::string state_;
    std::string outcome_ = "open";
    std::string owner_;
    std::string priority_;
    std::string phase_;
    int times_reopened_ = 0;
    std::optional<TimePoint> opened_at_;
    std::optional<TimePoint> announced_at_;
    std::optional<TimePoint> acknowledged_at_;
    std::optional<TimePoint> recovering_since_;
    std::optional<TimePoint> resolved_at_;
    std::optional<TimePoint> closed_at_;
};

}  // namespace foreshock::incidents::test
