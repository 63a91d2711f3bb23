#include "server/app/reporter_letters.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/hash.hpp"
#include "server/incidents/report_questions.hpp"
#include "server/render/incident_json.hpp"
#include "server/reports/token.hpp"

namespace foreshock::app {
namespace {

using incidents::Event;
using incidents::EventKind;
using incidents::Incident;
using incidents::OutboxEntry;
using incidents::Transition;
using reports::Occasion;
using reports::Report;

constexpr Duration follow_for = std::chrono::hours{24 * 90};
constexpr Duration confirm_for = std::chrono::hours{24 * 30};
constexpr Duration act_for = std::chrono::hours{24 * 7};
constexpr std::string_view once_of_mail = "mail:";

std::string_view word_of(Occasion occasion) {
    constexpr std::array<std::string_view, 10> words{
        "opened",   "joined",   "waits",  "request",      "answered",
        "resolved", "reopened", "closed", "request_done", "conference"};
    return words[static_cast<std::size_t>(occasion)];
}

Transition transition_of(Occasion occasion) {
    switch (occasion) {
        case Occasion::resolved:
            return Transition::resolved;
        case Occasion::reopened:
            return Transition::reopened;
        case Occasion::closed:
        case Occasion::request_done:
            return Transition::closed;
        case Occasion::answered:
        case Occasion::conference:
            return Transition::changed;
        default:
            return Transition::opened;
    }
}

/// The first letters: written by a machine because something came in.
bool is_first_answer(Occasion occasion) {
    return occasion == Occasion::opened || occasion == Occasion::joined ||
           occasion == Occasion::waits || occasion == Occasion::request_received;
}

std::string title_of(const Report& report) {
    return report.subject.empty() ? reports::clipped(report.text, 100) : report.subject;
}

const Incident* find(const incidents::Changes& changes, const std::string& id) {
    const auto found = std::find_if(changes.incidents.begin(), changes.incidents.end(),
                                    [&](const Incident& one) { return one.id == id; });
    return found == changes.incidents.end() ? nullptr : &*found;
}

}  // namespace

std::vector<OutboxEntry> ReporterLetters::entries(const incidents::Changes& changes) {
    std::vector<OutboxEntry> entries;
    if (settings_.mail_channel.empty()) return entries;
    for (const Event& event : changes.events) {
        const Incident* incident = find(changes, event.incident_id);
        if (incident && !incident->reporting.reports.empty())
            about_event(event, *incident, entries);
    }
    return entries;
}

void ReporterLetters::about_event(const Event& event, const Incident& incident,
                                  std::vector<OutboxEntry>& into) {
    switch (event.kind) {
        case EventKind::report_joined:
            return to_one(event, incident, event.to,
                          event.reason.code == "first_report" ? Occasion::opened : Occasion::joined,
                          into);
        case EventKind::answered:
            if (event.to.empty()) return to_all(event, incident, Occasion::answered, into);
            return to_one(event, incident, event.to, Occasion::answered, into);
        case EventKind::bridge_opened: {
            const auto& bridge = incident.handling.care.bridge;
            if (!bridge || !bridge->invites_reporters) return;
            return to_all(event, incident, Occasion::conference, into);
        }
        case EventKind::resolved:
            return to_all(event, incident, Occasion::resolved, into);
        case EventKind::reopened:
            return to_all(event, incident, Occasion::reopened, into);
        case EventKind::closed:
            // What became part of another incident lives on there.
            if (incident.outcome == incidents::Outcome::merged) return;
            return to_all(event, incident, Occasion::closed, into);
        default:
            return;
    }
}

void ReporterLetters::to_all(const Event& event, const Incident& incident, Occasion occasion,
                             std::vector<OutboxEntry>& into) {
    for (const incidents::IncidentReport& report : incident.reporting.reports)
        to_one(event, incident, report.id, occasion, into);
}

void ReporterLetters::to_one(const Event& event, const Incident& incident,
                             const std::string& report_id, Occasion occasion,
                             std::vector<OutboxEntry>& into) {
    const Result<Report> report = store_.find(report_id);
    if (!report) return;
    // It came along with another incident: its reporter was answered before.
    if (is_first_answer(occasion) && !report->incident_id.empty()) return;
    reports::LetterFacts facts;
    facts.reference = render::incident_reference(incident.number);
    // A detected incident's own title names hosts: reporters read theirs.
    facts.title = title_of(*report);
    facts.reporter = report->reporter.name;
    facts.consent_after = consent_after_;
    if (occasion == Occasion::answered) facts.words = event.text;
    if (occasion == Occasion::conference) facts.words = incident.handling.care.bridge->url;
    if (occasion == Occasion::opened) {
        facts.questions = incidents::report_questions(incident.category, report->reporter.language);
    }
    const std::string distinguisher =
        std::to_string(incident.revision) + "." + std::to_string(into.size());
    add_links(report_id, occasion, event.at, distinguisher, facts);
    write({*report, occasion, std::move(facts), incident.id, distinguisher, event.at}, into);
}

std::vector<OutboxEntry> ReporterLetters::about(const Report& report, Occasion occasion,
                                                std::string words, TimePoint at) {
    std::vector<OutboxEntry> entries;
    if (settings_.mail_channel.empty()) return entries;
    reports::LetterFacts facts;
    facts.reference = reports::report_reference(report.id);
    facts.title = title_of(report);
    facts.reporter = report.reporter.name;
    facts.words = std::move(words);
    add_links(report.id, occasion, at, "", facts);
    write({report, occasion, std::move(facts), report.id, std::to_string(to_unix_ms(at)), at},
          entries);
    return entries;
}

void ReporterLetters::add_links(const std::string& report_id, Occasion occasion, TimePoint at,
                                const std::string& occasion_of, reports::LetterFacts& facts) const {
    if (settings_.base_url.empty()) return;
    const auto link = [&](reports::Purpose purpose, Duration span) {
        return settings_.base_url + "/l/" +
               reports::seal({purpose, report_id, "", at + span, occasion_of}, key_);
    };
    facts.follow_link = link(reports::Purpose::follow, follow_for);
    if (occasion == Occasion::resolved)
        facts.confirm_link = link(reports::Purpose::confirm, confirm_for);
}

bool ReporterLetters::may_write(const Mail& mail) {
    const Report& report = mail.report;
    if (report.reporter.contact.find('@') == std::string::npos) return false;
    if (mail.occasion == Occasion::answered || mail.occasion == Occasion::conference) return true;
    if (!report.is_answerable) return false;
    if (!is_first_answer(mail.occasion)) return true;
    const std::lock_guard lock{mutex_};
    const bool is_taken = answers_.take(report.reporter.contact, mail.at);
    if (!is_taken) ++counters_.letters_withheld;
    return is_taken;
}

std::string ReporterLetters::domain() const {
    return settings_.address.substr(settings_.address.find('@') + 1);
}

std::string ReporterLetters::address_with(const std::string& token) const {
    const std::size_t at = settings_.address.find('@');
    if (at == std::string::npos) return {};
    return settings_.address.substr(0, at) + "+" + token + settings_.address.substr(at);
}

// One thread for each report (RFC 5322 3.6.4): its root is the reporter's own mail, or else the
// first letter.
std::string ReporterLetters::body_of(const Mail& mail) const {
    const Report& report = mail.report;
    const bool began_by_mail = report.once.starts_with(once_of_mail);
    const std::string first = "<" + report.id + ".0@" + domain() + ">";
    const std::string root =
        began_by_mail ? "<" + report.once.substr(once_of_mail.size()) + ">" : first;
    // What a person decided on was answered before.
    const bool is_root =
        !began_by_mail && is_first_answer(mail.occasion) && report.triage.decided_by.empty();
    const reports::Letter letter =
        reports::write_letter(mail.occasion, report.reporter.language, mail.facts);
    nlohmann::json body;
    body["to"] = report.reporter.contact;
    body["subject"] = letter.subject;
    body["text"] = letter.text;
    body["message_id"] = is_root ? first
                                 : "<" + report.id + "." + std::string{word_of(mail.occasion)} +
                                       "." + mail.distinguisher + "@" + domain() + ">";
    body["in_reply_to"] = is_root ? "" : root;
    body["references"] = nlohmann::json::array();
    if (!is_root) body["references"].push_back(root);
    body["headers"] = {{"Reply-To", address_with(reports::reply_token(report.id, "", key_))},
                       {"X-Foreshock", "desk"}};
    return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void ReporterLetters::write(const Mail& mail, std::vector<OutboxEntry>& into) {
    if (!may_write(mail)) return;
    OutboxEntry entry;
    entry.id = stable_id(
        {"letter", mail.report.id, word_of(mail.occasion), mail.incident_id, mail.distinguisher});
    entry.incident_id = mail.incident_id;
    entry.transition = transition_of(mail.occasion);
    entry.channel = settings_.mail_channel;
    entry.recipient = mail.report.reporter.contact;
    entry.body = body_of(mail);
    entry.created_at = entry.due_at = mail.at;
    into.push_back(std::move(entry));
}

notify::WaysToAct ReporterLetters::ways_for(const std::string& person,
                                            const std::string& incident_id, TimePoint now) const {
    notify::WaysToAct ways;
    const auto link = [&](reports::Purpose purpose) {
        return settings_.base_url + "/l/" +
               reports::seal(
                   {purpose, incident_id, person, now + act_for, std::to_string(to_unix_ms(now))},
                   key_);
    };
    if (!settings_.base_url.empty()) {
        ways.acknowledge_link = link(reports::Purpose::acknowledge);
        ways.resolve_link = link(reports::Purpose::resolve);
    }
    if (!settings_.address.empty())
        ways.reply_address = address_with(reports::reply_token(incident_id, person, key_));
    return ways;
}

}  // namespace foreshock::app
