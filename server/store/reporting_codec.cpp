#include "server/store/reporting_codec.hpp"

#include <nlohmann/json.hpp>

#include "server/store/json_values.hpp"

namespace foreshock::store {
namespace {

using incidents::Closure;
using incidents::IncidentReport;
using incidents::QuestionAnswer;
using incidents::Reason;
using incidents::Reporting;

Json report_to_json(const IncidentReport& report) {
    const auto reason = [](const Reason& one) { return Json{one.code, one.text}; };
    return {{"id", report.id},
            {"received_at", time_to_json(report.received_at)},
            {"reporter", report.reporter},
            {"contact", report.contact},
            {"channel", report.channel},
            {"language", report.language},
            {"host", report.host},
            {"service", report.service},
            {"category", report.category},
            {"words", report.words},
            {"joined_because", list_to_json(report.joined_because, reason)},
            {"confirmation", to_string(report.confirmation)},
            {"satisfaction", report.satisfaction}};
}

IncidentReport report_from_json(const Json& json) {
    const auto confirmation = incidents::parse_confirmation(text_at(json, "confirmation"));
    if (!confirmation) throw std::out_of_range{confirmation.error().what};
    IncidentReport report;
    report.id = text_at(json, "id");
    report.received_at = time_from_json(json.at("received_at"));
    report.reporter = text_at(json, "reporter");
    report.contact = text_at(json, "contact");
    report.channel = text_at(json, "channel");
    report.language = text_at(json, "language");
    report.host = text_at(json, "host");
    report.service = text_at(json, "service");
    report.category = text_at(json, "category");
    report.words = text_at(json, "words");
    report.joined_because = list_from_json(json.at("joined_because"), [](const Json& one) {
        return Reason{one.at(0).get<std::string>(), one.at(1).get<std::string>()};
    });
    report.confirmation = *confirmation;
    report.satisfaction = json.at("satisfaction").get<int>();
    return report;
}

Json answer_to_json(const QuestionAnswer& answer) {
    return {{"question", answer.question},
            {"answer", answer.answer},
            {"by", answer.answered_by},
            {"at", time_to_json(answer.answered_at)}};
}

QuestionAnswer answer_from_json(const Json& json) {
    return {text_at(json, "question"), text_at(json, "answer"), text_at(json, "by"),
            time_from_json(json.at("at"))};
}

Json closure_to_json(const std::optional<Closure>& closure) {
    if (!closure) return nullptr;
    return {{"code", closure->code},
            {"cause", closure->cause},
            {"fix", closure->fix},
            {"by", closure->recorded_by},
            {"at", time_to_json(closure->recorded_at)},
            {"hypothesis", closure->hypothesis}};
}

std::optional<Closure> closure_from_json(const Json& json) {
    if (json.is_null()) return std::nullopt;
    return Closure{text_at(json, "code"),         text_at(json, "cause"),
                   text_at(json, "fix"),          text_at(json, "by"),
                   time_from_json(json.at("at")), json.value("hypothesis", std::string{})};
}

}  // namespace

Json reporting_to_json(const Reporting& reporting) {
    return {{"reports", list_to_json(reporting.reports, report_to_json)},
            {"reports_beyond", reporting.reports_beyond},
            {"began_it", reporting.began_it},
            {"first_answered_at", time_to_json(reporting.first_answered_at)},
            {"answers", list_to_json(reporting.answers, answer_to_json)},
            {"closure", closure_to_json(reporting.closure)},
            {"public_words", reporting.public_words}};
}

Reporting reporting_from_json(const Json& json) {
    Reporting reporting;
    reporting.reports = list_from_json(json.at("reports"), report_from_json);
    reporting.reports_beyond = json.at("reports_beyond").get<std::uint64_t>();
    reporting.began_it = json.at("began_it").get<bool>();
    reporting.first_answered_at = optional_time(json.at("first_answered_at"));
    reporting.answers = list_from_json(json.at("answers"), answer_from_json);
    reporting.closure = closure_from_json(json.at("closure"));
    reporting.public_words = text_at(json, "public_words");
    return reporting;
}

}  // namespace foreshock::store
