#include "server/app/server_parts.hpp"
#include "server/app/text_model_start.hpp"
#include "server/http/event_hub.hpp"
#include "server/render/report_json.hpp"

namespace foreshock::app {

void Server::Parts::say(std::string_view part, bool is_bad, const std::string& words) {
    if (is_bad) return log.error(part, words);
    log.info(part, words);
}

Result<std::optional<intake::ImapMailbox>> Server::Parts::mailbox() const {
    const MailboxConfiguration& mail = configuration.intake.mail;
    if (mail.url.empty()) return std::optional<intake::ImapMailbox>{};
    Result<std::string> password = read_secret(mail.password_file);
    if (!password) return fail(std::move(password).error().with("intake.mail.password_file"));
    intake::ImapSettings settings{mail.url, mail.user, std::move(*password), mail.ca_file};
    return std::optional{intake::ImapMailbox{std::move(settings)}};
}

/// It could not be passed on: it waits in the queue of this desk, which is better than nowhere.
void Server::Parts::take_back_request(const std::string& report_id, const std::string& why) {
    Result<reports::Report> report = store->reports().find(report_id);
    if (!report || report->request.state != reports::RequestState::forwarded) return;
    report->request.state = reports::RequestState::open;
    report->request.note = "could not be passed on: " + why;
    const Result<void> saved = store->reports().save(*report);
    const std::string outcome =
        saved ? ": it waits in the queue of requests" : ": " + saved.error().what;
    log.error("desk", "request " + report_id + " could not be passed on (" + why + ")" + outcome);
    if (saved) hub.publish(http::event_frame(0, "report", render::report_json(*report, false)));
}

Result<void> Server::Parts::open_desk() {
    std::size_t refused = 0;
    Result<triage::TextModel> text_model = trained_text_model(store->tickets(), refused);
    if (!text_model) return fail(std::move(text_model).error().with("store"));
    if (refused > 0) log.warn("triage", std::to_string(refused) + " tickets were not learnt");
    triage.emplace(std::move(*text_model), store->tickets(), clock);
    ReportDeskPorts ports{store->reports(),
                          store->ledger(),
                          store->incidents(),
                          *engine_thread,
                          *letters,
                          clock,
                          {},
                          {},
                          counters,
                          {},
                          {},
                          {}};
    ports.judge = [this](std::string_view text) { return triage->judge_text(text); };
    ports.teach = [this](const triage::DeskTicket& ticket, const std::string& actor) {
        return triage->teach(ticket, actor);
    };
    ports.tell_breach = [this](const std::string& incident_id, const std::string& who,
                               const std::string& words) {
        return breaches->hear_reporter(incident_id, who, words);
    };
    ports.outbox_written = [this] { notifier->wake(); };
    ports.say = [this](bool is_bad, const std::string& words) { say("desk", is_bad, words); };
    ports.published = [this](const reports::Report& report) {
        hub.publish(http::event_frame(0, "report", render::report_json(report, false)));
    };
    report_desk.emplace(std::move(ports), configuration.reports);
    mail_desk.emplace(
        MailDeskPorts{store->reports(), store->incidents(), *report_desk, *engine_thread, clock,
                      counters, [this] { return directories->current(); }},
        configuration.reports, link_key);
    Result<std::optional<intake::ImapMailbox>> imap = mailbox();
    if (!imap) return fail(std::move(imap).error());
    rounds.emplace(ReportRoundsPorts{*mail_desk, clock, [this] { report_desk->place_waiting(); },
                                     [this](bool is_bad, const std::string& words) {
                                         say("mail", is_bad, words);
                                     }},
                   std::move(*imap), configuration.intake.mail);
    return {};
}

}  // namespace foreshock::app
