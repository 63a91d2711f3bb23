#include "server/desk/suppression.hpp"

#include <algorithm>

namespace foreshock::desk {
namespace {

using incidents::Mute;

template <class Ready, class Item>
void make_ready(std::map<std::string, Ready, std::less<>>& into, std::vector<Item> items,
                std::vector<std::string>& complaints) {
    for (Item& item : items) {
        const std::string id = item.id;
        Result<Ready> ready = Ready::make(std::move(item));
        if (ready) {
            into.emplace(id, std::move(*ready));
        } else {
            complaints.push_back(id + " hides nothing: " + ready.error().what);
        }
    }
}

std::string count_words(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " open incident" : " open incidents");
}

/// Ids to drop, those first that ended first: older than `kept`, or too many.
std::vector<std::string> overdue(std::vector<std::pair<TimePoint, std::string>> expired,
                                 TimePoint kept_since, std::size_t most) {
    std::sort(expired.begin(), expired.end());
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < expired.size(); ++i) {
        if (expired[i].first < kept_since || expired.size() - i > most) {
            ids.push_back(expired[i].second);
        }
    }
    return ids;
}

}  // namespace

Suppression::Suppression(SuppressionSettings settings, std::vector<Silence> silences,
                         std::vector<MaintenanceWindow> windows, Dependencies dependencies,
                         TimePoint now)
    : settings_(settings), dependencies_(std::move(dependencies)) {
    make_ready(silences_, std::move(silences), complaints_);
    make_ready(windows_, std::move(windows), complaints_);
    for (auto& [id, ready] : windows_)
        ready.look_ahead(now);
    stand_anew(now);
}

// Matchers live in the maps' nodes, which stay where they are.
void Suppression::stand_anew(TimePoint now) {
    std::vector<Active> active;
    const auto stand = [&](const auto& ready) {
        std::optional<Standing> standing = standing_of(ready, now);
        if (!standing) return;
        Mute mute = standing->mute();
        active.push_back({std::move(*standing), std::move(mute), &ready.matchers});
    };
    for (auto& [id, ready] : windows_) {
        if (ready.span && now >= ready.span->ends_at) ready.look_ahead(now);
        stand(ready);
    }
    for (const auto& [id, ready] : silences_)
        stand(ready);
    const bool same =
        std::equal(active.begin(), active.end(), active_.begin(), active_.end(),
                   [](const Active& one, const Active& other) { return one.mute == other.mute; });
    if (!same) {
        ++epoch_;
        for (const Active& one : active)
            hidden_.watch(one.mute.id);
    }
    active_ = std::move(active);
}

void Suppression::note(const incidents::Incident& incident, TimePoint at) {
    hidden_.note(incident, at);
    if (dependencies_.note(incident)) ++epoch_;
}

void Suppression::see(incidents::SharedServiceMap services) {
    services_ = std::move(services);
    if (!active_.empty()) ++epoch_;
}

std::vector<Mute> Suppression::mutes_of(const Symptom& symptom, const std::string& own) const {
    if (active_.empty() && dependencies_.empty()) return {};
    std::vector<Mute> mutes;
    if (!active_.empty()) {
        const std::vector<LabelMap> labels = labels_by_service(symptom, services_.get());
        for (const Active& one : active_) {
            if (mutes.size() == Mute::per_symptom_max) return mutes;
            if (matches_all(*one.matchers, labels)) mutes.push_back(one.mute);
        }
    }
    if (dependencies_.empty()) return mutes;
    for (Mute& one : dependencies_.mutes_of(labels_of(symptom), own)) {
        if (mutes.size() == Mute::per_symptom_max) break;
        mutes.push_back(std::move(one));
    }
    return mutes;
}

bool Suppression::is_quiet(const Standing& standing, TimePoint now) const {
    if (!standing.end_when_quiet) return false;
    const auto quiet_since = hidden_.quiet_since(standing.id, standing.starts_at);
    return quiet_since && now - *quiet_since >= *standing.end_when_quiet;
}

void Suppression::end_early(const Standing& standing, TimePoint now, SuppressionChanges& changes) {
    changes.events.push_back(
        {0, standing.id, now, "engine", "ended_early",
         "all that it hid has been over for " + describe_duration(*standing.end_when_quiet)});
    if (const auto found = silences_.find(standing.id); found != silences_.end()) {
        Silence& silence = found->second.silence;
        silence.ends_at = silence.updated_at = now;
        silence.ended_by = EndedBy::quiet;
        changes.silences.push_back(silence);
        return;
    }
    ReadyWindow& ready = windows_.find(standing.id)->second;
    ready.window.ended_occurrence = standing.starts_at;
    ready.window.ended_at = ready.window.updated_at = now;
    ready.window.ended_by = EndedBy::quiet;
    ready.look_ahead(now);
    changes.windows.push_back(ready.window);
}

bool Suppression::is_warning_due(const Standing& standing, TimePoint now) const {
    return standing.warn_before > Duration{0} && !standing.warned && now >= standing.warning_at() &&
           !hidden_.by(standing.id).empty();
}

EndingSoon Suppression::warn(const Standing& standing, TimePoint now, SuppressionChanges& changes) {
    EndingSoon ending{standing.id, {}, hidden_.by(standing.id)};
    ending.reason = {"ending_soon", standing.mute().text + " ends in " +
                                        describe_duration(standing.ends_at - now) + " and hides " +
                                        count_words(ending.incidents.size())};
    changes.events.push_back({0, standing.id, now, "engine", "warned", ending.reason.text});
    if (const auto found = silences_.find(standing.id); found != silences_.end()) {
        found->second.silence.warned_at = now;
        changes.silences.push_back(found->second.silence);
    } else {
        MaintenanceWindow& window = windows_.find(standing.id)->second.window;
        window.warned_of = standing.starts_at;
        changes.windows.push_back(window);
    }
    return ending;
}

std::vector<EndingSoon> Suppression::advance(TimePoint now, SuppressionChanges& changes) {
    std::vector<EndingSoon> endings;
    stand_anew(now);
    bool changed = false;
    for (const Active& one : active_) {
        if (is_quiet(one.standing, now)) {
            end_early(one.standing, now, changes);
        } else if (is_warning_due(one.standing, now)) {
            endings.push_back(warn(one.standing, now, changes));
        } else {
            continue;
        }
        changed = true;
    }
    forget_old(now, changes);
    if (changed) stand_anew(now);
    return endings;
}

void Suppression::forget_old(TimePoint now, SuppressionChanges& changes) {
    std::vector<std::pair<TimePoint, std::string>> silences;
    std::vector<std::pair<TimePoint, std::string>> windows;
    for (const auto& [id, ready] : silences_) {
        if (state_at(ready.silence, now) == SilenceState::expired) {
            silences.emplace_back(ready.silence.ends_at, id);
        }
    }
    for (const auto& [id, ready] : windows_) {
        if (ready.state_at(now) == SilenceState::expired) {
            windows.emplace_back(ready.window.until, id);
        }
    }
    const TimePoint kept_since = now - settings_.expired_kept;
    for (const std::string& id : overdue(std::move(silences), kept_since, settings_.expired_max)) {
        silences_.erase(id);
        hidden_.forget(id);
        changes.forgotten.push_back(id);
    }
    for (const std::string& id : overdue(std::move(windows), kept_since, settings_.expired_max)) {
        windows_.erase(id);
        hidden_.forget(id);
        changes.forgotten.push_back(id);
    }
}

}  // namespace foreshock::desk
