#include "server/intake/foreign_alerts.hpp"

#include <algorithm>

#include "core/hash.hpp"

namespace foreshock::intake {
namespace {

using incidents::Alert;
using incidents::ForeignAlert;

constexpr std::string_view ended_reason = "alert_resolved";
constexpr std::string_view silent_reason = "alert_not_said_again";

incidents::Print identity_print(const std::string& kind, const Subject& subject) {
    const StableBits bits = stable_bits({subject.host, kind, subject.component});
    return {bits.high, bits.low};
}

bool tells_news(const Alert& fresh, const Alert& known) {
    return fresh.labels != known.labels || fresh.annotations != known.annotations ||
           fresh.generator_url != known.generator_url;
}

Alert alert_from(AlertWord&& word, TimePoint ends_at, TimePoint now) {
    return {std::move(word.labels),
            std::move(word.annotations),
            word.starts_at.value_or(now),
            ends_at,
            now,
            std::move(word.generator_url)};
}

bool is_over(const AlertWord& word, TimePoint now) {
    return word.is_over || (word.ends_at && *word.ends_at <= now);
}

}  // namespace

void ForeignAlerts::load(std::vector<ForeignAlert> kept, TimePoint now) {
    alerts_.clear();
    ends_.clear();
    spoken_for_.clear();
    changed_.clear();
    gone_.clear();
    next_number_ = 1;
    for (ForeignAlert& alert : kept) {
        const TimePoint stored = alert.alert.ends_at.value_or(now);
        alert.alert.ends_at = std::max(stored, now + settings_.resolve_timeout);
        next_number_ = std::max(next_number_, alert.number + 1);
        Alerts::value_type& place = *alerts_.try_emplace(alert.key).first;
        place.second.kept_until = stored;
        put(place, std::make_shared<const ForeignAlert>(std::move(alert)));
    }
}

Result<std::optional<Symptom>> ForeignAlerts::hear(AlertWord word, TimePoint now) {
    const auto known = alerts_.find(word.key);
    if (known == alerts_.end()) {
        if (is_over(word, now)) return std::optional<Symptom>{};
        return raise(std::move(word), now);
    }
    if (is_over(word, now)) return std::optional{end(known, ended_reason, now)};
    return update(*known, std::move(word), now);
}

Result<std::optional<Symptom>> ForeignAlerts::raise(AlertWord&& word, TimePoint now) {
    if (alerts_.size() >= settings_.alerts_max) {
        ++refused_;
        return fail(Errc::unavailable, std::to_string(alerts_.size()) +
                                           " alerts fire, which is the bound: raise "
                                           "intake.alerts_max");
    }
    const TimePoint ends_at = end_of(word, now);
    ForeignAlert fresh;
    fresh.number = next_number_++;
    AlertIdentity identity = free_identity(word);
    fresh.kind = std::move(identity.kind);
    fresh.subject = std::move(identity.subject);
    fresh.episode = new_episode(word.key, now);
    fresh.ends_by_silence = !word.ends_at;
    fresh.key = std::move(word.key);
    fresh.sender = std::move(word.sender);
    fresh.alert = alert_from(std::move(word), ends_at, now);
    Symptom raised = symptom_of(fresh, SymptomStatus::raised, now);
    Alerts::value_type& place = *alerts_.try_emplace(fresh.key).first;
    place.second.kept_until = ends_at;
    put(place, std::make_shared<const ForeignAlert>(std::move(fresh)));
    note_change(place.second, true);
    return std::optional{std::move(raised)};
}

std::optional<Symptom> ForeignAlerts::update(Alerts::value_type& place, AlertWord&& word,
                                             TimePoint now) {
    Entry& entry = place.second;
    const ForeignAlert& known = *entry.alert;
    const bool names_end = word.ends_at.has_value();
    const TimePoint end = end_of(word, now);
    ForeignAlert fresh{
        known.number, known.key,     known.sender, alert_from(std::move(word), end, now),
        !names_end,   known.episode, known.kind,   known.subject};
    fresh.alert.starts_at = std::min(fresh.alert.starts_at, known.alert.starts_at);
    // As in Alertmanager: an end that somebody named is not taken back by an earlier one.
    if (!known.ends_by_silence && *known.alert.ends_at > *fresh.alert.ends_at) {
        fresh.alert.ends_at = known.alert.ends_at;
        fresh.ends_by_silence = false;
    }
    const TimePoint ends_at = *fresh.alert.ends_at;
    // After a restart `resolve_timeout` is granted to all: a nearer end need not be written.
    const bool is_new_end =
        ends_at < entry.kept_until ||
        (ends_at > entry.kept_until && ends_at > now + settings_.resolve_timeout);
    const bool is_news = tells_news(fresh.alert, known.alert);
    std::optional<Symptom> said;
    if (is_news) said = symptom_of(fresh, SymptomStatus::updated, now);
    const bool must_be_kept = is_news || is_new_end;
    if (must_be_kept) entry.kept_until = ends_at;
    put(place, std::make_shared<const ForeignAlert>(std::move(fresh)));
    note_change(entry, must_be_kept);
    return said;
}

std::vector<Symptom> ForeignAlerts::advance(TimePoint now) {
    std::vector<Symptom> cleared;
    while (!ends_.empty() && ends_.begin()->first.first <= now) {
        const auto known = alerts_.find(*ends_.begin()->second);
        const bool by_silence = known->second.alert->ends_by_silence;
        cleared.push_back(end(known, by_silence ? silent_reason : ended_reason, now));
    }
    return cleared;
}

std::vector<Symptom> ForeignAlerts::say_again(std::string_view host, TimePoint now) const {
    std::vector<Symptom> said;
    for (const auto& [key, entry] : alerts_) {
        if (entry.alert->subject.host != host) continue;
        said.push_back(symptom_of(*entry.alert, SymptomStatus::updated, now));
    }
    std::sort(said.begin(), said.end(),
              [](const Symptom& a, const Symptom& b) { return a.id < b.id; });
    return said;
}

Symptom ForeignAlerts::end(Alerts::iterator known, std::string_view reason, TimePoint now) {
    Shared alert = known->second.alert;
    Symptom cleared = symptom_of(*alert, SymptomStatus::cleared, now);
    cleared.reason = reason;
    remove(known);
    gone_.push_back(std::move(alert));
    return cleared;
}

void ForeignAlerts::forget(const std::string& key) {
    if (const auto known = alerts_.find(key); known != alerts_.end()) remove(known);
}

ForeignAlerts::Shared ForeignAlerts::find(const std::string& key) const {
    const auto found = alerts_.find(key);
    return found == alerts_.end() ? nullptr : found->second.alert;
}

std::vector<ForeignAlerts::Shared> ForeignAlerts::all() const {
    std::vector<Shared> alerts;
    alerts.reserve(alerts_.size());
    for (const auto& [key, entry] : alerts_)
        alerts.push_back(entry.alert);
    return alerts;
}

ForeignAlerts::Changed ForeignAlerts::take_changed() {
    Changed changed;
    for (const std::string& key : changed_) {
        const auto known = alerts_.find(key);
        if (known == alerts_.end() || !std::exchange(known->second.is_changed, false)) continue;
        changed.shown.push_back(known->second.alert);
        if (!std::exchange(known->second.must_be_kept, false)) continue;
        changed.to_keep.push_back(known->second.alert);
    }
    changed.gone = std::exchange(gone_, {});
    changed_.clear();
    return changed;
}

void ForeignAlerts::put(Alerts::value_type& place, Shared fresh) {
    Shared& held = place.second.alert;
    if (held) ends_.erase({*held->alert.ends_at, held->number});
    if (!held) spoken_for_.insert(identity_print(fresh->kind, fresh->subject));
    ends_.emplace(std::pair{*fresh->alert.ends_at, fresh->number}, &place.first);
    held = std::move(fresh);
}

void ForeignAlerts::note_change(Entry& entry, bool must_be_kept) {
    if (!std::exchange(entry.is_changed, true)) changed_.push_back(entry.alert->key);
    entry.must_be_kept |= must_be_kept;
}

void ForeignAlerts::remove(Alerts::iterator known) {
    const ForeignAlert& alert = *known->second.alert;
    ends_.erase({*alert.alert.ends_at, alert.number});
    spoken_for_.erase(identity_print(alert.kind, alert.subject));
    alerts_.erase(known);
}

TimePoint ForeignAlerts::end_of(const AlertWord& word, TimePoint now) const {
    if (word.ends_at) return *word.ends_at;
    return now + (word.is_said_once ? settings_.said_once_timeout : settings_.resolve_timeout);
}

// Alerts that differ only in what their symptoms do not carry, such as their severity, must not
// be taken for one.
AlertIdentity ForeignAlerts::free_identity(const AlertWord& word) const {
    AlertIdentity identity = identity_of(word.labels, settings_.mapping);
    const auto is_free = [&] {
        return !spoken_for_.contains(identity_print(identity.kind, identity.subject));
    };
    if (is_free()) return identity;
    const std::string component =
        identity.subject.component.empty() ? "alert" : identity.subject.component;
    const std::string mark = stable_id({word.key});
    identity.subject.component = component + " (" + mark.substr(0, 6) + ")";
    if (!is_free()) identity.subject.component = component + " (" + mark + ")";
    return identity;
}

// An alert may end and begin again within one millisecond.
std::string ForeignAlerts::new_episode(const std::string& key, TimePoint now) {
    raised_then_ = now == raised_at_ ? raised_then_ + 1 : 0;
    raised_at_ = now;
    return stable_id(
        {"foreign alert", key, std::to_string(to_unix_ms(now)), std::to_string(raised_then_)});
}

}  // namespace foreshock::intake
