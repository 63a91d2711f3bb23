#pragma once

#include <map>
#include <string>
#include <vector>

#include "server/http/status_board.hpp"
#include "server/incidents/incident.hpp"

namespace foreshock::app {

/// A short note of every incident that is not closed, from which the status is counted without
/// asking the store. For one thread.
class IncidentBoard {
public:
    void clear() { rows_.clear(); }

    /// Notes it as it is now; a closed one is taken off.
    void note(const incidents::Incident& incident);
    /// Fills in what is known of incidents.
    void count(http::Status& status) const;

private:
    struct Row {
        incidents::IncidentState state;
        int priority;
        bool is_open;
        std::vector<std::string> hosts;
        std::vector<http::Eta> etas;
    };

    std::map<std::string, Row> rows_;
};

}  // namespace foreshock::app
