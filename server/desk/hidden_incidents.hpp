#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "server/incidents/incident.hpp"

namespace foreshock::desk {

/// Which open incidents each silence and window hides, and since when it hides nothing any more.
/// Remembers ids alone, of the silences that are watched and of open incidents.
class HiddenIncidents {
public:
    void watch(const std::string& mute_id);
    void forget(const std::string& mute_id);

    /// Takes account of how the incident is now.
    void note(const incidents::Incident& incident, TimePoint at);

    /// Those with an active symptom that it mutes.
    [[nodiscard]] const std::set<std::string>& by(const std::string& mute_id) const;

    /// Since when it hides nothing, if it hid something at `since` or later.
    [[nodiscard]] std::optional<TimePoint> quiet_since(const std::string& mute_id,
                                                       TimePoint since) const;

private:
    struct Account {
        std::set<std::string> incidents;
        std::optional<TimePoint> quiet_since;  ///< none: it hides something, or never did
    };

    void leave(const std::string& mute_id, const std::string& incident_id, TimePoint at);
    void remember_past(const incidents::Incident& incident);

    std::map<std::string, Account> accounts_;
    std::map<std::string, std::set<std::string>> mutes_of_;  // by incident
};

}  // namespace foreshock::desk
