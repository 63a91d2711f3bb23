#include "server/notify/outbox_entries.hpp"

#include <algorithm>
#include <cassert>

#include "core/hash.hpp"
#include "server/render/incident_json.hpp"

namespace foreshock::notify {

using incidents::Announcement;
using incidents::Incident;
using incidents::OutboxEntry;

std::string outbox_id(const Announcement& announcement, const ChannelSettings& channel) {
    return stable_id({announcement.incident_id, to_string(announcement.transition),
                      std::to_string(announcement.revision), channel.name, channel.recipient});
}

std::vector<OutboxEntry> outbox_entries(const incidents::Changes& changes,
                                        const std::vector<ChannelSettings>& channels) {
    std::vector<OutboxEntry> entries;
    for (const Announcement& announcement : changes.announcements) {
        const auto incident =
            std::find_if(changes.incidents.begin(), changes.incidents.end(),
                         [&](const Incident& one) { return one.id == announcement.incident_id; });
        assert(incident != changes.incidents.end());
        if (incident == changes.incidents.end()) continue;
        for (const ChannelSettings& channel : channels) {
            OutboxEntry entry;
            entry.id = outbox_id(announcement, channel);
            entry.incident_id = announcement.incident_id;
            entry.transition = announcement.transition;
            entry.channel = channel.name;
            entry.recipient = channel.recipient;
            entry.body = render::webhook_body(*incident, announcement, entry.id);
            entry.created_at = entry.due_at = announcement.at;
            entries.push_back(std::move(entry));
        }
    }
    return entries;
}

}  // namespace foreshock::notify
