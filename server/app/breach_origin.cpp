#include "server/app/breach_origin.hpp"

#include <map>

#include "server/app/breach_book.hpp"
#include "server/http/token.hpp"
#include "server/incidents/diagnose.hpp"
#include "server/render/incident_json.hpp"

namespace foreshock::app {
namespace {

using incidents::Event;
using incidents::EventKind;
using incidents::Incident;

constexpr std::size_t told_names_max = 30;

breach::Sign sign_of(const incidents::IncidentSymptom& known) {
    const Symptom& symptom = known.symptom;
    return {sign_fingerprint(symptom.subject, symptom.kind),
            symptom.kind,
            symptom.subject.host,
            symptom.subject.component,
            symptom.sentence,
            symptom.first_sign,
            symptom.observed_at};
}

std::string words_of(const Event& event) {
    std::string words = event.text;
    if (!event.reason.text.empty() && event.reason.text != event.text)
        words += (words.empty() ? "" : " · ") + event.reason.text;
    return words.substr(0, breach::words_bytes_max);
}

/// To whom a line went that left the desk; empty for any other line.
std::string told_by(const Event& event) {
    switch (event.kind) {
        case EventKind::notification_delivered:
            return event.text.substr(0,
                                     event.text.find(event.text.find(" after ") == std::string::npos
                                                         ? " at the first attempt"
                                                         : " after "));
        case EventKind::answered:
            return "answered those who reported it";
        case EventKind::published:
            return event.text.empty() ? "" : "words on the status page";
        default:
            return {};
    }
}

struct Telling {
    std::size_t times = 0;
    TimePoint last_at;
};

std::string describe_told(const std::vector<Event>& timeline) {
    std::map<std::string, Telling> told;
    std::size_t others = 0;
    for (const Event& event : timeline) {
        const std::string whom = told_by(event);
        if (whom.empty()) continue;
        if (!told.contains(whom) && told.size() == told_names_max) {
            ++others;
            continue;
        }
        ++told[whom].times;
        told[whom].last_at = event.at;
    }
    if (told.empty()) return {};
    std::string words = "what was told already, and cannot be taken back:";
    for (const auto& [whom, telling] : told) {
        words += "\n- " + whom + ", " + std::to_string(telling.times) +
                 (telling.times == 1 ? " time" : " times") + ", last at " +
                 format_rfc3339(telling.last_at);
    }
    if (others > 0) words += "\n- and " + std::to_string(others) + " more";
    return words;
}

}  // namespace

Result<breach::Origin> origin_of(const IncidentRecord& record) {
    const auto& [incident, timeline] = record;
    if (incident.symptoms_beyond > 0) {
        return fail(Errc::conflict,
                    "incident " + std::to_string(incident.number) + " has " +
                        std::to_string(incident.symptoms_beyond) +
                        " symptoms that are only counted: split off what belongs to the breach");
    }
    breach::Origin origin;
    origin.incident_id = incident.id;
    origin.reference = render::incident_reference(incident.number);
    for (const incidents::IncidentSymptom& known : incident.symptoms)
        origin.signs.push_back(sign_of(known));
    for (const Event& event : timeline)
        origin.lines.push_back(
            {event.at, event.actor, std::string{to_string(event.kind)}, words_of(event)});
    origin.told = describe_told(timeline);
    origin.record = render::incident_detail_json(incident, timeline, incidents::diagnose(incident));
    origin.record_sha256 = http::sha256_hex(origin.record);
    return origin;
}

}  // namespace foreshock::app
