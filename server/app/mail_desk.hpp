#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/clock.hpp"
#include "server/app/report_configuration.hpp"
#include "server/http/ports.hpp"
#include "server/http/report_desk.hpp"
#include "server/http/server_counters.hpp"
#include "server/incidents/ports.hpp"
#include "server/people/person.hpp"
#include "server/reports/incoming_mail.hpp"
#include "server/reports/ports.hpp"

namespace foreshock::app {

/// What the desk's mailbox works with; all must outlive it.
struct MailDeskPorts {
    reports::ReportStore& store;
    const incidents::IncidentReader& reader;
    http::ReportDesk& desk;
    http::CommandSink& commands;
    const Clock& clock;
    http::ServerCounters& counters;
    /// Everybody who works here, now; not null.
    std::function<std::shared_ptr<const people::Directory>()> directory;
};

/// Reads mails to the desk and does what they say. A thread is found by the token in the address,
/// then by In-Reply-To and References, then by the tag in the subject. What a first line asks for
/// (ack, resolve, not fixed, confirmed) is done only for a token of the sender's own address. Mails
/// of machines are let go (FEATURES: RFC 3834). Safe from any thread.
class MailDesk final : public http::MailSink {
public:
    MailDesk(MailDeskPorts ports, const ReportConfiguration& settings, std::string link_key)
        : ports_(std::move(ports)), address_(settings.address), key_(std::move(link_key)) {}

    void take(std::string_view bytes, http::MailDone done) override;

private:
    /// Where a mail belongs.
    struct Match {
        std::string report_id;
        std::string incident_id;  ///< of a responder's mail
        std::string person;       ///< the responder
        bool is_proven = false;   ///< by a token that fits the sender
    };

    [[nodiscard]] Result<Match> match(const reports::IncomingMail& mail) const;
    [[nodiscard]] Match match_token(const reports::IncomingMail& mail) const;
    [[nodiscard]] Result<Match> match_thread(const reports::IncomingMail& mail) const;
    [[nodiscard]] Match match_subject(const reports::IncomingMail& mail) const;
    [[nodiscard]] bool is_contact_of(const std::string& report_id,
                                     const std::string& address) const;
    [[nodiscard]] std::string person_at(const std::string& address) const;
    void open_report(const reports::IncomingMail& mail, std::string_view bytes,
                     const http::MailDone& done);
    void act_as_reporter(const Match& match, const reports::IncomingMail& mail,
                         const http::MailDone& done);
    void act_as_responder(const Match& match, const reports::IncomingMail& mail,
                          const http::MailDone& done);

    MailDeskPorts ports_;
    std::string address_;
    std::string key_;
};

}  // namespace foreshock::app
