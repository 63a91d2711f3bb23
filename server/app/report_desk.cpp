#include "server/app/report_desk.hpp"

#include "core/hash.hpp"
#include "server/render/report_json.hpp"
#include "server/reports/incoming_mail.hpp"
#include "server/reports/plain_text.hpp"

namespace foreshock::app {
namespace {

using http::Told;
using http::ToldDone;
using reports::Intent;
using reports::Occasion;
using reports::Report;
using reports::RequestState;

constexpr std::size_t line_bytes_max = 500;
constexpr std::size_t clues_max = 5;

Intent intent_of(const triage::Judgement& judgement) {
    return reports::parse_intent(judgement.label).value_or(Intent::unsure);
}

std::string line(std::string_view text) {
    std::string clean = reports::clipped(reports::clean_utf8(text), line_bytes_max);
    for (char& c : clean)
        c = c == '\n' || c == '\t' ? ' ' : c;
    return clean;
}

std::string name_of(const reports::Reporter& reporter) {
    if (!reporter.name.empty()) return reporter.name;
    return reporter.contact.empty() ? "reporter" : reporter.contact;
}

incidents::IncidentReport for_incident(const Report& report) {
    incidents::IncidentReport shown;
    shown.id = report.id;
    shown.received_at = report.received_at;
    shown.reporter = report.reporter.name;
    // Who may not be asked by a machine cannot confirm either.
    shown.contact = report.is_answerable ? report.reporter.contact : "";
    shown.channel = report.channel;
    shown.language = report.reporter.language;
    shown.host = report.host;
    shown.service = report.service;
    shown.category = report.triage.category == triage::uncategorised ? "" : report.triage.category;
    shown.words =
        reports::clipped(reports::words_of(report), incidents::IncidentReport::words_bytes_max);
    return shown;
}

std::string category_words(const reports::TriageRecord& triage) {
    if (!triage.decided_by.empty()) return triage.decided_by + " put it there";
    std::string words = "the words of the report, " +
                        std::to_string(static_cast<int>(triage.category_confidence * 100)) + " %";
    for (const std::string& clue : triage.clues)
        words += (&clue == &triage.clues.front() ? ": " : ", ") + clue;
    return words;
}

Result<Report> open_request(const reports::ReportStore& store, const std::string& report_id) {
    Result<Report> report = store.find(report_id);
    if (!report) return report;
    const RequestState state = report->request.state;
    if (state == RequestState::open || state == RequestState::assigned) return report;
    return fail(Errc::conflict,
                "report " + report_id + " is no open request: " + std::string{to_string(state)});
}

}  // namespace

ReportDesk::ReportDesk(ReportDeskPorts ports, const ReportConfiguration& settings)
    : ports_(std::move(ports)),
      request_channel_(settings.request_channel),
      all_(settings.per_minute, std::chrono::minutes{1}),
      per_contact_(settings.per_contact_hour, std::chrono::hours{1}) {}

bool ReportDesk::admit(const std::string& contact) {
    const TimePoint now = ports_.clock.now();
    const std::lock_guard lock{mutex_};
    const bool is_admitted =
        (contact.empty() || per_contact_.take(reports::plain_address(contact), now)) &&
        all_.take("everybody", now);
    if (!is_admitted) ++ports_.counters.user_reports_refused;
    return is_admitted;
}

Report ReportDesk::draft_of(http::NewReport told) {
    Report report;
    report.received_at = ports_.clock.now();
    report.channel = line(told.channel);
    report.reporter = {line(told.reporter.name), line(told.reporter.contact),
                       told.reporter.language};
    report.logged_by = line(told.logged_by);
    report.host = line(told.host);
    report.service = line(told.service);
    report.subject = line(told.subject);
    report.text = reports::clipped(reports::clean_utf8(told.text), Report::text_bytes_max);
    report.original = told.original.empty() ? told.text : std::move(told.original);
    report.original.resize(std::min(report.original.size(), Report::original_bytes_max));
    report.attachments = std::move(told.attachments);
    report.is_answerable = told.may_be_answered;
    report.once = line(told.once);
    if (report.reporter.language.empty())
        report.reporter.language = reports::language_of(reports::words_of(report));
    std::uint64_t count = 0;
    {
        const std::lock_guard lock{mutex_};
        count = ++taken_;
    }
    const std::string salt = report.once.empty() ? std::to_string(to_unix_ms(report.received_at)) +
                                                       "." + std::to_string(count) + report.text
                                                 : report.once;
    report.id = "rep-" + stable_id({"report", salt, report.reporter.contact}).substr(0, 16);
    return report;
}

void ReportDesk::judge(Report& report) const {
    const triage::Triage said = ports_.judge(reports::words_of(report));
    report.triage.intent = intent_of(said.intent);
    report.triage.confidence = said.intent.confidence;
    report.triage.category = said.category.label;
    report.triage.category_confidence = said.category.confidence;
    for (const triage::Clue& clue : said.category.clues) {
        if (clue.weight > 0 && report.triage.clues.size() < clues_max)
            report.triage.clues.push_back(clue.word);
    }
    if (report.triage.intent == Intent::request) report.request.state = RequestState::open;
}

void ReportDesk::take(http::NewReport told, ToldDone done) {
    Report report = draft_of(std::move(told));
    if (report.text.empty() && report.subject.empty())
        return done(fail(Errc::invalid, "field 'text': say what is wrong"));
    judge(report);
    const auto added = ports_.store.add(report);
    if (!added) return done(fail(added.error()));
    if (!added->is_new) return answer_known(added->id, done);
    ++ports_.counters.user_reports;
    ports_.published(report);
    settle(std::move(report), done);
}

void ReportDesk::answer_known(const std::string& id, const ToldDone& done) const {
    Result<Report> report = ports_.store.find(id);
    if (!report) return done(fail(std::move(report).error()));
    Told told{std::move(*report), {}, false};
    if (!told.report.incident_id.empty()) {
        auto incident = ports_.reader.find(told.report.incident_id);
        if (incident) told.incident = std::move(*incident);
    }
    done(std::move(told));
}

// What follows from the intent, by the model or by a person.
void ReportDesk::settle(Report report, const ToldDone& done) {
    if (report.triage.intent == Intent::incident) return place(report, "", "", done);
    const bool is_request = report.triage.intent == Intent::request;
    if (is_request && !request_channel_.empty()) {
        // Before it is sent: one that cannot be delivered comes back to the queue.
        report.request.state = RequestState::forwarded;
        if (auto saved = ports_.store.save(report); !saved) return done(fail(saved.error()));
        if (Result<void> passed = pass_on(report); !passed) {
            report.request.state = RequestState::open;
            static_cast<void>(ports_.store.save(report));
            return done(fail(passed.error()));
        }
    }
    const auto sent = send(ports_.letters.about(
        report, is_request ? Occasion::request_received : Occasion::waits, "", report.received_at));
    if (!sent) ports_.say(true, "report " + report.id + " is not answered: " + sent.error().what);
    done(Told{std::move(report), {}, true});
}

// It is stored: when the engine cannot take it now, it is placed later.
void ReportDesk::place(const Report& report, const std::string& joins, const std::string& actor,
                       const ToldDone& done) {
    incidents::ReportArrived word{ports_.clock.now(), for_incident(report),
                                  category_words(report.triage), joins, actor};
    const auto finish = [placed = report, done](const Result<incidents::Incident>& incident) {
        if (!incident) return done(fail(incident.error()));
        Told told{placed, *incident, true};
        told.report.incident_id = incident->id;
        done(std::move(told));
    };
    const Result<void> taken = ports_.commands.offer(std::move(word), finish);
    if (!taken) done(Told{report, {}, true});
}

void ReportDesk::place_waiting() {
    const auto waiting = ports_.store.unplaced(unplaced_max);
    if (!waiting) return ports_.say(true, "reports that wait: " + waiting.error().what);
    for (const Report& report : *waiting) {
        place(report, "", "", [this, id = report.id](const Result<Told>& told) {
            if (!told) ports_.say(true, "report " + id + " has no place: " + told.error().what);
        });
    }
}

void ReportDesk::decide(http::ReportDecision decision, ToldDone done) {
    Result<Report> report = ports_.store.find(decision.report_id);
    if (!report) return done(fail(std::move(report).error()));
    if (!report->incident_id.empty()) {
        return done(fail(Errc::conflict, "the report is part of incident " + report->incident_id +
                                             " already: merge or split that"));
    }
    if (!decision.joins.empty() && decision.intent != Intent::incident) {
        return done(fail(Errc::invalid, "field 'incident' goes with the intent incident"));
    }
    report->triage.intent = decision.intent;
    report->triage.decided_by = decision.actor;
    report->triage.decided_at = ports_.clock.now();
    if (!decision.category.empty()) report->triage.category = decision.category;
    report->request.state =
        decision.intent == Intent::request ? RequestState::open : RequestState::none;
    if (auto saved = ports_.store.save(*report); !saved) return done(fail(saved.error()));
    const triage::DeskTicket ticket{
        report->id,
        {reports::clipped(reports::words_of(*report), triage::text_bytes_max),
         std::string{to_string(decision.intent)}, decision.category}};
    if (auto learnt = ports_.teach(ticket, decision.actor); !learnt)
        ports_.say(true, "report " + report->id + " was not learnt: " + learnt.error().what);
    ports_.published(*report);
    if (decision.intent == Intent::incident)
        return place(*report, decision.joins, decision.actor, done);
    if (decision.intent == Intent::request) return settle(std::move(*report), done);
    done(Told{std::move(*report), {}, false});
}

void ReportDesk::step(const Report& report, decltype(incidents::PersonStep::what) what,
                      const std::string& actor, ToldDone done) {
    incidents::PersonStep asked{ports_.clock.now(), report.incident_id, actor, std::move(what)};
    const auto finish = [report, done](const Result<incidents::Incident>& incident) {
        if (!incident) return done(fail(incident.error()));
        done(Told{report, *incident, false});
    };
    const Result<void> taken = ports_.commands.offer(std::move(asked), finish);
    if (!taken) done(fail(taken.error()));
}

void ReportDesk::say(http::Saying saying, ToldDone done) {
    saying.text = reports::clipped(reports::clean_utf8(saying.text), Report::text_bytes_max);
    if (saying.text.empty()) return done(fail(Errc::invalid, "field 'text': say something"));
    const Result<Report> report = ports_.store.find(saying.report_id);
    if (!report) return done(fail(report.error()));
    if (report->incident_id.empty()) return keep_words(*report, saying, done);
    if (keep_apart(*report, saying.author, saying.text, done)) return;
    // Of an incident that is closed the engine knows nothing: the words stay with the report.
    const auto or_keep = [this, about = *report, saying, done](const Result<Told>& told) {
        if (!told && told.error().code == Errc::not_found) return keep_words(about, saying, done);
        done(told);
    };
    if (saying.is_from_desk) {
        return step(*report, incidents::AnswerReporter{saying.text, report->id}, saying.author,
                    or_keep);
    }
    step(*report, incidents::HearReporter{report->id, saying.text}, saying.author, or_keep);
}

/// True when the report is a breach's: then the words are there.
bool ReportDesk::keep_apart(const Report& report, const std::string& who, const std::string& words,
                            const ToldDone& done) const {
    if (!report.is_kept_apart || !ports_.tell_breach) return false;
    const Result<void> kept = ports_.tell_breach(report.incident_id, who, words);
    if (!kept) {
        done(fail(kept.error()));
    } else {
        done(Told{report, {}, false});
    }
    return true;
}

void ReportDesk::keep_words(const Report& report, const http::Saying& saying,
                            const ToldDone& done) {
    const TimePoint now = ports_.clock.now();
    const auto kept =
        ports_.store.append({report.id, now, saying.is_from_desk, saying.author, saying.text});
    if (!kept) return done(fail(kept.error()));
    if (saying.is_from_desk) {
        const auto sent = send(ports_.letters.about(report, Occasion::answered, saying.text, now));
        if (!sent) return done(fail(sent.error()));
    }
    done(Told{report, {}, false});
}

void ReportDesk::confirm(const std::string& report_id, int satisfaction, const std::string& words,
                         ToldDone done) {
    const Result<Report> report = ports_.store.find(report_id);
    if (!report) return done(fail(report.error()));
    if (report->incident_id.empty())
        return done(fail(Errc::conflict, "report " + report_id + " is no incident"));
    if (keep_apart(*report, name_of(report->reporter), "It is well again. " + words, done)) return;
    step(*report, incidents::ReporterConfirms{report_id, satisfaction, words},
         name_of(report->reporter), std::move(done));
}

void ReportDesk::reject(const std::string& report_id, const std::string& words, ToldDone done) {
    const Result<Report> report = ports_.store.find(report_id);
    if (!report) return done(fail(report.error()));
    if (report->incident_id.empty())
        return done(fail(Errc::conflict, "report " + report_id + " is no incident"));
    if (keep_apart(*report, name_of(report->reporter), "It is not fixed. " + words, done)) return;
    // A closed incident stays closed: what is not fixed is told anew, with what was told before.
    const auto or_anew = [this, before = *report, words, done](const Result<Told>& told) {
        if (told || told.error().code != Errc::not_found) return done(told);
        http::NewReport again;
        again.channel = before.channel;
        again.reporter = before.reporter;
        again.host = before.host;
        again.service = before.service;
        again.subject = before.subject;
        again.text =
            "Not fixed, " + before.incident_id + " was closed. " + words + "\n\n" + before.text;
        again.once = "again:" + before.id;
        take(std::move(again), done);
    };
    step(*report, incidents::ReporterRejects{report_id, words}, name_of(report->reporter), or_anew);
}

Result<Report> ReportDesk::assign_request(const std::string& report_id,
                                          const std::string& assignee) {
    const std::lock_guard lock{mutex_};
    Result<Report> report = open_request(ports_.store, report_id);
    if (!report) return report;
    report->request.state = RequestState::assigned;
    report->request.assignee = assignee;
    if (auto saved = ports_.store.save(*report); !saved) return fail(std::move(saved).error());
    ports_.published(*report);
    return report;
}

Result<Report> ReportDesk::finish_request(const std::string& report_id, const std::string& actor,
                                          const std::string& note) {
    const std::lock_guard lock{mutex_};
    Result<Report> report = open_request(ports_.store, report_id);
    if (!report) return report;
    report->request.state = RequestState::done;
    if (report->request.assignee.empty()) report->request.assignee = actor;
    report->request.note = note;
    report->request.done_at = ports_.clock.now();
    if (auto saved = ports_.store.save(*report); !saved) return fail(std::move(saved).error());
    ports_.published(*report);
    const auto sent =
        send(ports_.letters.about(*report, Occasion::request_done, note, *report->request.done_at));
    if (!sent) ports_.say(true, "request " + report_id + " is not answered: " + sent.error().what);
    return report;
}

Result<void> ReportDesk::send(std::vector<incidents::OutboxEntry> entries) {
    if (entries.empty()) return {};
    incidents::Commit commit;
    commit.outbox = std::move(entries);
    Result<void> done = ports_.ledger.commit(commit);
    if (done) ports_.outbox_written();
    return done;
}

Result<void> ReportDesk::pass_on(const Report& report) {
    incidents::OutboxEntry entry;
    entry.id = stable_id({"request", report.id, request_channel_});
    entry.incident_id = report.id;
    entry.channel = request_channel_;
    entry.recipient = request_channel_;
    entry.body = R"({"event":"request.received","id":")" + entry.id + R"(","request":)" +
                 render::report_json(report, false) + "}";
    entry.created_at = entry.due_at = report.received_at;
    return send({std::move(entry)});
}

}  // namespace foreshock::app
