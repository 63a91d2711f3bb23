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
        note_person(kind, line);
        changes.events.push_back({0, incident.id, at, kind, std::move(line.actor),
                                  std::move(line.reason), std::move(line.from), std::move(line.to),
                                  std::move(line.text)});
    }

    /// The first words of a person end the wait for a response; whatever its owner does shows that
    /// somebody works on it.
    void note_person(EventKind kind, const Line& line) {
        if (!is_person(line.actor)) return;
        Handling& handling = incident.handling;
        if (line.actor == incident.owner) handling.owner_active_at = at;
        const bool has_content = kind == EventKind::resolved ||
                                 ((kind == EventKind::noted || kind == EventKind::acknowledged ||
                                   kind == EventKind::pended || kind == EventKind::escalated ||
                                   kind == EventKind::handed_over || kind == EventKind::answered) &&
                                  !line.text.empty());
        if (!has_content || handling.first_response_at) return;
        handling.first_response_at = at;
        handling.first_response_by = line.actor;
    }

    /// Machines are "engine", or named after what they are: "channel mail", "rule nightly".
    static bool is_person(std::string_view actor) {
        for (const std::string_view machine : {"channel ", "rule ", "reporter ", "integration "}) {
            if (actor.starts_with(machine)) return false;
        }
        return !actor.empty() && actor != "engine";
    }

    /// Tells the world how things are now. The revision is the one that this turn will end with.
    void tell(Transition transition, std::string explanation = {}, std::string told_by = {},
              std::string phrase = {}) {
        touched = true;
        incident.last_word = LastWord{transition, at, incident.priority.level, incident.phase};
        changes.announcements.push_back({incident.id, transition, incident.revision + 1, at,
                                         std::move(explanation), std::move(told_by),
                                         std::move(phrase)});
    }
};

}  // namespace foreshock::incidents
