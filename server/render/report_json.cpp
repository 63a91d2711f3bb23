#include "server/render/report_json.hpp"

#include <nlohmann/json.hpp>

#include "server/render/json_forms.hpp"

namespace foreshock::render {
namespace {

using reports::Report;

Json reporter_json(const reports::Reporter& reporter) {
    return {
        {"name", reporter.name}, {"contact", reporter.contact}, {"language", reporter.language}};
}

Json triage_json_of(const reports::TriageRecord& triage) {
    return {{"intent", to_string(triage.intent)},
            {"confidence", triage.confidence},
            {"category", triage.category},
            {"category_confidence", triage.category_confidence},
            {"clues", triage.clues},
            {"decided_by", triage.decided_by},
            {"decided_at", time_json(triage.decided_at)}};
}

Json request_json(const reports::RequestRecord& request) {
    if (request.state == reports::RequestState::none) return nullptr;
    return {{"state", to_string(request.state)},
            {"assignee", request.assignee},
            {"note", request.note},
            {"done_at", time_json(request.done_at)}};
}

Json report_object(const Report& report, bool whole) {
    Json json;
    json["id"] = report.id;
    json["received_at"] = format_rfc3339(report.received_at);
    json["channel"] = report.channel;
    json["reporter"] = reporter_json(report.reporter);
    json["logged_by"] = report.logged_by;
    json["host"] = report.host;
    json["service"] = report.service;
    json["subject"] = report.subject;
    json["text"] = report.text;
    json["triage"] = triage_json_of(report.triage);
    json["request"] = request_json(report.request);
    json["incident_id"] = report.incident_id.empty() ? Json(nullptr) : Json(report.incident_id);
    json["attachments"] = report.attachments;
    if (whole) json["original"] = report.original;
    return json;
}

Json incident_report_json(const incidents::IncidentReport& report) {
    return {{"id", report.id},
            {"received_at", format_rfc3339(report.received_at)},
            {"reporter", report.reporter},
            {"contact", report.contact},
            {"channel", report.channel},
            {"language", report.language},
            {"host", report.host},
            {"service", report.service},
            {"text", report.words},
            {"joined_because", reason_list(report.joined_because)},
            {"confirmation", to_string(report.confirmation)},
            {"satisfaction", report.satisfaction == 0 ? Json(nullptr) : Json(report.satisfaction)}};
}

Json closure_json(const std::optional<incidents::Closure>& closure) {
    if (!closure) return nullptr;
    return {
        {"code", closure->code},
        {"cause", closure->cause},
        {"fix", closure->fix},
        {"recorded_by", closure->recorded_by},
        {"recorded_at", format_rfc3339(closure->recorded_at)},
        {"hypothesis", closure->hypothesis.empty() ? Json(nullptr) : Json(closure->hypothesis)}};
}

}  // namespace

std::string report_json(const Report& report, bool whole) {
    return text_of(report_object(report, whole));
}

std::string reports_json(const reports::ReportPage& page) {
    Json list = Json::array();
    for (const Report& report : page.reports)
        list.push_back(report_object(report, false));
    const Json cursor = page.next_cursor.empty() ? Json(nullptr) : Json(page.next_cursor);
    return text_of({{"reports", std::move(list)}, {"next_cursor", cursor}});
}

std::string messages_json(const std::vector<reports::Message>& messages) {
    Json list = Json::array();
    for (const reports::Message& message : messages) {
        list.push_back({{"at", format_rfc3339(message.at)},
                        {"from", message.is_from_desk ? "desk" : "reporter"},
                        {"author", message.author},
                        {"text", message.text}});
    }
    return text_of({{"messages", std::move(list)}});
}

void add_reporting_summary(const incidents::Reporting& reporting, Json& json) {
    json["type"] = reporting.began_it ? "user_report" : "detected";
    json["report_count"] = reporting.reports.size() + reporting.reports_beyond;
    json["first_answered_at"] = time_json(reporting.first_answered_at);
    json["closure"] = closure_json(reporting.closure);
    json["public_words"] = reporting.public_words;
}

void add_reporting(const incidents::Reporting& reporting, Json& json) {
    json["reports"] = Json::array();
    for (const incidents::IncidentReport& report : reporting.reports)
        json["reports"].push_back(incident_report_json(report));
    json["answers"] = Json::array();
    for (const incidents::QuestionAnswer& answer : reporting.answers) {
        json["answers"].push_back({{"question", answer.question},
                                   {"answer", answer.answer},
                                   {"answered_by", answer.answered_by},
                                   {"answered_at", format_rfc3339(answer.answered_at)}});
    }
}

}  // namespace foreshock::render
