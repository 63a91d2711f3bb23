#pragma once

#include "server/incidents/engine.hpp"
#include "server/incidents/service_load.hpp"

namespace foreshock::incidents {

/// One incident while it changes at one moment: what is written and said on its behalf ends up in
/// the changes of the input that is being worked on. Borrows all it is made of.
struct Turn {
    const Settings& settings;
    TimePoint at;
    Incident& incident;
    Changes& changes;
    const ServiceMap& services;
    const ServiceLoad& load;
    bool touched = false;
    bool members_changed = false;  ///< which alone does not make the incident another

    struct Line {
        Reason reason;
        std::string from;
        std::string to;
        std::string text;
        std::string actor = "engine";
    };

    /// Puts a line on the timeline.
    void write(EventKind kind, Line line) {
        touched = true;
        changes.events.push_back({0, incident.id, at, kind, std::move(line.actor),
                                  std::move(line.reason), std::move(line.from), std::move(line.to),
                                  std::move(line.text)});
    }

    /// Tells the world how things are now. The revision is the one that this turn will end with.
    void tell(Transition transition, std::string explanation = {}, std::string told_by = {}) {
        touched = true;
        incident.last_word = LastWord{transition, at, incident.priority.level, incident.phase};
        changes.announcements.push_back({incident.id, transition, incident.revision + 1, at,
                                         std::move(explanation), std::move(told_by)});
    }
};

}  // namespace foreshock::incidents
