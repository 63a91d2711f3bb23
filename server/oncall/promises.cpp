#include "server/oncall/promises.hpp"

#include <algorithm>

#include "server/oncall/calling.hpp"
#include "server/oncall/routing.hpp"

namespace foreshock::oncall {
namespace {

using incidents::Clocks;
using incidents::EventKind;
using incidents::Incident;
using incidents::IncidentState;
using incidents::ServiceClock;

/// The hours in which a promise is counted.
class Hours {
public:
    explicit Hours(const BusinessCalendar* calendar) : calendar_(calendar) {}

    [[nodiscard]] Duration between(TimePoint begin, TimePoint end) const {
        if (end <= begin) return Duration{0};
        return calendar_ ? calendar_->open_time(begin, end) : end - begin;
    }

    [[nodiscard]] TimePoint after(TimePoint begin, Duration span) const {
        const Duration left = std::max(span, Duration{0});
        return calendar_ ? calendar_->after(begin, left) : begin + left;
    }

private:
    const BusinessCalendar* calendar_;
};

void aim(ServiceClock& clock, const Hours& hours, int risk_percent) {
    clock.due_at = hours.after(*clock.counted_since, clock.promised - clock.used);
    clock.risk_at =
        hours.after(*clock.counted_since, clock.promised * risk_percent / 100 - clock.used);
}

void run(ServiceClock& clock, TimePoint since) {
    clock.counted_since = since;
    clock.paused_because.clear();
}

void halt(ServiceClock& clock, const Hours& hours, TimePoint at) {
    if (clock.counted_since) clock.used += hours.between(*clock.counted_since, at);
    clock.counted_since.reset();
    clock.due_at.reset();
    clock.risk_at.reset();
}

/// Why nobody can be expected to work on it; empty when somebody can.
std::string pause_of(const Incident& incident) {
    if (incident.state == IncidentState::pending) {
        const auto& waiting = incident.handling.waiting;
        return waiting && !waiting->reason.empty() ? waiting->reason : "pending";
    }
    return incident.is_muted() ? "suppressed" : "";
}

TimePoint pause_since(const Incident& incident, TimePoint now) {
    if (incident.state == IncidentState::pending && incident.handling.waiting) {
        return incident.handling.waiting->since;
    }
    return incident.muted_since.value_or(now);
}

/// What a clock waits for: as the reason of a line names it, and as people say it.
struct Awaited {
    std::string_view code;
    std::string_view words;
};

constexpr Awaited first_answer{"first_answer", "first answer"};
constexpr Awaited solution{"solution", "solution"};

std::string the(const Awaited& what) {
    return "the " + std::string{what.words};
}

struct Keeping {
    Deliberation& about;
    Clocks& clocks;
    const ClockRules& rules;

    [[nodiscard]] const Incident& incident() const { return about.incident; }

    [[nodiscard]] Hours hours() const {
        return Hours{about.world.settings.calendar(clocks.calendar)};
    }

    [[nodiscard]] std::string calendar_now() const {
        return incident().priority.level <= rules.always_at ? "" : rules.calendar;
    }

    [[nodiscard]] std::size_t place() const {
        return static_cast<std::size_t>(std::clamp(incident().priority.level, 1, 5) - 1);
    }

    void start() {
        clocks.calendar = calendar_now();
        clocks.response.promised = rules.response[place()];
        clocks.resolution.promised = rules.resolution[place()];
        std::string words;
        for (ServiceClock* clock : {&clocks.response, &clocks.resolution}) {
            if (clock->promised <= Duration{0}) continue;
            clock->started_at = incident().opened_at;
            run(*clock, incident().opened_at);
            aim(*clock, hours(), rules.risk_percent);
            words += (words.empty() ? "" : ", ") +
                     std::string{clock == &clocks.response ? "a first answer" : "a solution"} +
                     " within " + describe_duration(clock->promised);
        }
        if (!words.empty()) about.write(EventKind::clock_started, "promised", words);
    }

    /// Graver: less time, and perhaps around the clock.
    void tighten() {
        const std::string calendar = calendar_now();
        if (calendar.empty() && !clocks.calendar.empty()) {
            for (ServiceClock* clock : {&clocks.response, &clocks.resolution}) {
                if (!clock->is_running()) continue;
                halt(*clock, hours(), about.now);
                run(*clock, about.now);
            }
            clocks.calendar.clear();
            reaim();
        }
        tighten(clocks.response, rules.response[place()], first_answer);
        tighten(clocks.resolution, rules.resolution[place()], solution);
    }

    void tighten(ServiceClock& clock, Duration target, const Awaited& what) {
        const bool is_tighter = target > Duration{0} && target < clock.promised;
        if (!is_tighter || clock.stopped_at) return;
        about.write(EventKind::clock_changed, "more_urgent",
                    the(what) + " is due within " + describe_duration(target) + " now",
                    format_duration(clock.promised), format_duration(target));
        clock.promised = target;
        clock.at_risk = false;
        if (clock.is_running()) aim(clock, hours(), rules.risk_percent);
    }

    void reaim() {
        for (ServiceClock* clock : {&clocks.response, &clocks.resolution}) {
            if (clock->is_running()) aim(*clock, hours(), rules.risk_percent);
        }
    }

    /// True when it was kept until now, and is at its end.
    bool stop(ServiceClock& clock, TimePoint at, const Awaited& what) {
        if (clock.promised <= Duration{0} || clock.stopped_at) return false;
        halt(clock, hours(), at);
        clock.stopped_at = at;
        clock.paused_because.clear();
        if (clock.used <= clock.promised) return !clock.breached_at;
        if (!clock.breached_at) say_broken(clock, what, at);
        return false;
    }

    void came(ServiceClock& clock, TimePoint at, const Awaited& what) {
        if (!stop(clock, at, what)) return;
        about.write(EventKind::clock_met, std::string{what.code},
                    the(what) + " came after " + describe_duration(clock.used) + " of " +
                        describe_duration(clock.promised));
    }

    /// Nobody answered, and nobody needs to any more.
    void over_unanswered(TimePoint at) {
        if (!stop(clocks.response, at, first_answer)) return;
        about.write(EventKind::clock_met, "over_unanswered",
                    "it was over after " + describe_duration(clocks.response.used) +
                        ", before anybody answered; " +
                        describe_duration(clocks.response.promised) + " were promised");
    }

    void stop_and_go() {
        const auto& answered = incident().handling.first_response_at;
        if (answered) came(clocks.response, *answered, first_answer);
        if (!incident().is_open()) {
            const TimePoint over = incident().resolved_at.value_or(about.now);
            over_unanswered(over);
            return came(clocks.resolution, over, solution);
        }
        if (clocks.resolution.stopped_at) {
            clocks.resolution.stopped_at.reset();
            run(clocks.resolution, incident().reopened_at.value_or(about.now));
            aim(clocks.resolution, hours(), rules.risk_percent);
        }
        for (ServiceClock* clock : {&clocks.response, &clocks.resolution})
            pause_or_run(*clock);
    }

    void pause_or_run(ServiceClock& clock) {
        if (clock.promised <= Duration{0} || clock.stopped_at) return;
        const std::string pause = pause_of(incident());
        if (!pause.empty()) {
            if (clock.is_running()) halt(clock, hours(), pause_since(incident(), about.now));
            clock.paused_because = pause;
        } else if (!clock.is_running()) {
            run(clock, about.now);
            aim(clock, hours(), rules.risk_percent);
        }
    }

    void say_broken(ServiceClock& clock, const Awaited& what, TimePoint at) {
        clock.breached_at = clock.due_at.value_or(at);
        clock.at_risk = true;
        about.write(EventKind::clock_breached, std::string{what.code},
                    the(what) + " was due within " + describe_duration(clock.promised));
    }

    void warn(ServiceClock& clock, const Awaited& what) {
        if (!clock.is_running()) return;
        if (!clock.breached_at && *clock.due_at <= about.now) {
            return say_broken(clock, what, *clock.due_at);
        }
        if (clock.at_risk || *clock.risk_at > about.now) return;
        clock.at_risk = true;
        about.write(EventKind::clock_at_risk, std::string{what.code},
                    the(what) + " is due in " + describe_duration(*clock.due_at - about.now));
        if (!about.owner().empty()) {
            send_pages(about, {about.owner()}, "at_risk",
                       std::string{what.code} + " " + std::to_string(to_unix_ms(*clock.due_at)));
        }
        const bool sends_on = &clock == &clocks.resolution &&
                              about.world.settings.escalate_at_risk &&
                              !about.decided.care.assignment.team.empty();
        if (sends_on) escalate(about, "clock_at_risk", "its solution is at risk");
    }
};

}  // namespace

void keep_promises(Deliberation& about) {
    Clocks& clocks = about.decided.care.clocks;
    Keeping keeping{about, clocks, about.world.settings.clocks};
    const bool has_begun =
        clocks.response.promised > Duration{0} || clocks.resolution.promised > Duration{0};
    if (!has_begun) {
        if (!about.incident.is_open()) return;
        keeping.start();
    } else if (about.incident.is_open()) {
        keeping.tighten();
    }
    keeping.stop_and_go();
    keeping.warn(clocks.response, first_answer);
    keeping.warn(clocks.resolution, solution);
}

std::optional<TimePoint> clock_deadline(const Clocks& clocks) {
    std::optional<TimePoint> next;
    for (const ServiceClock* clock : {&clocks.response, &clocks.resolution}) {
        if (!clock->is_running() || clock->breached_at) continue;
        const TimePoint at =
            clock->at_risk ? *clock->due_at : std::min(*clock->risk_at, *clock->due_at);
        if (!next || at < *next) next = at;
    }
    return next;
}

}  // namespace foreshock::oncall
