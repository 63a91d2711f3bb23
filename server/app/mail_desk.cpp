#include "server/app/mail_desk.hpp"

#include <algorithm>

#include "server/intake/mail_reader.hpp"
#include "server/reports/token.hpp"

namespace foreshock::app {
namespace {

using http::MailDone;
using http::MailOutcome;
using http::Told;
using reports::IncomingMail;
using reports::Verb;

constexpr std::size_t id_bytes = 20;

/// "rep-0123456789abcdef" of "rep-0123456789abcdef.opened.3@example.org"; empty for others.
std::string subject_of_our_id(const std::string& message_id, std::string_view kind) {
    if (!message_id.starts_with(kind) || message_id.size() <= id_bytes) return {};
    const std::string id = message_id.substr(0, id_bytes);
    const bool is_ours = message_id[id_bytes] == '.' &&
                         id.find_first_not_of("0123456789abcdef", kind.size()) == std::string::npos;
    return is_ours ? id : std::string{};
}

std::vector<std::string> thread_of(const IncomingMail& mail) {
    std::vector<std::string> ids;
    if (!mail.in_reply_to.empty()) ids.push_back(mail.in_reply_to);
    // The newest of the thread first.
    ids.insert(ids.end(), mail.references.rbegin(), mail.references.rend());
    return ids;
}

std::string once_of(const IncomingMail& mail, std::string_view bytes) {
    return "mail:" + (mail.message_id.empty() ? reports::digest_of(bytes) : mail.message_id);
}

http::ToldDone answer_with(const MailDone& done, std::string code) {
    return [done, code = std::move(code)](const Result<Told>& told) {
        if (!told) return done(fail(told.error()));
        done(MailOutcome{
            code, told->incident ? "incident " + told->incident->id : "report " + told->report.id});
    };
}

}  // namespace

void MailDesk::take(std::string_view bytes, MailDone then) {
    const Result<IncomingMail> mail = intake::read_mail(bytes);
    if (!mail) return then(fail(mail.error()));
    const MailDone done = [this, then](const Result<MailOutcome>& outcome) {
        if (outcome && outcome->code != "repeated") ++ports_.counters.mails_taken;
        if (outcome && outcome->code == "repeated") ++ports_.counters.mails_let_go;
        then(outcome);
    };
    const auto refusal = reports::refusal_of(*mail, {address_});
    if (refusal) {
        ++ports_.counters.mails_let_go;
        return then(MailOutcome{refusal->code, refusal->text});
    }
    const std::string once = once_of(*mail, bytes);
    const auto known = ports_.store.report_of_mail({once});
    if (!known) return done(fail(known.error()));
    if (*known) return done(MailOutcome{"repeated", "report " + **known});
    const Result<Match> found = match(*mail);
    if (!found) return done(fail(found.error()));
    // Noted when it is done: a mail that could not be taken is taken when it comes again.
    const MailDone noted = [this, once, done,
                            thread = found->report_id](const Result<MailOutcome>& outcome) {
        if (!outcome) return done(outcome);
        const std::string about = thread.empty() ? outcome->text : thread;
        const auto kept = ports_.store.note_mail(once, about);
        if (!kept) return done(fail(kept.error()));
        done(outcome);
    };
    if (!found->incident_id.empty()) return act_as_responder(*found, *mail, noted);
    if (!found->report_id.empty()) return act_as_reporter(*found, *mail, noted);
    open_report(*mail, bytes, done);
}

Result<MailDesk::Match> MailDesk::match(const IncomingMail& mail) const {
    Match by_token = match_token(mail);
    if (by_token.is_proven) return by_token;
    Result<Match> by_thread = match_thread(mail);
    if (!by_thread) return by_thread;
    if (!by_thread->report_id.empty() || !by_thread->incident_id.empty()) return by_thread;
    return match_subject(mail);
}

MailDesk::Match MailDesk::match_token(const IncomingMail& mail) const {
    Match found;
    const std::string token = reports::reply_token_in(mail, address_);
    if (token.empty()) return found;
    const auto report = reports::check_reply_token(token, "", key_);
    if (report && is_contact_of(*report, mail.from)) {
        found.report_id = *report;
        found.is_proven = true;
        return found;
    }
    const std::string person = person_at(mail.from);
    const auto incident = person.empty() ? Result<std::string>{fail(Errc::refused, "nobody")}
                                         : reports::check_reply_token(token, person, key_);
    if (!incident) return found;
    found.incident_id = *incident;
    found.person = person;
    found.is_proven = true;
    return found;
}

Result<MailDesk::Match> MailDesk::match_thread(const IncomingMail& mail) const {
    Match found;
    const std::vector<std::string> ids = thread_of(mail);
    std::vector<std::string> theirs;
    for (const std::string& id : ids) {
        const std::string report = subject_of_our_id(id, "rep-");
        const std::string incident = subject_of_our_id(id, "inc-");
        if (!report.empty() && ports_.store.find(report)) {
            found.report_id = report;
            return found;
        }
        const std::string person = incident.empty() ? std::string{} : person_at(mail.from);
        if (!person.empty() && ports_.reader.find(incident)) {
            found.incident_id = incident;
            found.person = person;
            return found;
        }
        theirs.push_back("mail:" + id);
    }
    const auto known = ports_.store.report_of_mail(theirs);
    if (!known) return fail(known.error());
    if (*known && (*known)->starts_with("rep-")) found.report_id = **known;
    return found;
}

MailDesk::Match MailDesk::match_subject(const IncomingMail& mail) const {
    Match found;
    const auto number = reports::number_in_subject(mail.subject);
    if (!number) return found;
    const auto incident = ports_.reader.find(std::to_string(*number));
    if (!incident) return found;
    for (const incidents::IncidentReport& report : incident->reporting.reports) {
        if (reports::plain_address(report.contact) != mail.from) continue;
        found.report_id = report.id;
        return found;
    }
    found.person = person_at(mail.from);
    if (!found.person.empty()) found.incident_id = incident->id;
    return found;
}

bool MailDesk::is_contact_of(const std::string& report_id, const std::string& address) const {
    const auto report = ports_.store.find(report_id);
    return report && reports::plain_address(report->reporter.contact) == address;
}

std::string MailDesk::person_at(const std::string& address) const {
    const std::shared_ptr<const people::Directory> directory = ports_.directory();
    for (const people::Person& person : directory->people) {
        const bool is_theirs =
            std::any_of(person.contacts.begin(), person.contacts.end(), [&](const auto& contact) {
                return reports::plain_address(contact.address) == address;
            });
        if (is_theirs && !person.disabled) return person.name;
    }
    return {};
}

void MailDesk::open_report(const IncomingMail& mail, std::string_view bytes, const MailDone& done) {
    http::NewReport report;
    report.channel = "mail";
    report.reporter = {mail.from_name, mail.from, ""};
    report.subject = mail.subject;
    report.text = reports::fresh_words(mail.text);
    report.original = bytes.substr(0, reports::Report::original_bytes_max);
    report.attachments = mail.attachments;
    report.once = once_of(mail, bytes);
    report.may_be_answered = reports::may_be_answered(mail);
    const std::string once = report.once;
    ports_.desk.take(std::move(report), [this, done, once](const Result<Told>& told) {
        if (!told) return done(fail(told.error()));
        const auto kept = ports_.store.note_mail(once, told->report.id);
        if (!kept) return done(fail(kept.error()));
        done(MailOutcome{told->is_new ? "report" : "repeated", "report " + told->report.id});
    });
}

void MailDesk::act_as_reporter(const Match& match, const IncomingMail& mail, const MailDone& done) {
    const std::string words = reports::fresh_words(mail.text);
    const reports::ReplyVerb asked =
        match.is_proven ? reports::verb_of(words) : reports::ReplyVerb{};
    const std::string author = mail.from_name.empty() ? mail.from : mail.from_name;
    const auto say = [this, match, author, words, done] {
        ports_.desk.say({match.report_id, author, words, false}, answer_with(done, "message"));
    };
    // What asks for a step that is not possible now is still something that somebody said.
    const auto or_say = [say, done](const std::string& code) {
        return [say, done, code](const Result<Told>& told) {
            if (!told && told.error().code == Errc::conflict) return say();
            answer_with(done, code)(told);
        };
    };
    if (asked.verb == Verb::confirmed)
        return ports_.desk.confirm(match.report_id, 0, asked.rest, or_say("confirmed"));
    if (asked.verb == Verb::not_fixed)
        return ports_.desk.reject(match.report_id, asked.rest, or_say("not_fixed"));
    say();
}

void MailDesk::act_as_responder(const Match& match, const IncomingMail& mail,
                                const MailDone& done) {
    const TimePoint now = ports_.clock.now();
    const std::string words = reports::fresh_words(mail.text);
    const reports::ReplyVerb asked =
        match.is_proven ? reports::verb_of(words) : reports::ReplyVerb{};
    incidents::Input step = incidents::NoteAdded{now, match.incident_id, match.person, words};
    std::string code = "note";
    if (asked.verb == Verb::acknowledge) {
        step = incidents::Acknowledged{now, match.incident_id, match.person, asked.rest};
        code = "acknowledged";
    } else if (asked.verb == Verb::resolve || asked.verb == Verb::confirmed) {
        step = incidents::ResolveAsked{now, match.incident_id, match.person,
                                       asked.rest.empty() ? "resolved by mail" : asked.rest};
        code = "resolved";
    } else if (asked.verb == Verb::not_fixed) {
        step = incidents::PersonStep{
            now, match.incident_id, match.person,
            incidents::Reopen{asked.rest.empty() ? "not fixed, by mail" : asked.rest}};
        code = "reopened";
    }
    // Of a step that is not possible (any more) the sender learns from the incident, the mail is
    // not sent again.
    const auto finish = [done, code](const Result<incidents::Incident>& incident) {
        if (incident) return done(MailOutcome{code, "incident " + incident->id});
        const Errc why = incident.error().code;
        if (why != Errc::conflict && why != Errc::not_found) return done(fail(incident.error()));
        done(MailOutcome{"not_possible", incident.error().what});
    };
    const Result<void> taken = ports_.commands.offer(std::move(step), finish);
    if (!taken) done(fail(taken.error()));
}

}  // namespace foreshock::app
