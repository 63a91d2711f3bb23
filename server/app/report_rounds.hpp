#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "core/clock.hpp"
#include "server/app/report_configuration.hpp"
#include "server/http/report_desk.hpp"
#include "server/intake/imap_mailbox.hpp"

namespace foreshock::app {

/// What the rounds work with; all must outlive them.
struct ReportRoundsPorts {
    http::MailSink& mail;
    const Clock& clock;
    std::function<void()> place_waiting;
    std::function<void(bool is_bad, const std::string&)> say;
};

/// Goes its rounds on a thread of its own: looks into the desk's mailbox, and has those reports
/// placed that the engine could not take at once. A broken mailbox is said once and tried again.
class ReportRounds {
public:
    static constexpr Duration place_every = std::chrono::minutes{1};
    static constexpr Duration answer_within = std::chrono::seconds{30};  ///< of one mail
    static constexpr Duration mails_since = std::chrono::hours{24 * 3};  ///< older ones are left

    /// `mailbox` is nothing where none is configured.
    ReportRounds(ReportRoundsPorts ports, std::optional<intake::ImapMailbox> mailbox,
                 const MailboxConfiguration& settings);
    ~ReportRounds();
    ReportRounds(const ReportRounds&) = delete;
    ReportRounds& operator=(const ReportRounds&) = delete;

    void stop();

private:
    void run();
    void look_into_mailbox();
    Result<void> handle(const std::string& uid);
    [[nodiscard]] Result<http::MailOutcome> take(const std::string& bytes);
    bool wait_for(Duration span);

    ReportRoundsPorts ports_;
    std::optional<intake::ImapMailbox> mailbox_;
    MailboxConfiguration settings_;
    bool is_broken_ = false;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;  // last: it uses everything above
};

}  // namespace foreshock::app
