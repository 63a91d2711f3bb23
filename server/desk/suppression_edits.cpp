// What people do to silences and windows; suppression.cpp has what time does.

#include <algorithm>

#include "server/desk/suppression.hpp"

namespace foreshock::desk {
namespace {

/// A start that is a little in the past is meant as now: requests take time.
constexpr Duration start_slack = std::chrono::minutes{5};

void write(SuppressionChanges& changes, const std::string& id, const Act& act, std::string what,
           std::string text) {
    changes.events.push_back({0, id, act.at, act.actor, std::move(what), std::move(text)});
}

Result<void> check_actor(const Act& act) {
    if (act.actor.find_first_not_of(" \t\r\n") == std::string::npos ||
        act.actor.size() > Silence::owner_bytes_max) {
        return fail(Errc::invalid, "actor: who does this?");
    }
    return {};
}

Result<void> check_spans(const std::optional<Duration>& end_when_quiet, Duration warn_before) {
    constexpr std::chrono::hours most{24};
    if (end_when_quiet &&
        (*end_when_quiet < std::chrono::minutes{1} || *end_when_quiet > Duration{most})) {
        return fail(Errc::invalid, "end_when_quiet: takes 1m to 24h");
    }
    if (warn_before < Duration{0} || warn_before > Duration{most}) {
        return fail(Errc::invalid, "warn_before: takes 0s to 24h");
    }
    return {};
}

std::string what_of(const std::vector<Matcher>& matchers, const std::string& reason) {
    return describe(matchers) + ": " + reason;
}

tl::unexpected<Error> expired(std::string_view what, std::string_view id) {
    return fail(Errc::conflict,
                "the " + std::string{what} + " " + std::string{id} + " has expired; add a new one");
}

}  // namespace

std::string Suppression::fresh_id(std::string_view seed) {
    for (std::uint64_t attempt = 0;; ++attempt) {
        std::string id = uuid_of(seed, attempt);
        if (!silences_.contains(id) && !windows_.contains(id)) return id;
    }
}

Result<Silence> Suppression::add(Silence draft, const Act& act, SuppressionChanges& changes) {
    if (auto good = check(draft, act.at); !good) return fail(std::move(good).error());
    if (auto good = check_actor(act); !good) return fail(std::move(good).error());
    if (auto good = check_spans(draft.end_when_quiet, draft.warn_before); !good) {
        return fail(std::move(good).error());
    }
    if (draft.starts_at < act.at) {
        if (draft.starts_at < act.at - start_slack) {
            return fail(Errc::invalid, "starts_at: is in the past; leave it out to begin now");
        }
        draft.starts_at = act.at;
    }
    const auto open = std::count_if(silences_.begin(), silences_.end(), [&](const auto& one) {
        return state_at(one.second.silence, act.at) != SilenceState::expired;
    });
    if (static_cast<std::size_t>(open) >= settings_.silences_max) {
        ++refused_;
        return fail(Errc::conflict, "there are " + std::to_string(settings_.silences_max) +
                                        " silences already, the most there can be; expire some, "
                                        "or match more with one");
    }
    draft.id = fresh_id(act.actor + '\0' + format_rfc3339(act.at) + describe(draft.matchers));
    draft.created_at = draft.updated_at = act.at;
    draft.warned_at.reset();
    draft.ended_by = EndedBy::nobody;
    Result<ReadySilence> ready = ReadySilence::make(draft);
    if (!ready) return fail(std::move(ready).error());
    silences_.emplace(draft.id, std::move(*ready));
    changes.silences.push_back(draft);
    write(changes, draft.id, act, "added",
          what_of(draft.matchers, draft.reason) + ", until " + format_rfc3339(draft.ends_at));
    stand_anew(act.at);
    return draft;
}

Result<Suppression::Silences::iterator> Suppression::find_open_silence(std::string_view id,
                                                                       TimePoint at) {
    const auto found = silences_.find(id);
    if (found == silences_.end()) {
        return fail(Errc::not_found, "there is no silence " + std::string{id});
    }
    if (state_at(found->second.silence, at) == SilenceState::expired) return expired("silence", id);
    return found;
}

Result<Silence> Suppression::edit(std::string_view id, const SilenceEdit& edit, const Act& act,
                                  SuppressionChanges& changes) {
    if (auto good = check_actor(act); !good) return fail(std::move(good).error());
    const auto found = find_open_silence(id, act.at);
    if (!found) return fail(found.error());
    Silence changed = (*found)->second.silence;
    const Silence before = changed;
    changed.ends_at = edit.ends_at.value_or(changed.ends_at);
    changed.reason = edit.reason.value_or(changed.reason);
    if (auto good = check(changed, act.at); !good) return fail(std::move(good).error());
    if (changed == before) return changed;
    changed.updated_at = act.at;
    changed.warned_at.reset();
    (*found)->second.silence = changed;
    changes.silences.push_back(changed);
    write(changes, changed.id, act, "changed",
          what_of(changed.matchers, changed.reason) + ", until " + format_rfc3339(changed.ends_at) +
              " (was " + format_rfc3339(before.ends_at) + ")");
    stand_anew(act.at);
    return changed;
}

Result<Silence> Suppression::expire_silence(std::string_view id, const Act& act,
                                            SuppressionChanges& changes) {
    if (auto good = check_actor(act); !good) return fail(std::move(good).error());
    const auto found = find_open_silence(id, act.at);
    if (!found) return fail(found.error());
    Silence& silence = (*found)->second.silence;
    silence.starts_at = std::min(silence.starts_at, act.at);
    silence.ends_at = silence.updated_at = act.at;
    silence.ended_by = EndedBy::person;
    changes.silences.push_back(silence);
    write(changes, silence.id, act, "expired", "by hand");
    stand_anew(act.at);
    return silence;
}

Result<MaintenanceWindow> Suppression::add(MaintenanceWindow draft, const Act& act,
                                           SuppressionChanges& changes) {
    if (auto good = check(draft, act.at); !good) return fail(std::move(good).error());
    if (auto good = check_actor(act); !good) return fail(std::move(good).error());
    if (auto good = check_spans(draft.end_when_quiet, draft.warn_before); !good) {
        return fail(std::move(good).error());
    }
    const auto open = std::count_if(windows_.begin(), windows_.end(), [&](const auto& one) {
        return one.second.state_at(act.at) != SilenceState::expired;
    });
    if (static_cast<std::size_t>(open) >= settings_.windows_max) {
        ++refused_;
        return fail(Errc::conflict, "there are " + std::to_string(settings_.windows_max) +
                                        " maintenance windows already, the most there can be; "
                                        "expire some, or match more with one");
    }
    draft.id = fresh_id(act.actor + '\0' + format_rfc3339(act.at) + describe(draft.matchers) +
                        draft.recurrence.rrule + draft.recurrence.cron);
    draft.created_at = draft.updated_at = act.at;
    draft.warned_of.reset();
    draft.ended_occurrence.reset();
    draft.ended_at.reset();
    draft.ended_by = EndedBy::nobody;
    Result<ReadyWindow> ready = ReadyWindow::make(draft);
    if (!ready) return fail(std::move(ready).error());
    ready->look_ahead(act.at);
    windows_.emplace(draft.id, std::move(*ready));
    changes.windows.push_back(draft);
    write(changes, draft.id, act, "added", what_of(draft.matchers, draft.reason));
    stand_anew(act.at);
    return draft;
}

Result<Suppression::Windows::iterator> Suppression::find_open_window(std::string_view id,
                                                                     TimePoint at) {
    const auto found = windows_.find(id);
    if (found == windows_.end()) {
        return fail(Errc::not_found, "there is no maintenance window " + std::string{id});
    }
    if (found->second.state_at(at) == SilenceState::expired) {
        return expired("maintenance window", id);
    }
    return found;
}

Result<MaintenanceWindow> Suppression::edit(std::string_view id, const WindowEdit& edit,
                                            const Act& act, SuppressionChanges& changes) {
    if (auto good = check_actor(act); !good) return fail(std::move(good).error());
    const auto found = find_open_window(id, act.at);
    if (!found) return fail(found.error());
    ReadyWindow& ready = (*found)->second;
    MaintenanceWindow changed = ready.window;
    changed.until = edit.until.value_or(changed.until);
    changed.reason = edit.reason.value_or(changed.reason);
    if (edit.end_occurrence) {
        if (!ready.span || !ready.span->covers(act.at)) {
            return fail(Errc::conflict, "no occurrence of it is open now");
        }
        changed.ended_occurrence = ready.span->starts_at;
        changed.ended_at = act.at;
        changed.ended_by = EndedBy::person;
    }
    if (changed == ready.window) return changed;
    if (auto good = check(changed, act.at); !good) return fail(std::move(good).error());
    changed.updated_at = act.at;
    ready.window = changed;
    ready.look_ahead(act.at);
    changes.windows.push_back(changed);
    write(changes, changed.id, act, edit.end_occurrence ? "ended_early" : "changed",
          what_of(changed.matchers, changed.reason) + ", until " + format_rfc3339(changed.until));
    stand_anew(act.at);
    return changed;
}

Result<MaintenanceWindow> Suppression::expire_window(std::string_view id, const Act& act,
                                                     SuppressionChanges& changes) {
    if (auto good = check_actor(act); !good) return fail(std::move(good).error());
    const auto found = find_open_window(id, act.at);
    if (!found) return fail(found.error());
    ReadyWindow& ready = (*found)->second;
    ready.window.until = ready.window.updated_at = act.at;
    ready.look_ahead(act.at);
    changes.windows.push_back(ready.window);
    write(changes, ready.window.id, act, "expired", "by hand");
    stand_anew(act.at);
    return ready.window;
}

}  // namespace foreshock::desk
