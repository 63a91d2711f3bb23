#include "cli/demo_story.hpp"

#include <algorithm>
#include <cmath>

#include "cli/words.hpp"

namespace foreshock::cli {
namespace {

constexpr std::size_t stamp_columns = 10;
/// A forecast that moved less than this is not told again.
constexpr Duration forecast_step_min = std::chrono::seconds{10};
constexpr Duration quiet_every = std::chrono::seconds{30};

std::string minutes_and_seconds(Duration span) {
    return stop_watch(span).substr(3);
}

bool is_inside(const Forecast& forecast, TimePoint at) {
    return forecast.earliest <= at && at <= forecast.latest;
}

}  // namespace

std::string DemoStory::since_begin(TimePoint at) const {
    return minutes_and_seconds(at - begin_);
}

std::string DemoStory::line(const Look& look, std::string_view text) const {
    const std::string wrapped = wrap(text, look.width, stamp_columns);
    const std::string stamp = stop_watch(look.now - begin_);
    return look.paint(Colour::dim, stamp) + "  " + wrapped.substr(stamp_columns);
}

std::string DemoStory::interval_words(const Forecast& forecast) const {
    return since_begin(forecast.earliest) + "-" + since_begin(forecast.latest);
}

std::string DemoStory::on_leaking(const Look& look) {
    return line(look, "the leak begins; nobody has been told about it");
}

std::string DemoStory::on_incident(const IncidentDetail& incident, const Look& look) {
    const IncidentSummary& summary = incident.summary;
    if (!failed_at_ && summary.forecast) last_forecast_ = summary.forecast;
    std::string text;
    if (!announced_at_) text += announce(incident, look);
    if (!is_culprit_named_) {
        const std::string culprit = culprit_line(incident);
        is_culprit_named_ = !culprit.empty();
        if (is_culprit_named_) text += line(look, "the snapshot of the host names it: " + culprit);
    }
    if (summary.priority != told_priority_) {
        text += line(look, "priority " + told_priority_ + " becomes " + summary.priority);
        told_priority_ = summary.priority;
    }
    if (summary.phase != told_phase_) {
        text += line(look, "the incident is now " + summary.phase);
        told_phase_ = summary.phase;
    }
    return text + tell_forecast(summary, look) + tell_recovery(summary, look);
}

std::string DemoStory::announce(const IncidentDetail& incident, const Look& look) {
    const IncidentSummary& summary = incident.summary;
    announced_at_ = look.now;
    first_forecast_ = told_forecast_ = summary.forecast;
    told_priority_ = summary.priority;
    told_phase_ = summary.phase;
    std::string text =
        line(look, look.paint(Colour::bold, "announced as " + summary.reference + ": " +
                                                summary.priority + ", " + summary.phase));
    text += wrap(summary.sentence, look.width, stamp_columns);
    if (summary.forecast) {
        text += wrap(summary.forecast->disruption + " at " +
                         since_begin(summary.forecast->expected) + " by this clock, between " +
                         interval_words(*summary.forecast) + ", confidence " +
                         std::to_string(std::lround(summary.forecast->confidence * 100)) + " %",
                     look.width, stamp_columns);
    }
    for (const std::string& reason : summary.priority_reasons) {
        text += wrap(summary.priority + " because " + reason, look.width, stamp_columns);
    }
    return text + wrap("more: foreshock incidents show " + std::to_string(summary.number),
                       look.width, stamp_columns);
}

std::string DemoStory::culprit_line(const IncidentDetail& incident) const {
    for (const SymptomDetail& symptom : incident.symptoms) {
        if (!symptom.snapshot) continue;
        for (const SnapshotSection& section : symptom.snapshot->sections) {
            if (!section.culprit || *section.culprit >= section.rows.size()) continue;
            const auto& row = section.rows[*section.culprit];
            const bool is_ours = std::any_of(row.begin(), row.end(), [&](const std::string& cell) {
                return cell.find(culprit_mark_) != std::string::npos;
            });
            if (!is_ours) continue;
            std::string words = section.title + ":";
            for (const std::string& cell : row)
                words += " " + cell;
            return words;
        }
    }
    return {};
}

std::string DemoStory::tell_forecast(const IncidentSummary& incident, const Look& look) {
    if (failed_at_ || !incident.forecast) return {};
    if (told_forecast_) {
        const Duration moved = incident.forecast->expected - told_forecast_->expected;
        if (std::chrono::abs(moved) < forecast_step_min) return {};
    }
    told_forecast_ = incident.forecast;
    return line(look, "the forecast is now " + since_begin(incident.forecast->expected) +
                          ", between " + interval_words(*incident.forecast));
}

std::string DemoStory::tell_recovery(const IncidentSummary& incident, const Look& look) {
    if (!incident.is_open) {
        if (is_resolved_) return {};
        is_resolved_ = true;
        return line(look, incident.reference + " is " + incident.state + " (" + incident.outcome +
                              "), by itself, after it stayed quiet");
    }
    if (!incident.recovering_since) {
        is_recovering_ = false;
        return {};
    }
    if (is_recovering_ && told_quiet_at_ && look.now - *told_quiet_at_ < quiet_every) return {};
    const std::string_view words =
        is_recovering_ ? "still quiet for " : "recovery is seen, quiet for ";
    is_recovering_ = true;
    told_quiet_at_ = look.now;
    return line(look, std::string{words} +
                          describe_duration(look.now - *incident.recovering_since) +
                          "; it is resolved when that lasts");
}

std::string DemoStory::compare(const Forecast& forecast, std::string_view which) const {
    return std::string{which} + " forecast interval " + interval_words(forecast) +
           ", happened at " + since_begin(*failed_at_) + ": " +
           (is_inside(forecast, *failed_at_) ? "inside" : "outside");
}

std::string DemoStory::on_failure(TimePoint failed_at, const Look& look) {
    failed_at_ = failed_at;
    std::string text =
        line(look, look.paint(Colour::red, "the first " + failing_call_ + " failed"));
    if (!announced_at_) {
        return text + wrap("and it was not announced", look.width, stamp_columns);
    }
    text += wrap("announced " + stop_watch(failed_at - *announced_at_) +
                     " before the first failed " + failing_call_,
                 look.width, stamp_columns);
    if (first_forecast_)
        text += wrap(compare(*first_forecast_, "first"), look.width, stamp_columns);
    if (last_forecast_) text += wrap(compare(*last_forecast_, "last"), look.width, stamp_columns);
    return text;
}

std::string DemoStory::on_closed(const Look& look) {
    return line(look, "the cause is taken away: now the recovery has to be seen");
}

std::string DemoStory::verdict() const {
    if (!failed_at_) return "The demo ended before anything failed.\n";
    if (!announced_at_) return "Not announced.\n";
    if (!was_announced_in_time())
        return "Announced only after the first failed " + failing_call_ + ".\n";
    std::string text = "Announced " + stop_watch(*failed_at_ - *announced_at_) +
                       " before the first failed " + failing_call_;
    if (first_forecast_) {
        text += "; forecast interval " + interval_words(*first_forecast_) + ", happened at " +
                since_begin(*failed_at_) + ": " +
                (is_inside(*first_forecast_, *failed_at_) ? "inside" : "outside");
    }
    return text + ".\n";
}

}  // namespace foreshock::cli
