#pragma once

#include "server/incidents/turn.hpp"

/// What one word about a symptom does to the incident that holds the symptom.
namespace foreshock::incidents {

/// What a word about a known fingerprint means.
enum class Word : std::uint8_t {
    old_news,     ///< a repeat, or older than what is known: changes nothing
    update,       ///< of the episode that is known
    clear,        ///< the end of it; final for that episode
    new_episode,  ///< it came back, or a new run of the agent sees it
};

/// A clear of an unknown episode ends a known active one if it is newer: the fingerprint is clear,
/// whichever episode said so. An unknown episode is new whatever its time says, because an agent's
/// clock may be set back; only spooled ones must be newer than what is known.
Word classify(const IncidentSymptom& known, const SymptomArrived& word);

/// The symptom with the fingerprint of `symptom`, or null.
IncidentSymptom* find_symptom(Incident& incident, const Symptom& symptom);

/// The first symptom of an incident, or one that correlation brought.
void add_symptom(Turn& turn, const SymptomArrived& word, std::vector<Reason> because);

void take_update(Turn& turn, IncidentSymptom& known, const SymptomArrived& word);
void take_clear(Turn& turn, IncidentSymptom& known, const SymptomArrived& word);
void take_new_episode(Turn& turn, IncidentSymptom& known, const SymptomArrived& word);

/// Its next episode is another incident's: this one hears no more of it.
void give_up_symptom(Turn& turn, IncidentSymptom& known);

/// A new run of its agent began: marks the host's active symptoms, but for agent.lost.
void orphan_symptoms(Turn& turn, std::string_view host);

/// Takes orphans back that were not raised again in time.
void clear_overdue_orphans(Turn& turn);

std::optional<TimePoint> next_orphan_at(const Incident& incident, const Settings& settings);

}  // namespace foreshock::incidents
