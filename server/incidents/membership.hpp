#pragma once

#include "server/incidents/crowd.hpp"
#include "server/incidents/episodes.hpp"

/// What one word does to an incident through a member of it: the same as episodes.hpp says of
/// symptoms that are kept whole, without words on the timeline for each.
namespace foreshock::incidents {

/// An incident of several hosts keeps `symptoms_per_kind_max` of a kind whole, any incident
/// `symptoms_per_incident_max`; what is worse than all that is kept and active is kept too while
/// there is room.
bool becomes_member(const Incident& incident, const Symptom& symptom, const Settings& settings);

Word classify_member(const Crowd& crowd, Crowd::Place place, const SymptomArrived& word);

/// `print` is that of the symptom. Of the reasons only the codes are kept.
void enter_member(Turn& turn, Crowd& crowd, const SymptomArrived& word, const Print& print,
                  const std::vector<Reason>& because);

/// What an incident holds whole and has no room for becomes a member, of `turn`'s incident. Returns
/// its place.
Crowd::Place demote(Turn& turn, Crowd& crowd, const IncidentSymptom& known);

/// Not for old news.
void take_member_word(Turn& turn, Crowd& crowd, Crowd::Place place, const SymptomArrived& word);

/// See give_up_symptom, orphan_symptoms and clear_overdue_orphans.
void give_up_member(Turn& turn, Crowd& crowd, Crowd::Place place);
void orphan_members(Turn& turn, Crowd& crowd, const std::string& host);
void clear_overdue_members(Turn& turn, Crowd& crowd);

/// Counts the members anew, after the crowd or the kept symptoms became others.
void recount_members(Incident& incident, const Crowd& crowd);

}  // namespace foreshock::incidents
