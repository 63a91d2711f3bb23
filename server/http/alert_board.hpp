#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/incidents/alert.hpp"
#include "server/incidents/incident.hpp"

namespace foreshock::http {

/// The incident that an episode's symptom is in, and what mutes the symptom there.
struct AlertCarrier {
    std::string incident_id;
    std::uint64_t number = 0;
    std::vector<incidents::Mute> muted_by = {};
};

/// Shared by the board and those who read it: either may be the last to need it.
using SharedAlert = std::shared_ptr<const incidents::Alert>;

/// Everything that is wrong now, as alerts: those of other systems as they sent them, and our own
/// symptoms in open incidents. The engine's thread writes, after the commit; any thread reads.
class AlertBoard {
public:
    struct Row {
        SharedAlert alert;
        std::optional<AlertCarrier> carrier;  ///< none: no open incident has it, or not yet
    };

    void clear();

    /// Another system's alert fires, or is not what it was. `episode`: its symptom's id.
    void put(const std::string& episode, SharedAlert alert);
    void drop(const std::string& episode);

    /// The incident as it is now.
    void note(const incidents::Incident& incident);

    [[nodiscard]] std::optional<AlertCarrier> carrier_of(const std::string& episode) const;
    /// In the order of the alerts' fingerprints.
    [[nodiscard]] std::vector<Row> rows() const;

private:
    struct Noted {
        AlertCarrier carrier;
        SharedAlert own;  // null for a symptom of another system's alert
    };

    mutable std::mutex mutex_;
    std::unordered_map<std::string, SharedAlert> foreign_;                   // by episode
    std::unordered_map<std::string, Noted> noted_;                           // by episode
    std::unordered_map<std::string, std::vector<std::string>> episodes_of_;  // by incident id
};

}  // namespace foreshock::http
