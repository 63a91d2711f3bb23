#include "server/desk/standing.hpp"

#include <algorithm>

namespace foreshock::desk {

Result<ReadySilence> ReadySilence::make(Silence silence) {
    Result<MatcherSet> matchers = MatcherSet::compile(silence.matchers);
    if (!matchers) return fail(std::move(matchers).error());
    return ReadySilence{std::move(silence), std::move(*matchers)};
}

Result<ReadyWindow> ReadyWindow::make(MaintenanceWindow window) {
    Result<MatcherSet> matchers = MatcherSet::compile(window.matchers);
    if (!matchers) return fail(std::move(matchers).error());
    Result<Recurrence> recurrence = Recurrence::parse(window.recurrence);
    if (!recurrence) return fail(std::move(recurrence).error());
    return ReadyWindow{std::move(window), std::move(*matchers), std::move(*recurrence)};
}

void ReadyWindow::look_ahead(TimePoint now) {
    std::vector<WindowSpan> spans = spans_after(window, recurrence, now, 1);
    span.reset();
    if (!spans.empty()) span = std::move(spans.front());
}

SilenceState ReadyWindow::state_at(TimePoint at) const {
    if (!span || at >= window.until) return SilenceState::expired;
    return span->covers(at) ? SilenceState::active : SilenceState::pending;
}

TimePoint Standing::warning_at() const {
    return ends_at - std::min(warn_before, (ends_at - starts_at) / 4);
}

incidents::Mute Standing::mute() const {
    const std::string what = source == "silence" ? "silence" : "maintenance window";
    return {std::string{source}, id,
            what + " of " + owner + " until " + format_rfc3339(ends_at) + ": " + reason};
}

std::optional<Standing> standing_of(const ReadySilence& ready, TimePoint now) {
    const Silence& one = ready.silence;
    if (state_at(one, now) != SilenceState::active) return std::nullopt;
    return Standing{one.id,
                    "silence",
                    one.owner,
                    one.reason,
                    one.starts_at,
                    one.ends_at,
                    one.end_when_quiet,
                    one.warn_before,
                    one.warned_at.has_value()};
}

std::optional<Standing> standing_of(const ReadyWindow& ready, TimePoint now) {
    if (!ready.span || !ready.span->covers(now)) return std::nullopt;
    const MaintenanceWindow& one = ready.window;
    return Standing{one.id,
                    "maintenance",
                    one.owner,
                    one.reason,
                    ready.span->starts_at,
                    ready.span->ends_at,
                    one.end_when_quiet,
                    one.warn_before,
                    one.warned_of == ready.span->starts_at};
}

}  // namespace foreshock::desk
