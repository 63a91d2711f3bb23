#include "server/notify/outbox_entries.hpp"

#include <algorithm>
#include <cassert>

#include "core/hash.hpp"
#include "server/incidents/leading.hpp"
#include "server/notify/notice.hpp"
#include "server/render/incident_json.hpp"
#include "server/words/incident_words.hpp"

namespace foreshock::notify {
namespace {

using incidents::Announcement;
using incidents::Incident;
using incidents::OutboxEntry;

/// What the words of one message depend on.
struct Speech {
    const Incident& incident;
    std::string_view event;
    std::string explanation;
    std::string actor;
    std::string update;
    TimePoint at;
    std::string phrase = {};
};

words::TellContext context_of(const Speech& speech, const TellPlan& plan,
                              const TellSurroundings& around, const Wording& wording) {
    words::TellContext context;
    context.now = speech.at;
    for (const incidents::Service* service : touched_services(speech.incident, around.services)) {
        context.services.push_back(service->title.empty() ? service->name : service->title);
    }
    context.explanation = speech.explanation;
    context.phrase = speech.phrase;
    context.actor = speech.actor;
    context.update = speech.update;
    if (!wording.page_url.empty()) {
        context.url = wording.page_url + "/incidents/" + std::to_string(speech.incident.number);
    }
    const int level = std::clamp(speech.incident.priority.level, 1, 5);
    context.update_every = plan.update_every.at(static_cast<std::size_t>(level - 1));
    context.local_time = wording.local_time;
    return context;
}

Notice notice_about(const Speech& speech, const words::TellContext& context) {
    const Incident& incident = speech.incident;
    Notice notice;
    notice.reference = render::incident_reference(incident.number);
    notice.event = speech.event;
    notice.title = incident.title;
    notice.url = context.url;
    notice.priority = incident.priority.level;
    notice.impact = incident.priority.impact;
    notice.urgency = incident.priority.urgency;
    notice.severity = to_string(incident.severity);
    notice.category = incident.category;
    notice.subcategory = incident.subcategory;
    if (const auto* leading = incidents::leading_symptom(incident)) {
        notice.host = leading->symptom.subject.host;
        notice.component = leading->symptom.subject.component;
    }
    notice.is_open = incident.is_open();
    notice.is_acknowledged = incident.acknowledged_at.has_value();
    notice.times_reopened = incident.times_reopened;
    notice.since = incident.first_sign_at;
    notice.at = speech.at;
    return notice;
}

std::string notice_text(const Speech& speech, const Told& to, const TellPlan& plan,
                        const TellSurroundings& around, const Wording& wording) {
    const words::TellContext context = context_of(speech, plan, around, wording);
    const words::Values values =
        incident_words(speech.incident, context, wording.book.phrases(to.language));
    words::Message message = wording.book.message(to.language, to.audience, speech.event, values);
    Notice notice = notice_about(speech, context);
    notice.summary = std::move(message.summary);
    notice.text = std::move(message.text);
    return to_json(notice);
}

OutboxEntry empty_entry(const Announcement& announcement, const Told& to) {
    OutboxEntry entry;
    entry.id = outbox_id(announcement, {to.channel, to.recipient});
    entry.incident_id = announcement.incident_id;
    entry.transition = announcement.transition;
    entry.channel = to.channel;
    entry.recipient = to.recipient;
    entry.created_at = entry.due_at = announcement.at;
    entry.is_page = to.is_page;
    return entry;
}

Speech speech_of(const Incident& incident, const Announcement& announcement) {
    if (!announcement.told_by.empty()) {
        return {
            incident,       words::update_event, "", announcement.told_by, announcement.explanation,
            announcement.at};
    }
    return {incident,
            to_string(announcement.transition),
            announcement.explanation,
            "",
            "",
            announcement.at,
            announcement.phrase};
}

}  // namespace

std::string outbox_id(const Announcement& announcement, const ChannelSettings& channel) {
    return stable_id({announcement.incident_id, to_string(announcement.transition),
                      std::to_string(announcement.revision), channel.name, channel.recipient});
}

std::vector<OutboxEntry> outbox_entries(const incidents::Changes& changes, const TellPlan& plan,
                                        const TellSurroundings& around, const Wording& wording) {
    std::vector<OutboxEntry> entries;
    for (const Announcement& announcement : changes.announcements) {
        const auto incident =
            std::find_if(changes.incidents.begin(), changes.incidents.end(),
                         [&](const Incident& one) { return one.id == announcement.incident_id; });
        assert(incident != changes.incidents.end());
        if (incident == changes.incidents.end()) continue;
        const Speech speech = speech_of(*incident, announcement);
        for (const Told& to : who_is_told(*incident, announcement, plan, around)) {
            OutboxEntry entry = empty_entry(announcement, to);
            const PlannedChannel* channel = plan.channel(to.channel);
            if (channel && channel->tells_every_word) {
                entry.body = render::webhook_body(*incident, announcement, entry.id);
            } else {
                entry.body = notice_text(speech, to, plan, around, wording);
                // A person's words are not old news when the numbers behind them change.
                entry.is_replaceable = announcement.told_by.empty();
            }
            entries.push_back(std::move(entry));
        }
    }
    return entries;
}

OutboxEntry single_entry(const SingleWord& word, const TellPlan& plan,
                         const TellSurroundings& around, const Wording& wording) {
    OutboxEntry entry;
    entry.id = stable_id({word.id_of, word.to.channel, word.to.recipient});
    entry.incident_id = word.incident.id;
    entry.transition = incidents::Transition::changed;
    entry.channel = word.to.channel;
    entry.recipient = word.to.recipient;
    entry.created_at = entry.due_at = word.now;
    entry.is_page = word.to.is_page;
    entry.body = notice_text({word.incident, word.event, "", "", "", word.now}, word.to, plan,
                             around, wording);
    return entry;
}

}  // namespace foreshock::notify
