#include <algorithm>

#include "server/app/batch_draft.hpp"

namespace foreshock::app {

/// An agent speaks for its own host only: it does not get the name that another one has.
void BatchEngine::keep_names_apart(wire::Report& report) {
    if (report.host_name.empty() || report.host_name == report.agent_id) return;
    const auto own = hosts_.find(report.agent_id);
    const bool is_as_before = own != hosts_.end() && own->second.name == report.host_name;
    if (is_as_before && own_names_.contains(report.agent_id)) return;
    const bool is_taken = std::ranges::any_of(hosts_, [&report](const auto& known) {
        return known.first != report.agent_id &&
               (known.first == report.host_name || known.second.name == report.host_name);
    });
    if (!is_taken) {
        own_names_.insert(report.agent_id);
        return;
    }
    if (ports_.counters.host_names_refused++ == 0) {
        ports_.say(true, "agent '" + report.agent_id + "' says that its host is '" +
                             report.host_name + "', which is another agent's: it goes by '" +
                             report.agent_id + "'");
    }
    report.host_name = report.agent_id;
}

}  // namespace foreshock::app
