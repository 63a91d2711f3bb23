#include "server/http/link_route.hpp"

#include "server/http/public_page.hpp"
#include "server/http/user_report_api.hpp"
#include "server/render/incident_json.hpp"
#include "server/render/ticket_html.hpp"
#include "server/reports/letter.hpp"
#include "server/reports/plain_text.hpp"

namespace foreshock::http {
namespace {

using reports::Grant;
using reports::Purpose;

Response notice(int status, std::string_view key, std::string_view detail,
                std::string_view language) {
    return public_page(status, render::notice_page(key, detail, language), render::ticket_style());
}

int status_of(Errc code) {
    if (code == Errc::unavailable) return 503;
    return code == Errc::not_found || code == Errc::refused ? 404 : 409;
}

std::string state_of(const reports::Report& report, const incidents::Incident* incident) {
    if (incident) return std::string{to_string(incident->state)};
    if (report.request.state != reports::RequestState::none)
        return std::string{to_string(report.request.state)} + "_request";
    return "waits";
}

std::string language_of(const Request& request, std::string_view of_reporter) {
    if (request.query.get("lang")) return std::string{page_language(request)};
    return std::string{of_reporter.empty() ? page_language(request) : of_reporter};
}

std::string_view done_key(const std::string& act) {
    if (act == "confirm") return "thanks";
    if (act == "reject") return "reopened";
    if (act == "acknowledge") return "acknowledged";
    return act == "resolve" ? "resolved" : "sent";
}

bool fits(Purpose purpose, const std::string& act) {
    switch (purpose) {
        case Purpose::follow:
            return act == "say";
        case Purpose::confirm:
            return act == "confirm" || act == "reject";
        case Purpose::acknowledge:
            return act == "acknowledge";
        case Purpose::resolve:
            return act == "resolve";
    }
    return false;
}

}  // namespace

std::vector<Route> LinkRoute::routes() {
    Route page{"GET", "/l/{token}", Audience::anyone};
    page.parameters = {"lang"};
    page.handler = at_once([this](const Request& request, const PathArguments& arguments) {
        return show(request, arguments[0]);
    });
    Route form{"POST", "/l/{token}", Audience::anyone};
    form.parameters = {"lang"};
    form.content_type = "application/x-www-form-urlencoded";
    form.body_bytes_max = body_bytes_max;
    form.handler = [this](const Request& request, const PathArguments& arguments,
                          const Responder& respond) { act(request, arguments[0], respond); };
    std::vector<Route> table;
    table.push_back(std::move(page));
    table.push_back(std::move(form));
    return table;
}

Response LinkRoute::show(const Request& request, const std::string& token) const {
    const auto grant = reports::unseal(token, key_, from_.clock.now());
    const std::string language = language_of(request, "");
    if (!grant) return notice(404, "bad_link", grant.error().what, language);
    if (grant->purpose == Purpose::follow || grant->purpose == Purpose::confirm) {
        const auto report = from_.store.find(grant->subject);
        if (!report) return notice(404, "bad_link", "", language);
        return show_ticket(*grant, language_of(request, report->reporter.language));
    }
    return show_act(*grant, language);
}

Response LinkRoute::show_ticket(const Grant& grant, std::string_view language) const {
    const auto report = from_.store.find(grant.subject);
    if (!report) return notice(404, "bad_link", "", language);
    const auto incident = report->incident_id.empty()
                              ? Result<incidents::Incident>{fail(Errc::not_found, "none")}
                              : from_.reader.find(report->incident_id);
    const auto messages = conversation_of(*report, from_.store, from_.reader);
    if (!messages) return notice(503, "failed", "", language);
    render::TicketView view;
    view.reference = incident ? render::incident_reference(incident->number)
                              : reports::report_reference(report->id);
    view.title = report->subject.empty() ? reports::clipped(report->text, 200) : report->subject;
    view.state = state_of(*report, incident ? &*incident : nullptr);
    view.messages = *messages;
    const bool is_over = incident && (incident->state == incidents::IncidentState::resolved ||
                                      incident->state == incidents::IncidentState::closed);
    view.asks_whether_well = grant.purpose == Purpose::confirm && is_over;
    view.takes_words = grant.purpose == Purpose::follow;
    view.others = others_of(*report);
    return public_page(200, render::ticket_page(view, language), render::ticket_style());
}

// The link went to the contact by mail: who holds it may see what else came from there.
std::vector<render::TicketView::Other> LinkRoute::others_of(const reports::Report& report) const {
    std::vector<render::TicketView::Other> others;
    if (report.reporter.contact.empty()) return others;
    reports::ReportQuery query;
    query.contact = report.reporter.contact;
    query.limit = others_max;
    const auto page = from_.store.list(query);
    if (!page) return others;
    const TimePoint until = from_.clock.now() + other_links_for;
    for (const reports::Report& one : page->reports) {
        if (one.id == report.id) continue;
        const Grant grant{Purpose::follow, one.id, "", until, ""};
        others.push_back({reports::report_reference(one.id),
                          one.subject.empty() ? reports::clipped(one.text, 100) : one.subject,
                          "/l/" + reports::seal(grant, key_)});
    }
    return others;
}

// The title names hosts, and is for responders: only their links lead here.
Response LinkRoute::show_act(const Grant& grant, std::string_view language) const {
    const auto incident = from_.reader.find(grant.subject);
    if (!incident) return notice(404, "bad_link", "", language);
    const std::string_view act = grant.purpose == Purpose::resolve ? "resolve" : "acknowledge";
    return public_page(200,
                       render::act_page(render::incident_reference(incident->number),
                                        incident->title, act, language),
                       render::ticket_style());
}

Result<LinkRoute::Form> LinkRoute::form_of(std::string_view body) {
    const Result<Query> fields = Query::parse(body);
    if (!fields) return fail(fields.error());
    Form form;
    form.act = fields->get("act").value_or("");
    form.text =
        reports::clipped(reports::clean_utf8(fields->get("text").value_or("")), words_bytes_max);
    const std::string_view mark = fields->get("satisfaction").value_or("");
    if (mark.size() == 1 && mark[0] >= '1' && mark[0] <= '5') form.satisfaction = mark[0] - '0';
    return form;
}

void LinkRoute::act(const Request& request, const std::string& token, const Responder& respond) {
    const auto grant = reports::unseal(token, key_, from_.clock.now());
    const std::string language = language_of(request, "");
    if (!grant) return respond(notice(404, "bad_link", grant.error().what, language));
    const Result<Form> form = form_of(request.body);
    if (!form || !fits(grant->purpose, form->act))
        return respond(notice(400, "failed", "", language));
    if (grant->purpose == Purpose::follow) {
        if (!from_.desk.admit(grant->subject)) return respond(notice(429, "failed", "", language));
        return act_as_reporter(*grant, *form, [respond, language](const Result<Told>& told) {
            respond(told ? notice(200, "sent", "", language)
                         : notice(status_of(told.error().code), "failed", "", language));
        });
    }
    act_once(*grant, *form, token, language, respond);
}

// Marked as used before it acts, so that two who press at once act once; given back when it failed.
void LinkRoute::act_once(const Grant& grant, const Form& form, const std::string& token,
                         std::string_view language_view, const Responder& respond) {
    const std::string language{language_view};
    const std::string digest = reports::digest_of(token);
    const auto is_first = from_.store.use_link(digest, from_.clock.now());
    if (!is_first) return respond(notice(503, "failed", "", language));
    if (!*is_first) return respond(notice(410, "used", "", language));
    const ToldDone done = [this, respond, language, digest,
                           act = form.act](const Result<Told>& told) {
        if (told) return respond(notice(200, done_key(act), "", language));
        const Result<void> forgiven = from_.store.forgive_link(digest);
        const std::string& why = forgiven ? told.error().what : forgiven.error().what;
        respond(notice(status_of(told.error().code), "failed",
                       told.error().code == Errc::conflict ? why : "", language));
    };
    const bool is_reporter = grant.purpose == Purpose::confirm;
    is_reporter ? act_as_reporter(grant, form, done) : act_as_responder(grant, form, done);
}

void LinkRoute::act_as_reporter(const Grant& grant, const Form& form, ToldDone done) {
    if (form.act == "confirm")
        return from_.desk.confirm(grant.subject, form.satisfaction, form.text, std::move(done));
    if (form.act == "reject") return from_.desk.reject(grant.subject, form.text, std::move(done));
    const auto report = from_.store.find(grant.subject);
    if (!report) return done(fail(report.error()));
    from_.desk.say(
        {grant.subject,
         report->reporter.name.empty() ? report->reporter.contact : report->reporter.name,
         form.text, false},
        std::move(done));
}

void LinkRoute::act_as_responder(const Grant& grant, const Form& form, ToldDone done) {
    const TimePoint now = from_.clock.now();
    incidents::Input step = incidents::Acknowledged{now, grant.subject, grant.holder, ""};
    if (form.act == "resolve") {
        step = incidents::ResolveAsked{now, grant.subject, grant.holder,
                                       form.text.empty() ? "resolved by a link" : form.text};
    }
    const auto finish = [done](const Result<incidents::Incident>& incident) {
        if (!incident) return done(fail(incident.error()));
        done(Told{{}, *incident, false});
    };
    const Result<void> taken = from_.commands.offer(std::move(step), finish);
    if (!taken) done(fail(taken.error()));
}

}  // namespace foreshock::http
