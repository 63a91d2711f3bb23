#include "server/store/report_codec.hpp"

#include <nlohmann/json.hpp>

#include "server/store/json_values.hpp"

namespace foreshock::store {
namespace {

using reports::Report;
using reports::Reporter;
using reports::RequestRecord;
using reports::TriageRecord;

Json triage_to_json(const TriageRecord& triage) {
    return {{"intent", to_string(triage.intent)},
            {"confidence", triage.confidence},
            {"category", triage.category},
            {"category_confidence", triage.category_confidence},
            {"clues", triage.clues},
            {"decided_by", triage.decided_by},
            {"decided_at", time_to_json(triage.decided_at)}};
}

TriageRecord triage_from_json(const Json& json) {
    TriageRecord triage;
    triage.intent = must(reports::parse_intent(text_at(json, "intent")));
    triage.confidence = json.at("confidence").get<double>();
    triage.category = text_at(json, "category");
    triage.category_confidence = json.at("category_confidence").get<double>();
    triage.clues = json.at("clues").get<std::vector<std::string>>();
    triage.decided_by = text_at(json, "decided_by");
    triage.decided_at = optional_time(json.at("decided_at"));
    return triage;
}

Json request_to_json(const RequestRecord& request) {
    return {{"state", to_string(request.state)},
            {"assignee", request.assignee},
            {"note", request.note},
            {"done_at", time_to_json(request.done_at)}};
}

RequestRecord request_from_json(const Json& json) {
    return {must(reports::parse_request_state(text_at(json, "state"))), text_at(json, "assignee"),
            text_at(json, "note"), optional_time(json.at("done_at"))};
}

Report report_from_json(const Json& json) {
    Report report;
    report.id = text_at(json, "id");
    report.received_at = time_from_json(json.at("received_at"));
    report.channel = text_at(json, "channel");
    report.reporter =
        Reporter{text_at(json, "reporter"), text_at(json, "contact"), text_at(json, "language")};
    report.logged_by = text_at(json, "logged_by");
    report.host = text_at(json, "host");
    report.service = text_at(json, "service");
    report.subject = text_at(json, "subject");
    report.text = text_at(json, "text");
    report.original = text_at(json, "original");
    report.attachments = json.at("attachments").get<std::vector<std::string>>();
    report.triage = triage_from_json(json.at("triage"));
    report.request = request_from_json(json.at("request"));
    report.is_answerable = json.at("answerable").get<bool>();
    report.once = text_at(json, "once");
    return report;
}

}  // namespace

std::string encode_report(const Report& report) {
    return write_json({{"id", report.id},
                       {"received_at", time_to_json(report.received_at)},
                       {"channel", report.channel},
                       {"reporter", report.reporter.name},
                       {"contact", report.reporter.contact},
                       {"language", report.reporter.language},
                       {"logged_by", report.logged_by},
                       {"host", report.host},
                       {"service", report.service},
                       {"subject", report.subject},
                       {"text", report.text},
                       {"original", report.original},
                       {"attachments", report.attachments},
                       {"triage", triage_to_json(report.triage)},
                       {"request", request_to_json(report.request)},
                       {"answerable", report.is_answerable},
                       {"once", report.once}});
}

Result<Report> decode_report(std::string_view text) {
    try {
        return report_from_json(Json::parse(text));
    } catch (const std::exception& error) {
        return fail(Errc::malformed, std::string{"stored report: "} + error.what());
    }
}

}  // namespace foreshock::store
