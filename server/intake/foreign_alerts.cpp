#include "server/intake/foreign_alerts.hpp"

#include <algorithm>

#include "core/hash.hpp"

namespace foreshock::intake {
namespace {

using incidents::Alert;
using incidents::ForeignAlert;

constexpr std::string_view ended_reason = "alert_resolved";
constexpr std::string_view silent_reason = "alert_not_said_again";

std::string identity_key(const std::string& kind, const Subject& subject) {
    return stable_id({subject.host, kind, subject.component});
}

bool tells_news(const Alert& fresh, const Alert& known) {
    return fresh.labels != known.labels || fresh.annotations != known.annotations ||
           fresh.generator_url != known.generator_url;
}

Alert alert_from(const AlertWord& word, TimePoint ends_at, TimePoint now) {
    return {word.labels, word.annotations,  word.starts_at.value_or(now), ends_at,
            now,         word.generator_url};
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
    to_keep_.clear();
    gone_.clear();
    for (ForeignAlert& alert : kept) {
        const TimePoint stored = alert.alert.ends_at.value_or(now);
        alert.alert.ends_at = std::max(stored, now + settings_.resolve_timeout);
        put({std::make_shared<const ForeignAlert>(std::move(alert)), stored}, false);
    }
    changed_.clear();
}

Result<std::optional<Symptom>> ForeignAlerts::hear(const AlertWord& word, TimePoint now) {
    const auto known = alerts_.find(word.key);
    if (known == alerts_.end()) {
        if (is_over(word, now)) return std::optional<Symptom>{};
        return raise(word, now);
    }
    if (is_over(word, now)) return std::optional{end(word.key, ended_reason, now)};
    return update(known->second, word, now);
}

Result<std::optional<Symptom>> ForeignAlerts::raise(const AlertWord& word, TimePoint now) {
    if (alerts_.size() >= settings_.alerts_max) {
        ++refused_;
        return fail(Errc::unavailable, std::to_string(alerts_.size()) +
                                           " alerts fire, which is the bound: raise "
                                           "intake.alerts_max");
    }
    ForeignAlert fresh;
    fresh.key = word.key;
    fresh.sender = word.sender;
    fresh.alert = alert_from(word, end_of(word, now), now);
    fresh.ends_by_silence = !word.ends_at;
    fresh.episode = new_episode(word.key, now);
    AlertIdentity identity = free_identity(word);
    fresh.kind = std::move(identity.kind);
    fresh.subject = std::move(identity.subject);
    Symptom raised = symptom_of(fresh, SymptomStatus::raised, now);
    const TimePoint ends_at = *fresh.alert.ends_at;
    put({std::make_shared<const ForeignAlert>(std::move(fresh)), ends_at}, true);
    return std::optional{std::move(raised)};
}

std::optional<Symptom> ForeignAlerts::update(Entry& entry, const AlertWord& word, TimePoint now) {
    const ForeignAlert& known = *entry.alert;
    ForeignAlert fresh = known;
    fresh.alert = alert_from(word, end_of(word, now), now);
    fresh.alert.starts_at = std::min(fresh.alert.starts_at, known.alert.starts_at);
    fresh.ends_by_silence = !word.ends_at;
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
    const TimePoint kept_until = must_be_kept ? ends_at : entry.kept_until;
    put({std::make_shared<const ForeignAlert>(std::move(fresh)), kept_until}, must_be_kept);
    return said;
}

std::vector<Symptom> ForeignAlerts::advance(TimePoint now) {
    std::vector<Symptom> cleared;
    while (!ends_.empty() && ends_.begin()->first <= now) {
        const std::string key = ends_.begin()->second;
        const bool by_silence = alerts_.at(key).alert->ends_by_silence;
        cleared.push_back(end(key, by_silence ? silent_reason : ended_reason, now));
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

Symptom ForeignAlerts::end(const std::string& key, std::string_view reason, TimePoint now) {
    const Shared alert = alerts_.at(key).alert;
    Symptom cleared = symptom_of(*alert, SymptomStatus::cleared, now);
    cleared.reason = reason;
    remove(key);
    gone_.push_back(alert);
    return cleared;
}

void ForeignAlerts::forget(const std::string& key) {
    if (alerts_.contains(key)) remove(key);
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
    for (const std::string& key : changed_)
        changed.shown.push_back(alerts_.at(key).alert);
    for (const std::string& key : to_keep_)
        changed.to_keep.push_back(alerts_.at(key).alert);
    changed.gone = std::exchange(gone_, {});
    changed_.clear();
    to_keep_.clear();
    return changed;
}

void ForeignAlerts::put(Entry entry, bool must_be_kept) {
    const std::string key = entry.alert->key;
    const auto known = alerts_.find(key);
    if (known != alerts_.end()) ends_.erase({*known->second.alert->alert.ends_at, key});
    ends_.emplace(*entry.alert->alert.ends_at, key);
    spoken_for_.insert(identity_key(entry.alert->kind, entry.alert->subject));
    changed_.insert(key);
    if (must_be_kept) to_keep_.insert(key);
    alerts_.insert_or_assign(key, std::move(entry));
}

void ForeignAlerts::remove(const std::string& key) {
    const auto known = alerts_.find(key);
    const ForeignAlert& alert = *known->second.alert;
    ends_.erase({*alert.alert.ends_at, key});
    spoken_for_.erase(identity_key(alert.kind, alert.subject));
    changed_.erase(key);
    to_keep_.erase(key);
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
        return !spoken_for_.contains(identity_key(identity.kind, identity.subject));
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
