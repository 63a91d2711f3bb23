#include "server/desk/maintenance_window.hpp"

#include <algorithm>

namespace foreshock::desk {
namespace {

constexpr std::size_t spans_checked = 100;

Result<void> check_times(const MaintenanceWindow& window, TimePoint now) {
    if (window.duration < MaintenanceWindow::duration_least ||
        window.duration > MaintenanceWindow::duration_max) {
        return fail(Errc::invalid, "duration: takes 1m to 7d");
    }
    if (window.until <= now) return fail(Errc::invalid, "until: is in the past");
    if (window.until - now > MaintenanceWindow::until_max) {
        return fail(Errc::invalid, "until: at most five years ahead; look at it again by then");
    }
    return {};
}

Result<void> check_spans(const MaintenanceWindow& window, const Recurrence& recurrence,
                         TimePoint now) {
    const std::vector<WindowSpan> spans = spans_after(window, recurrence, now, spans_checked);
    if (spans.empty()) {
        return fail(Errc::invalid, "recurrence: no occurrence lies between now and until");
    }
    for (std::size_t i = 1; i < spans.size(); ++i) {
        if (spans[i].starts_at >= spans[i - 1].starts_at + window.duration) continue;
        return fail(Errc::invalid, "duration: " + spans[i].local + " begins while the occurrence " +
                                       "of " + spans[i - 1].local +
                                       " still lasts; make it shorter or come less often");
    }
    return {};
}

}  // namespace

std::vector<WindowSpan> spans_after(const MaintenanceWindow& window, const Recurrence& recurrence,
                                    TimePoint at, std::size_t count) {
    // What began that long ago or earlier is over.
    const TimePoint from = at - window.duration + Duration{1};
    std::vector<WindowSpan> spans;
    for (const Occurrence& one : recurrence.next(from, count + 1)) {
        if (one.starts_at >= window.until || spans.size() == count) break;
        WindowSpan span{one.starts_at, std::min(one.starts_at + window.duration, window.until),
                        one.local, one.note};
        if (window.ended_occurrence == span.starts_at) span.ends_at = *window.ended_at;
        if (span.ends_at > at) spans.push_back(std::move(span));
    }
    return spans;
}

Result<void> check(const MaintenanceWindow& window, TimePoint now) {
    Result<void> words = check_owner_and_reason(window.owner, window.reason);
    if (!words) return words;
    const Result<MatcherSet> matchers = MatcherSet::compile(window.matchers);
    if (!matchers) return fail(matchers.error());
    Result<void> times = check_times(window, now);
    if (!times) return times;
    const Result<Recurrence> recurrence = Recurrence::parse(window.recurrence);
    if (!recurrence) return fail(recurrence.error());
    return check_spans(window, *recurrence, now);
}

}  // namespace foreshock::desk
