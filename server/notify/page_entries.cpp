#include "server/notify/page_entries.hpp"

#include <algorithm>
#include <cassert>

#include "core/hash.hpp"
#include "server/render/page_json.hpp"

namespace foreshock::notify {
namespace {

using incidents::Changes;
using incidents::Incident;
using incidents::OutboxEntry;

const Incident* find(const Changes& changes, const std::string& id) {
    const auto found = std::find_if(changes.incidents.begin(), changes.incidents.end(),
                                    [&](const Incident& one) { return one.id == id; });
    return found == changes.incidents.end() ? nullptr : &*found;
}

OutboxEntry page_entry(const Incident& incident, const incidents::Page& page) {
    OutboxEntry entry;
    entry.id = page.id;
    entry.incident_id = incident.id;
    entry.transition = incidents::Transition::paged;
    entry.channel = page.contact.channel;
    entry.recipient = page.contact.address;
    entry.body = render::page_body(incident, page);
    entry.created_at = page.at;
    entry.due_at = page.due_at;
    return entry;
}

OutboxEntry bridge_entry(const Incident& incident) {
    const auto& bridge = incident.handling.care.bridge;
    OutboxEntry entry;
    entry.id = stable_id({incident.id, "bridge", std::to_string(to_unix_ms(bridge->opened_at))});
    entry.incident_id = incident.id;
    entry.transition = incidents::Transition::changed;
    entry.channel = bridge_channel;
    entry.recipient = bridge_channel;
    entry.body = render::bridge_request_body(incident, entry.id);
    entry.created_at = entry.due_at = bridge->opened_at;
    return entry;
}

}  // namespace

std::vector<OutboxEntry> page_entries(const Changes& changes) {
    std::vector<OutboxEntry> entries;
    for (const incidents::PageOrder& order : changes.pages) {
        const Incident* incident = find(changes, order.incident_id);
        assert(incident);
        if (incident) entries.push_back(page_entry(*incident, order.page));
    }
    for (const std::string& id : changes.bridges_wanted) {
        const Incident* incident = find(changes, id);
        assert(incident && incident->handling.care.bridge);
        if (incident && incident->handling.care.bridge) {
            entries.push_back(bridge_entry(*incident));
        }
    }
    return entries;
}

}  // namespace foreshock::notify
