#pragma once

#include <set>
#include <string>

#include "server/incidents/engine.hpp"
#include "server/oncall/care_settings.hpp"
#include "server/oncall/schedule.hpp"

namespace foreshock::oncall {

/// All that decisions rest upon beside the incident.
struct World {
    const CareSettings& settings;
    const people::Directory& directory;
    const Rota& rota;
    const incidents::ServiceMap& services;
};

/// One incident at one moment, and what is decided about it so far. The steps of a decision take
/// it in turn; each sees what those before it decided.
struct Deliberation {
    const World& world;
    const incidents::Incident& incident;
    TimePoint now;
    incidents::DeskDecided decided;  ///< its `care` begins as the incident's

    Deliberation(const World& with, const incidents::Incident& about, TimePoint at)
        : world(with), incident(about), now(at) {
        decided.at = at;
        decided.incident_id = about.id;
        decided.care = about.handling.care;
    }

    [[nodiscard]] const std::string& owner() const {
        return decided.owner ? *decided.owner : incident.owner;
    }

    /// Somebody acknowledged it, and still has it.
    [[nodiscard]] bool is_taken() const {
        const bool works = incident.state == incidents::IncidentState::in_progress ||
                           incident.state == incidents::IncidentState::pending;
        return works && !owner().empty() && !decided.owner;
    }

    void write(incidents::EventKind kind, std::string code, std::string text, std::string from = {},
               std::string to = {}) {
        decided.lines.push_back(
            {kind, {std::move(code), std::move(text)}, std::move(from), std::move(to), {}});
    }
};

/// "L2 storage"
std::string tier_words(people::Tier tier, const std::string& team);

/// Names of the services that its active symptoms touch.
std::set<std::string> services_of(const incidents::Incident& incident,
                                  const incidents::ServiceMap& services);

}  // namespace foreshock::oncall
