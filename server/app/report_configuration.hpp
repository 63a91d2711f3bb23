#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace foreshock::app {

class TableReader;

/// [reports]: how users reach the desk, and how it answers.
struct ReportConfiguration {
    bool open_to_all = false;           ///< anybody may send a report without a token
    std::string base_url;               ///< of this server as users reach it: for links
    std::string address;                ///< the desk's mail address, to which users write
    std::string mail_channel;           ///< of kind mail, by which they are answered; empty: none
    std::string request_channel;        ///< to which requests are passed on; empty: kept here
    std::size_t per_minute = 60;        ///< reports from outside, of everybody together
    std::size_t per_contact_hour = 20;  ///< … of one contact
    std::size_t answers_per_hour = 5;   ///< of the machine to one mailbox
};

/// [intake.mail]: a mailbox that is looked into.
struct MailboxConfiguration {
    std::string url;  ///< "imaps://mail.example.org/INBOX"; empty: none
    std::string user;
    std::string password_file;
    std::string ca_file;  ///< empty: the system's certificates
    Duration poll_every = std::chrono::minutes{1};
    std::size_t batch = 20;  ///< mails at one look
};

/// [status_page]
struct StatusPageConfiguration {
    bool enabled = true;
    std::string title = "Status";
};

/// invalid, naming the key: addresses and links that are none, a mailbox without a password.
Result<void> check_reports(const ReportConfiguration& reports, const MailboxConfiguration& mailbox);

/// As tables that read back as the same.
void write_reports(std::ostream& out, const ReportConfiguration& reports);
void write_mailbox(std::ostream& out, const MailboxConfiguration& mailbox);
void write_status_page(std::ostream& out, const StatusPageConfiguration& page);

}  // namespace foreshock::app
