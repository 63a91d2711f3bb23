#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace foreshock::intake {

struct ImapSettings {
    std::string url;  ///< "imaps://mail.example.org/INBOX"; imap:// demands STARTTLS off loopback
    std::string user;
    std::string password;
    std::string ca_file;  ///< empty: the system's certificates
    Duration timeout = std::chrono::seconds{30};
};

/// One mail of a mailbox.
struct ImapMail {
    std::string uid;
    std::string bytes;
};

/// A mailbox over IMAP4rev1 (RFC 3501). A mail waits until it has the flag \\Answered, which
/// `mark_handled` sets: reading it sets \\Seen, and one whose taking was cut short shall come
/// again. For one thread; each call connects anew. Errors are unavailable, or refused for a wrong
/// password; they never hold it.
class ImapMailbox {
public:
    explicit ImapMailbox(ImapSettings settings) : settings_(std::move(settings)) {}

    /// UIDs of mails that wait and came since the day of `since`, the oldest first, at most
    /// `limit`.
    Result<std::vector<std::string>> waiting(TimePoint since, std::size_t limit);
    /// too_large beyond mail_bytes_max.
    Result<ImapMail> fetch(const std::string& uid);
    Result<void> mark_handled(const std::string& uid);

private:
    Result<std::string> perform(const std::string& url, const std::string& command) const;

    ImapSettings settings_;
};

/// "26-Nov-2026", as SEARCH SINCE has it.
std::string imap_date(TimePoint at);

/// The numbers of "* SEARCH 2 3 6" (RFC 3501 7.2.5), ascending.
std::vector<std::string> uids_in(std::string_view answer);

}  // namespace foreshock::intake
