#pragma once

#include <optional>

#include "server/desk/maintenance_window.hpp"
#include "server/incidents/incident.hpp"

namespace foreshock::desk {

/// A silence or window with its matchers and its recurrence made ready. Errors of `make` are those
/// of the texts in it; what was checked once fails only when the zone database lost its zone.
struct ReadySilence {
    Silence silence;
    MatcherSet matchers;

    static Result<ReadySilence> make(Silence silence);
};

struct ReadyWindow {
    MaintenanceWindow window;
    MatcherSet matchers;
    Recurrence recurrence;
    std::optional<WindowSpan> span = {};  ///< that is open, or the next one

    static Result<ReadyWindow> make(MaintenanceWindow window);
    /// Finds `span` anew, as it is from `now` on.
    void look_ahead(TimePoint now);
    [[nodiscard]] SilenceState state_at(TimePoint at) const;
};

/// A silence or an occurrence of a window while it hides things: what both have to say.
struct Standing {
    std::string id;
    std::string_view source;  ///< "silence" or "maintenance"
    std::string owner;
    std::string reason;
    TimePoint starts_at;
    TimePoint ends_at;
    std::optional<Duration> end_when_quiet;
    Duration warn_before{0};
    bool warned = false;

    /// The warning comes `warn_before` the end, but never in the first three quarters.
    [[nodiscard]] TimePoint warning_at() const;
    [[nodiscard]] incidents::Mute mute() const;
};

/// Of what is active at `now`; none otherwise.
std::optional<Standing> standing_of(const ReadySilence& ready, TimePoint now);
std::optional<Standing> standing_of(const ReadyWindow& ready, TimePoint now);

}  // namespace foreshock::desk
