#include "server/notify/page_entries.hpp"

#include <algorithm>
#include <cassert>

#include "core/hash.hpp"
#include "server/notify/mail_message.hpp"
#include "server/render/incident_json.hpp"
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

bool is_call_to_work(const incidents::Page& page) {
    return page.why != "informed" && page.why != "bridge";
}

void add_ways(const WaysToAct& ways, MailMessage& mail) {
    if (!ways.acknowledge_link.empty()) mail.text += "\nTake it: " + ways.acknowledge_link + "\n";
    if (!ways.resolve_link.empty()) mail.text += "Say that it is over: " + ways.resolve_link + "\n";
    if (ways.reply_address.empty()) return;
    mail.text += "Or answer this mail with \"ack\" or \"resolve\" as its first word.\n";
    mail.headers.emplace("Reply-To", ways.reply_address);
}

/// Its thread is the channel's to keep: the ids are left empty.
std::string mail_body(const Incident& incident, const incidents::Page& page,
                      const FindWays& find_ways) {
    MailMessage mail;
    mail.to = page.contact.address;
    mail.subject = render::incident_reference(incident.number) + " P" +
                   std::to_string(incident.priority.level) + " " + incident.title;
    // A title with line breaks must not become a header.
    std::replace_if(
        mail.subject.begin(), mail.subject.end(),
        [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
    mail.text = render::page_words(incident, page) + "\n";
    mail.headers = {{"X-Foreshock-Page", page.id}};
    if (find_ways && is_call_to_work(page))
        add_ways(find_ways(page.person, incident.id, page.at), mail);
    return to_json(mail);
}

OutboxEntry page_entry(const Incident& incident, const incidents::Page& page, bool is_mail,
                       const FindWays& ways) {
    OutboxEntry entry;
    entry.id = page.id;
    entry.incident_id = incident.id;
    entry.transition = incidents::Transition::paged;
    entry.channel = page.contact.channel;
    entry.recipient = page.contact.address;
    entry.body = is_mail ? mail_body(incident, page, ways) : render::page_body(incident, page);
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

std::vector<OutboxEntry> page_entries(const Changes& changes,
                                      const std::set<std::string>& mail_channels,
                                      const FindWays& ways) {
    std::vector<OutboxEntry> entries;
    for (const incidents::PageOrder& order : changes.pages) {
        const Incident* incident = find(changes, order.incident_id);
        assert(incident);
        if (!incident) continue;
        const bool is_mail = mail_channels.contains(order.page.contact.channel);
        entries.push_back(page_entry(*incident, order.page, is_mail, ways));
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
