#include "server/http/alert_intake_api.hpp"

#include "server/digest/digest.hpp"
#include "server/http/alert_answer.hpp"
#include "server/http/problem.hpp"
#include "server/http/token.hpp"

namespace foreshock::http {
namespace {

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines)
        text += (text.empty() ? "" : "; ") + line;
    return text;
}

Response invalid_event(const std::vector<std::string>& faults) {
    std::string list;
    for (const std::string& fault : faults)
        list += (list.empty() ? "" : ",") + json_string(fault);
    return json_response(
        400, R"({"status":"invalid event","message":"Event object is invalid","errors":[)" + list +
                 "]}");
}

std::string actor_of(const std::string& client, const std::string& integration) {
    return client.empty() ? integration : client;
}

}  // namespace

std::vector<Route> AlertIntakeApi::routes() {
    std::vector<Route> table;
    table.push_back(route("/api/v2/alerts", Audience::senders, &AlertIntakeApi::take_alerts));
    table.push_back(
        route("/api/v1/intake/alertmanager", Audience::senders, &AlertIntakeApi::take_webhook));
    // Their key stands in the message.
    table.push_back(route("/v2/enqueue", Audience::agents, &AlertIntakeApi::take_event));
    table.push_back(route("/v2/change/enqueue", Audience::agents, &AlertIntakeApi::take_change));
    return table;
}

Route AlertIntakeApi::route(std::string_view pattern, Audience audience, Take take) {
    Route route{"POST", pattern, audience};
    route.handler = [this, take](const Request& request, const PathArguments&,
                                 const Responder& respond) { (this->*take)(request, respond); };
    route.content_type = "application/json";
    route.body_bytes_max = limits_.body_bytes_max;
    return route;
}

void AlertIntakeApi::offer(ReceivedAlerts received, AlertsDone done) const {
    received.received_at = with_.clock.now();
    const Result<void> offered = with_.sink.offer(std::move(received), done);
    if (!offered) done(fail(offered.error()));
}

// As Alertmanager does: what is good counts, even beside what is not.
void AlertIntakeApi::take_words(Result<intake::AlertWords> read, Response (*refuse)(const Error&),
                                const Responder& respond) const {
    if (!read) return respond(refuse(read.error()));
    with_.counters.alerts_malformed += read->refused;
    ReceivedAlerts received;
    received.words = std::move(read->words);
    offer(std::move(received), [respond, refuse,
                                complaints = joined(read->complaints)](const Result<void>& taken) {
        if (!taken) return respond(refuse(taken.error()));
        respond(complaints.empty() ? nothing_more() : refuse(Error{Errc::invalid, complaints}));
    });
}

void AlertIntakeApi::take_alerts(const Request& request, const Responder& respond) const {
    take_words(intake::decode_alerts(request.body, limits_), text_refusal, respond);
}

void AlertIntakeApi::take_webhook(const Request& request, const Responder& respond) const {
    take_words(intake::decode_alertmanager_webhook(request.body, limits_), problem_response,
               respond);
}

const PagerDutyIntegration* AlertIntakeApi::integration_of(std::string_view routing_key) const {
    const std::string digest = sha256_hex(routing_key);
    const PagerDutyIntegration* found = nullptr;
    for (const PagerDutyIntegration& one : integrations_) {
        if (digest::is_equal(digest, one.routing_key_sha256)) found = &one;
    }
    return found;
}

const PagerDutyIntegration* AlertIntakeApi::sender_of(const std::string& routing_key,
                                                      intake::EventFaults faults,
                                                      const Responder& respond) const {
    const PagerDutyIntegration* sender = integration_of(routing_key);
    if (!sender && !routing_key.empty()) faults = {"'routing_key' is not known here"};
    if (faults.empty()) return sender;
    ++with_.counters.alerts_malformed;
    respond(invalid_event(faults));
    return nullptr;
}

void AlertIntakeApi::take_event(const Request& request, const Responder& respond) const {
    auto [event, faults] = intake::decode_pagerduty_event(request.body, with_.clock.now(), limits_);
    const PagerDutyIntegration* sender = sender_of(event.routing_key, std::move(faults), respond);
    if (!sender) return;
    ReceivedAlerts received;
    event.word.key = intake::pagerduty_alert_key(sender->name, event.dedup_key);
    if (event.action == intake::EventAction::acknowledge) {
        received.acknowledged.push_back({event.word.key, actor_of(event.client, sender->name)});
    } else {
        if (!event.word.labels.empty()) event.word.labels.emplace("integration", sender->name);
        received.words.push_back(std::move(event.word));
    }
    offer(std::move(received), [respond, dedup_key = event.dedup_key](const Result<void>& taken) {
        if (!taken) return respond(problem_response(taken.error()));
        respond(
            json_response(202, R"({"status":"success","message":"Event processed","dedup_key":)" +
                                   json_string(dedup_key) + "}"));
    });
}

void AlertIntakeApi::take_change(const Request& request, const Responder& respond) const {
    auto [event, faults] =
        intake::decode_pagerduty_change(request.body, with_.clock.now(), limits_);
    const PagerDutyIntegration* sender = sender_of(event.routing_key, std::move(faults), respond);
    if (!sender) return;
    ReceivedAlerts received;
    received.changes.push_back(
        {event.source,
         {event.at, "change event", actor_of(event.client, sender->name), event.summary}});
    offer(std::move(received), [respond](const Result<void>& taken) {
        if (!taken) return respond(problem_response(taken.error()));
        respond(json_response(202, R"({"status":"success","message":"Change event processed"})"));
    });
}

}  // namespace foreshock::http
