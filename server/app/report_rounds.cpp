#include "server/app/report_rounds.hpp"

#include <algorithm>
#include <future>
#include <memory>

namespace foreshock::app {

ReportRounds::ReportRounds(ReportRoundsPorts ports, std::optional<intake::ImapMailbox> mailbox,
                           const MailboxConfiguration& settings)
    : ports_(std::move(ports)),
      mailbox_(std::move(mailbox)),
      settings_(settings),
      thread_([this] { run(); }) {}

ReportRounds::~ReportRounds() {
    stop();
}

void ReportRounds::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

bool ReportRounds::wait_for(Duration span) {
    std::unique_lock lock{mutex_};
    return !wake_.wait_for(lock, span, [this] { return stopping_; });
}

void ReportRounds::run() {
    const Duration every = mailbox_ ? std::min(settings_.poll_every, place_every) : place_every;
    do {
        ports_.place_waiting();
        if (mailbox_) look_into_mailbox();
    } while (wait_for(every));
}

void ReportRounds::look_into_mailbox() {
    const auto waiting = mailbox_->waiting(ports_.clock.now() - mails_since, settings_.batch);
    Result<void> done = waiting ? Result<void>{} : fail(waiting.error());
    if (waiting) {
        for (const std::string& uid : *waiting) {
            done = handle(uid);
            if (!done) break;
        }
    }
    const bool was_broken = std::exchange(is_broken_, !done);
    if (!done && !was_broken) ports_.say(true, "the mailbox cannot be read: " + done.error().what);
    if (done && was_broken) ports_.say(false, "the mailbox can be read again");
}

// What will never be taken is marked as well, so that it does not hold up the rest.
Result<void> ReportRounds::handle(const std::string& uid) {
    const auto mail = mailbox_->fetch(uid);
    if (!mail && mail.error().code != Errc::too_large) return fail(mail.error());
    const auto outcome = mail ? take(mail->bytes) : fail(mail.error());
    if (!outcome && outcome.error().code == Errc::unavailable) return fail(outcome.error());
    if (!outcome) ports_.say(true, "mail " + uid + " is not taken: " + outcome.error().what);
    return mailbox_->mark_handled(uid);
}

Result<http::MailOutcome> ReportRounds::take(const std::string& bytes) {
    // Shared: the answer may come when nobody waits for it any more.
    const auto promise = std::make_shared<std::promise<Result<http::MailOutcome>>>();
    auto answer = promise->get_future();
    ports_.mail.take(bytes, [promise](const Result<http::MailOutcome>& outcome) {
        promise->set_value(outcome);
    });
    if (answer.wait_for(answer_within) != std::future_status::ready)
        return fail(Errc::unavailable, "the engine did not answer in time");
    return answer.get();
}

}  // namespace foreshock::app
