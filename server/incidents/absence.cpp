#include "server/incidents/absence.hpp"

#include <algorithm>

#include "core/hash.hpp"

namespace foreshock::incidents {
namespace {

bool was_meant(Goodbye goodbye) {
    return goodbye == Goodbye::stop || goodbye == Goodbye::shutdown;
}

std::string last_words(Goodbye goodbye) {
    if (goodbye == Goodbye::none) return "no goodbye";
    return "goodbye for " + std::string{to_string(goodbye)};
}

const Reason speaks_again{"speaks_again", ""};

Reason why_silent(const std::string& boot_id, const std::string& run_id, const Host& now) {
    if (boot_id.empty() || now.boot_id.empty()) return speaks_again;
    if (boot_id != now.boot_id) {
        return {"host_was_down", ": it was booted anew, so the host was down"};
    }
    if (run_id != now.run_id) {
        return {"agent_was_gone", ": its agent began anew on a host that ran on"};
    }
    return {"was_unreachable", ": the same run of its agent, so it was cut off or asleep"};
}

std::string names_of(const std::map<std::string, Sighting, std::less<>>& sightings, Sight sight) {
    std::string names;
    for (const auto& [witness, sighting] : sightings) {
        if (sighting.sight == sight) names += (names.empty() ? "" : ", ") + witness;
    }
    return names;
}

/// One who sees it is enough: that it runs is certain then, and that it does not never is.
void add_witnesses(Symptom& symptom, const std::map<std::string, Sighting, std::less<>>& sightings,
                   bool is_seen) {
    const std::string who = names_of(sightings, is_seen ? Sight::answered : Sight::silent);
    if (is_seen) {
        symptom.severity = Severity::warning;
        symptom.reason = "host_answers_others";
        symptom.sentence += "; it answers " + who +
                            ", so it runs, and its agent is gone or cannot reach this server";
    } else {
        symptom.reason = "host_silent_to_others";
        symptom.sentence += "; nor does it answer " + who + ", so it is down or cut off";
    }
}

const std::string guide_text =
    "The agent no longer reports. The host may be down, cut off from this server, or fine with "
    "only its agent gone. Check in this order: does the host answer (ping, console)? Is "
    "foreshock-agent running on it (systemctl status foreshock-agent)? Can it reach this server "
    "(curl the server's /-/healthy from there)? The agent keeps what it saw and sends it later.";

}  // namespace

AbsenceDetector::AbsenceDetector(AbsenceSettings settings, TimePoint now,
                                 const std::vector<Host>& known)
    : settings_(std::move(settings)),
      listening_since_(now),
      advanced_at_(now),
      isolation_(settings_.isolation) {
    for (const Host& host : known) {
        const Watch& watch = hosts_[host.id] = {host.id,
                                                host.name,
                                                host.boot_id,
                                                host.run_id,
                                                host.report_interval,
                                                host.last_seen,
                                                host.sequence,
                                                host.goodbye,
                                                host.presence == Presence::lost,
                                                true,
                                                host.presence == Presence::revoked,
                                                {}};
        if (presence_of(watch) != host.presence) turned_.push_back(host.id);
    }
}

std::vector<Symptom> AbsenceDetector::seen(const Host& host, bool is_replay) {
    std::vector<Symptom> said;
    Watch& watch = hosts_[host.id];
    const Presence before = presence_of(watch);
    if (watch.is_lost || watch.from_before) {
        const Reason why = is_replay ? speaks_again : why_silent(watch.boot_id, watch.run_id, host);
        said.push_back(cleared(watch, host.last_seen, why));
    }
    watch.id = host.id;
    watch.name = host.name;
    watch.boot_id = host.boot_id;
    watch.run_id = host.run_id;
    watch.report_interval = host.report_interval;
    watch.last_seen = host.last_seen;
    watch.sequence = host.sequence;
    watch.goodbye = host.goodbye;
    watch.is_lost = watch.from_before = watch.is_revoked = false;
    watch.sightings.clear();
    // What the report itself says of its host's presence is looked at as well.
    if (presence_of(watch) != before || host.presence != before) turned_.push_back(host.id);
    return said;
}

std::vector<Symptom> AbsenceDetector::advance(TimePoint now) {
    notice_own_absence(now);
    const std::vector<Watch*> silent = overdue(now);
    std::vector<Symptom> said;
    if (silent.empty() && !isolation_.holds_verdicts()) return said;
    if (judge_isolation(now, said)) return said;
    for (Watch* watch : silent) {
        watch->is_lost = true;
        turned_.push_back(watch->id);
        said.push_back(raised(*watch, now, isolation_.was_released_now()));
    }
    return said;
}

void AbsenceDetector::forget(std::string_view host_id) {
    const auto found = hosts_.find(host_id);
    if (found != hosts_.end()) hosts_.erase(found);
}

std::vector<Symptom> AbsenceDetector::revoke(std::string_view host_id, TimePoint at,
                                             TimePoint now) {
    std::vector<Symptom> said;
    const auto found = hosts_.find(host_id);
    if (found == hosts_.end() || found->second.is_revoked || found->second.last_seen > at)
        return said;
    Watch& watch = found->second;
    if (watch.is_lost || watch.from_before) said.push_back(taken_back(watch, now));
    watch.is_lost = false;
    watch.is_revoked = true;
    turned_.push_back(watch.id);
    return said;
}

std::vector<std::string> AbsenceDetector::suspects(TimePoint now) const {
    std::vector<std::string> found;
    for (const auto& [id, watch] : hosts_) {
        const bool is_meant = watch.is_revoked || was_meant(watch.goodbye);
        if (is_meant || now < suspect_at(watch)) continue;
        if (watch.is_lost && now > overdue_at(watch) + settings_.asked_for) continue;
        found.push_back(id);
    }
    return found;
}

std::vector<Symptom> AbsenceDetector::hear(const std::string& witness, const Sighting& sighting,
                                           TimePoint now) {
    const auto found = hosts_.find(sighting.host_id);
    if (found == hosts_.end() || found->second.is_revoked || now < suspect_at(found->second))
        return {};
    Watch& watch = found->second;
    const bool has_room =
        watch.sightings.size() < witnesses_max || watch.sightings.contains(witness);
    if (!has_room || sighting.sight == Sight::unable) return {};
    const Seen before = seen_by_others(watch);
    watch.sightings.insert_or_assign(witness, sighting);
    if (!watch.is_lost || seen_by_others(watch) == before) return {};
    Symptom symptom = raised(watch, now, false);
    symptom.status = SymptomStatus::updated;
    return {std::move(symptom)};
}

AbsenceDetector::Seen AbsenceDetector::seen_by_others(const Watch& watch) {
    if (watch.sightings.empty()) return Seen::by_nobody_asked;
    const bool is_seen =
        std::any_of(watch.sightings.begin(), watch.sightings.end(),
                    [](const auto& one) { return one.second.sight == Sight::answered; });
    return is_seen ? Seen::by_some : Seen::by_none;
}

Presence AbsenceDetector::presence(std::string_view host_id) const {
    const auto found = hosts_.find(host_id);
    return found == hosts_.end() ? Presence::present : presence_of(found->second);
}

Presence AbsenceDetector::presence_of(const Watch& watch) {
    if (watch.is_revoked) return Presence::revoked;
    if (watch.is_lost) return Presence::lost;
    return watch.goodbye == Goodbye::none ? Presence::present : Presence::expected_away;
}

Duration AbsenceDetector::usual_silence(const Watch& watch) const {
    return std::max(settings_.silence_min, watch.report_interval * settings_.intervals_missed);
}

Duration AbsenceDetector::silence_allowed(const Watch& watch) const {
    const Duration usual = usual_silence(watch);
    return watch.goodbye == Goodbye::none ? usual : std::max(usual, settings_.planned_max);
}

// A goodbye's span was agreed with the host: it does not begin anew because this server started.
TimePoint AbsenceDetector::overdue_at(const Watch& watch) const {
    return std::max(watch.last_seen + silence_allowed(watch),
                    listening_since_ + usual_silence(watch));
}

// Early enough that the others have looked when it is overdue.
TimePoint AbsenceDetector::suspect_at(const Watch& watch) const {
    return overdue_at(watch) - usual_silence(watch) / 2;
}

std::vector<AbsenceDetector::Watch*> AbsenceDetector::overdue(TimePoint now) {
    std::vector<Watch*> found;
    for (auto& [id, watch] : hosts_) {
        if (watch.is_lost || watch.is_revoked || was_meant(watch.goodbye)) continue;
        if (overdue_at(watch) <= now) found.push_back(&watch);
    }
    return found;
}

Lateness AbsenceDetector::lateness(TimePoint now) const {
    Lateness found;
    std::vector<TimePoint> heard;
    for (const auto& [id, watch] : hosts_) {
        if (watch.is_lost || watch.is_revoked || watch.goodbye != Goodbye::none) continue;
        heard.push_back(watch.last_seen);
        const TimePoint since = std::max(watch.last_seen, listening_since_);
        if (since + usual_silence(watch) / 2 <= now) ++found.late;
    }
    found.expected = heard.size();
    if (heard.empty()) return found;
    const auto median = heard.begin() + static_cast<std::ptrdiff_t>((heard.size() - 1) / 2);
    std::nth_element(heard.begin(), median, heard.end());
    found.median_last_seen = *median;
    return found;
}

/// True while nobody may be called lost. Most have just come back: the others get one span more.
bool AbsenceDetector::judge_isolation(TimePoint now, std::vector<Symptom>& said) {
    const bool held = isolation_.holds_verdicts();
    if (auto word = isolation_.judge(now, lateness(now))) said.push_back(std::move(*word));
    if (isolation_.holds_verdicts()) return true;
    const bool are_back = held && !isolation_.was_released_now();
    if (are_back) listening_since_ = now;
    return are_back;
}

void AbsenceDetector::notice_own_absence(TimePoint now) {
    const bool was_away = now - advanced_at_ > settings_.own_gap_max || now < advanced_at_;
    advanced_at_ = now;
    if (!was_away) return;
    listening_since_ = now;
    for (auto& [id, watch] : hosts_) {
        if (!watch.is_lost) watch.last_seen = std::min(watch.last_seen, now);
    }
}

// One id for one silence, whichever run of this server notices it.
Symptom AbsenceDetector::symptom_of(const Watch& watch, TimePoint now) const {
    Symptom symptom;
    symptom.id =
        stable_id({agent_lost_kind, watch.id, std::to_string(to_unix_ms(watch.last_seen))});
    symptom.kind = agent_lost_kind;
    symptom.category = "availability";
    symptom.subcategory = "agent";
    symptom.subject = {watch.name, std::string{agent_component}};
    symptom.phase = Phase::occurring;
    symptom.severity = Severity::critical;
    symptom.first_sign = watch.last_seen;
    symptom.onset = overdue_at(watch);
    symptom.observed_at = now;
    symptom.impact = 2;
    return symptom;
}

Symptom AbsenceDetector::raised(const Watch& watch, TimePoint now, bool with_majority) const {
    Symptom symptom = symptom_of(watch, now);
    const Duration silent = now - watch.last_seen;
    symptom.status = SymptomStatus::raised;
    symptom.reason = with_majority                    ? "majority_silent"
                     : watch.goodbye == Goodbye::none ? "silent"
                                                      : "goodbye_overdue";
    symptom.sentence = watch.name + " has been silent for " + describe_duration(silent) +
                       ": last report (number " + std::to_string(watch.sequence) + ") at " +
                       format_rfc3339(watch.last_seen) + ", " + last_words(watch.goodbye) +
                       (with_majority ? "; most hosts fell silent with it, so this server or its "
                                        "network may be what is cut off"
                                      : "");
    if (const Seen seen = seen_by_others(watch); seen != Seen::by_nobody_asked) {
        add_witnesses(symptom, watch.sightings, seen == Seen::by_some);
    }
    symptom.evidence.push_back(
        {"agent.report.silence_seconds", Labels{}, to_seconds(silent),
         to_seconds(silence_allowed(watch)), silence_allowed(watch),
         "a report was due every " + describe_duration(watch.report_interval)});
    symptom.guide = guide_text;
    symptom.questions = {"Does " + watch.name + " answer at all?",
                         "Was it rebooted, moved or switched off on purpose?",
                         "Did the network between it and this server change?"};
    return symptom;
}

Symptom AbsenceDetector::cleared(const Watch& watch, TimePoint now, const Reason& why) const {
    Symptom symptom = symptom_of(watch, now);
    symptom.status = SymptomStatus::cleared;
    symptom.reason = why.code;
    symptom.sentence =
        watch.name + " reports again after " + describe_duration(now - watch.last_seen) + why.text;
    return symptom;
}

Symptom AbsenceDetector::taken_back(const Watch& watch, TimePoint now) const {
    Symptom symptom = symptom_of(watch, now);
    symptom.status = SymptomStatus::cleared;
    symptom.reason = "agent_revoked";
    symptom.sentence = watch.name + " is not waited for: the identity of its agent was revoked";
    return symptom;
}

}  // namespace foreshock::incidents
