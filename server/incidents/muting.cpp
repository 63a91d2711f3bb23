#include "server/incidents/muting.hpp"

#include <algorithm>
#include <map>

#include "server/incidents/fingerprint.hpp"

namespace foreshock::incidents {
namespace {

constexpr std::size_t reasons_max = 10;

bool has(const std::vector<Mute>& mutes, const std::string& id) {
    return std::any_of(mutes.begin(), mutes.end(), [&](const Mute& one) { return one.id == id; });
}

bool have_same_ids(const std::vector<Mute>& one, const std::vector<Mute>& other) {
    return one.size() == other.size() && std::all_of(one.begin(), one.end(), [&](const Mute& mute) {
               return has(other, mute.id);
           });
}

bool is_muted(const Incident& incident, const IncidentSymptom& known) {
    return std::any_of(known.muted_by.begin(), known.muted_by.end(),
                       [&](const Mute& one) { return one.id != incident.id; });
}

const IncidentSymptom* heard_symptom(const Incident& incident) {
    for (const IncidentSymptom& known : incident.symptoms) {
        if (counts_for_muting(incident, known) && !is_muted(incident, known)) return &known;
    }
    return nullptr;
}

std::vector<Mute> mutes_of(const Incident& incident) {
    std::vector<Mute> all;
    for (const IncidentSymptom& known : incident.symptoms) {
        if (!counts_for_muting(incident, known)) continue;
        for (const Mute& one : known.muted_by) {
            if (all.size() == reasons_max) return all;
            if (one.id != incident.id && !has(all, one.id)) all.push_back(one);
        }
    }
    return all;
}

std::string words_of(const std::vector<Mute>& mutes) {
    std::string text;
    for (const Mute& one : mutes)
        text += (text.empty() ? "" : "; ") + one.text;
    return text;
}

void unmute(Turn& turn, const IncidentSymptom& heard) {
    Incident& incident = turn.incident;
    const bool is_over = std::none_of(
        incident.symptoms.begin(), incident.symptoms.end(), [&](const IncidentSymptom& known) {
            return counts_for_muting(incident, known) && is_muted(incident, known);
        });
    incident.muted_since.reset();
    incident.unmuted_at = turn.at;
    turn.write(
        EventKind::unsuppressed,
        {{is_over ? "suppression_over" : "not_covered",
          is_over ? "nothing hides it any more; it was hidden by " + words_of(incident.muted_by)
                  : "nothing hides this one: " + heard.symptom.sentence},
         "",
         "",
         incident.sentence});
}

void mute(Turn& turn, std::vector<Mute> by) {
    Incident& incident = turn.incident;
    const bool is_news = !incident.is_muted() || !have_same_ids(by, incident.muted_by);
    if (!is_news && by == incident.muted_by) return;
    turn.touched = true;
    incident.muted_by = std::move(by);
    if (!is_news) return;
    if (!incident.muted_since) incident.muted_since = turn.at;
    incident.unmuted_at.reset();
    turn.write(EventKind::suppressed,
               {{incident.muted_by.front().source, words_of(incident.muted_by)},
                "",
                "",
                incident.sentence});
}

}  // namespace

bool counts_for_muting(const Incident& incident, const IncidentSymptom& known) {
    if (known.is_active()) return true;
    return std::none_of(incident.symptoms.begin(), incident.symptoms.end(),
                        [](const IncidentSymptom& one) { return one.is_active(); });
}

void take_mutes(Turn& turn, const MutesJudged& judged) {
    std::map<std::string_view, const std::vector<Mute>*> by_fingerprint;
    for (const MutesJudged::OfSymptom& one : judged.symptoms)
        by_fingerprint.emplace(one.fingerprint, &one.muted_by);
    for (IncidentSymptom& known : turn.incident.symptoms) {
        const auto found = by_fingerprint.find(fingerprint(known.symptom));
        if (found == by_fingerprint.end() || known.muted_by == *found->second) continue;
        known.muted_by = *found->second;
        turn.touched = true;
    }
}

void settle_mutes(Turn& turn) {
    Incident& incident = turn.incident;
    if (!incident.is_open() || !incident.has_active_symptoms()) return;
    const IncidentSymptom* heard = heard_symptom(incident);
    if (!heard) return mute(turn, mutes_of(incident));
    if (incident.is_muted()) unmute(turn, *heard);
}

void warn_of_ending(Turn& turn, const Reason& reason, bool tells) {
    turn.write(EventKind::suppression_ending, {reason, "", "", turn.incident.sentence});
    if (!tells) return;
    // Not by `tell`: this is no word about how it is.
    turn.changes.announcements.push_back(
        {turn.incident.id, Transition::suppression_ending, turn.incident.revision + 1, turn.at});
}

}  // namespace foreshock::incidents
