#include "server/http/report_form_route.hpp"

#include "server/http/public_page.hpp"
#include "server/render/incident_json.hpp"
#include "server/render/ticket_html.hpp"
#include "server/reports/letter.hpp"
#include "server/reports/plain_text.hpp"

namespace foreshock::http {
namespace {

Response notice(int status, std::string_view key, std::string_view detail,
                std::string_view language) {
    return public_page(status, render::notice_page(key, detail, language), render::ticket_style());
}

Result<NewReport> report_of(std::string_view body, std::string_view language) {
    const Result<Query> fields = Query::parse(body);
    if (!fields) return fail(fields.error());
    const auto field = [&](std::string_view name) {
        return std::string{fields->get(name).value_or("")};
    };
    NewReport report;
    report.channel = "form";
    report.reporter = {field("name"), field("contact"), std::string{language}};
    report.service = field("service");
    report.subject = field("subject");
    report.text = field("text");
    if (report.text.empty()) return fail(Errc::invalid, "text: say what is wrong");
    return report;
}

}  // namespace

std::vector<Route> ReportFormRoute::routes() {
    if (!open_to_all_) return {};
    Route page{"GET", "/report", Audience::anyone};
    page.parameters = {"lang"};
    page.handler =
        at_once([this](const Request& request, const PathArguments&) { return show(request); });
    Route form{"POST", "/report", Audience::anyone};
    form.parameters = {"lang"};
    form.content_type = "application/x-www-form-urlencoded";
    form.body_bytes_max = body_bytes_max;
    form.handler = [this](const Request& request, const PathArguments&, const Responder& respond) {
        take(request, respond);
    };
    std::vector<Route> table;
    table.push_back(std::move(page));
    table.push_back(std::move(form));
    return table;
}

Response ReportFormRoute::show(const Request& request) const {
    std::vector<std::pair<std::string, std::string>> services;
    const auto status = board_.read();
    for (const incidents::Service& service : status->services->services()) {
        if (service.is_public) services.emplace_back(service.name, service.title);
    }
    return public_page(200, render::report_form_page(services, page_language(request)),
                       render::ticket_style());
}

void ReportFormRoute::take(const Request& request, const Responder& respond) {
    const std::string language{page_language(request)};
    Result<NewReport> report = report_of(request.body, language);
    if (!report) return respond(notice(400, "failed", "", language));
    if (!desk_.admit(report->reporter.contact))
        return respond(notice(429, "too_often", "", language));
    desk_.take(std::move(*report), [respond, language](const Result<Told>& told) {
        if (!told) return respond(notice(503, "failed", "", language));
        const std::string reference = told->incident
                                          ? render::incident_reference(told->incident->number)
                                          : reports::report_reference(told->report.id);
        respond(notice(201, "sent", reference, language));
    });
}

}  // namespace foreshock::http
