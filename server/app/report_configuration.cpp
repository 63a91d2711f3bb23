#include "server/app/report_configuration.hpp"

#include <algorithm>

namespace foreshock::app {
namespace {

std::string quoted(const std::string& text) {
    std::string inner;
    for (const char c : text) {
        if (c == '"' || c == '\\') inner += '\\';
        inner += c;
    }
    return "\"" + inner + "\"";
}

bool is_mail_address(const std::string& text) {
    const std::size_t at = text.find('@');
    return at != std::string::npos && at > 0 && at + 1 < text.size() &&
           text.find('@', at + 1) == std::string::npos && text.find('+') == std::string::npos &&
           text.find_first_of(" <>,\"") == std::string::npos;
}

bool is_link(const std::string& text) {
    return (text.starts_with("https://") || text.starts_with("http://")) && !text.ends_with('/');
}

Result<void> check_mailbox(const MailboxConfiguration& mailbox) {
    if (mailbox.url.empty()) return {};
    const bool is_imap = mailbox.url.starts_with("imaps://") || mailbox.url.starts_with("imap://");
    if (!is_imap) {
        return fail(Errc::invalid,
                    "intake.mail.url: must be a mailbox such as imaps://mail.example.org/INBOX");
    }
    if (mailbox.url.find('@') != std::string::npos) {
        return fail(Errc::invalid,
                    "intake.mail.url: must not hold a user or password; name them in "
                    "intake.mail.user and intake.mail.password_file");
    }
    if (mailbox.user.empty() || mailbox.password_file.empty()) {
        return fail(Errc::invalid,
                    "intake.mail.password_file: user and password_file are needed with url");
    }
    if (mailbox.poll_every < std::chrono::seconds{5}) {
        return fail(Errc::invalid, "intake.mail.poll_every: must be 5s or more");
    }
    return {};
}

}  // namespace

Result<void> check_reports(const ReportConfiguration& reports,
                           const MailboxConfiguration& mailbox) {
    if (!reports.address.empty() && !is_mail_address(reports.address)) {
        return fail(Errc::invalid,
                    "reports.address: must be a mail address without '+', such as "
                    "desk@example.org");
    }
    if (!reports.mail_channel.empty() && reports.address.empty()) {
        return fail(Errc::invalid,
                    "reports.address: is needed with mail_channel, users answer to it");
    }
    if (!reports.base_url.empty() && !is_link(reports.base_url)) {
        return fail(Errc::invalid,
                    "reports.base_url: must be a link without a slash at its end, such as "
                    "https://foreshock.example.org");
    }
    return check_mailbox(mailbox);
}

void write_reports(std::ostream& out, const ReportConfiguration& reports) {
    out << "\n[reports]\nopen_to_all = " << (reports.open_to_all ? "true" : "false")
        << "\nbase_url = " << quoted(reports.base_url) << "\naddress = " << quoted(reports.address)
        << "\nmail_channel = " << quoted(reports.mail_channel)
        << "\nrequest_channel = " << quoted(reports.request_channel)
        << "\nper_minute = " << reports.per_minute
        << "\nper_contact_hour = " << reports.per_contact_hour
        << "\nanswers_per_hour = " << reports.answers_per_hour << "\n";
}

void write_mailbox(std::ostream& out, const MailboxConfiguration& mailbox) {
    out << "\n[intake.mail]\nurl = " << quoted(mailbox.url) << "\nuser = " << quoted(mailbox.user)
        << "\npassword_file = " << quoted(mailbox.password_file)
        << "\nca_file = " << quoted(mailbox.ca_file)
        << "\npoll_every = " << quoted(format_duration(mailbox.poll_every))
        << "\nbatch = " << mailbox.batch << "\n";
}

void write_status_page(std::ostream& out, const StatusPageConfiguration& page) {
    out << "\n[status_page]\nenabled = " << (page.enabled ? "true" : "false")
        << "\ntitle = " << quoted(page.title) << "\n";
}

}  // namespace foreshock::app
