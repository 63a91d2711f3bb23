#pragma once

#include "server/incidents/turn.hpp"

/// The steps of an incident's life. Each works on one Turn; none looks at another incident.
/// docs/reference/incidents.md draws them.
namespace foreshock::incidents {

/// Works out anew what follows from the symptoms: leading words, phase, severity, category,
/// priority; writes what changed. Without active symptoms all stays, but for the forecast.
void reassess(Turn& turn);

/// Some symptom was taken back: if it was the last one, the soak begins. What was heard only from a
/// spool, and is over by its own account, is resolved at once: nobody was told of it.
void settle_after_clear(Turn& turn);

/// An active symptom came to an incident whose soak ran.
void relapse(Turn& turn, Reason reason);

/// Back from resolved: to its owner's hands if it has one.
void reopen(Turn& turn, Reason reason, std::string actor = "engine");

struct Resolution {
    Outcome outcome = Outcome::recovered;
    Reason reason;
    std::string actor = "engine";
    std::string text;
    std::string known_error = {};  ///< whose fix was followed, as whoever resolves it says
    std::string phrase{};          ///< what the world is told besides, as a key of the phrases
};

void resolve(Turn& turn, Resolution resolution);

/// `prevented` if the disruption never came, else `recovered`.
Outcome natural_outcome(const Incident& incident);

/// Says what is due to be said: the first word after the hold, that it is open again, a change of
/// priority or phase (worse at once, calmer after a while). Silent while only spooled words are
/// known, up to `replay_wait`; silent while it recovers and while all that is active is muted.
/// That it was acknowledged or is over is told all the same to those who know that it is open.
void speak(Turn& turn);

/// Has the world been told of it, and not been told since that it is over?
bool is_known_to_be_open(const Incident& incident);

/// When `speak` will have something to say if nothing else happens.
std::optional<TimePoint> next_word_at(const Incident& incident, const Settings& settings);

/// When silence will have lasted long enough to close it: `close_after` from the later of its
/// resolution and its last symptom's clearing. None while it is open or a symptom is active.
std::optional<TimePoint> close_at(const Incident& incident, const Settings& settings);

void close(Turn& turn, Reason reason, std::string actor = "engine", std::string text = {});

}  // namespace foreshock::incidents
