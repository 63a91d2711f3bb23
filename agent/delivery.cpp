#include "agent/delivery.hpp"

#include <algorithm>
#include <cassert>

#include "wire/report.hpp"

namespace foreshock::agent {
namespace {

// Runs and servers in play at a time are few; a forgotten one costs its definitions once more.
constexpr std::size_t known_dictionaries_max = 16;
constexpr std::size_t complaints_max = 16;

bool is_of_server(const UplinkAnswer& answer) {
    return answer.status == 0 || answer.status >= 500;
}

std::string failure_text(const std::string& server, const UplinkAnswer& answer) {
    const std::string status =
        answer.status == 0 ? std::string{} : "status " + std::to_string(answer.status) + ": ";
    return "uplink: " + (server.empty() ? "" : server + ": ") + status + answer.text;
}

}  // namespace

Delivery::Delivery(Spool& spool, Uplink& uplink, Clocks clocks, EventLog& log)
    : spool_(spool), uplink_(uplink), clocks_(clocks), log_(log) {}

void Delivery::set(const DeliverySettings& settings) {
    assert(!settings.servers.empty());
    if (settings.servers != settings_.servers) {
        choice_ = ServerChoice{settings.servers.size()};
        known_.clear();
        taken_by_ = 0;
    }
    settings_ = settings;
}

void Delivery::pump(TimePoint now) {
    now_ = now;
    if (busy_ || now < earliest_attempt()) return;
    const std::uint64_t damaged = spool_.counts().damaged;
    while (const SpoolEntry* entry = spool_.front()) {
        if (send(*entry)) break;
        log_.warn("spool: the dictionary of a report is lost; it is set aside");
        needs_news_ = true;
        spool_.refuse(std::string{entry->run_id}, entry->sequence);
    }
    if (spool_.counts().damaged != damaged) needs_news_ = true;
}

TimePoint Delivery::earliest_attempt() const {
    const auto next = spool_.peek();
    const bool is_paced = next && is_backlog(*next);
    return is_paced ? std::max(wait_until_, backlog_until_) : wait_until_;
}

std::optional<TimePoint> Delivery::next_attempt() const {
    if (busy_ || spool_.empty()) return std::nullopt;
    return std::max(earliest_attempt(), now_);
}

bool Delivery::is_late(TimePoint created) const {
    return now_ - created > settings_.late_after;
}

/// What an earlier run left is history once the server has heard of the run that is on.
bool Delivery::is_backlog(const Spool::Next& next) const {
    return is_late(next.created) || (has_sent_live_ && !next.is_of_run);
}

Delivery::KnownDictionary& Delivery::known(const std::string& run_id) {
    const auto found = std::find_if(known_.begin(), known_.end(), [&](const auto& one) {
        return one.server == attempt_.server && one.run_id == run_id;
    });
    if (found != known_.end()) return *found;
    if (known_.size() >= known_dictionaries_max) known_.pop_front();
    return known_.emplace_back(KnownDictionary{attempt_.server, run_id, 0});
}

bool Delivery::send(const SpoolEntry& entry) {
    const bool may_probe = failures_in_row_ == 0 && !entry.has_symptoms;
    attempt_ = choice_.next(now_, may_probe);
    wire::ReportHead head;
    head.definitions_from = std::min(known(entry.run_id).definitions, entry.series_end);
    head.definitions = spool_.definitions(entry.run_id, head.definitions_from, entry.series_end);
    if (head.definitions_from + head.definitions.size() < entry.series_end) return false;
    head.sent_at = clocks_.system.now();
    head.replay = is_backlog(*spool_.peek());
    std::string body = wire::encode_head(head) + entry.body;
    sent_ = {entry.run_id,
             entry.sequence,
             entry.series_end,
             body.size(),
             head.definitions_from == 0,
             is_late(entry.created),
             head.replay};
    busy_ = true;
    uplink_.send(std::move(body), attempt_.server,
                 attempt_.is_probe ? settings_.probe_timeout : settings_.timeout,
                 [this](const UplinkAnswer& answer) { answered(answer); });
    return true;
}

void Delivery::answered(const UplinkAnswer& answer) {
    assert(busy_);
    busy_ = false;
    now_ = clocks_.agent.now();
    const bool other_dictionary =
        answer.status == 409 && answer.problem.ends_with("dictionary-unknown");
    if (!answer.questions.empty()) questions_ = answer.questions;
    if (answer.status == 200) return acknowledged();
    ++counts_.failed;
    if (other_dictionary) return wrong_dictionary(answer);
    switch (answer.status) {
        case 400:
        case 409:
        case 413:
        case 415:
        case 422:
            return refused(answer);
        case 401:
        case 403:
            return unauthorised(answer);
        default:
            return failed(answer);
    }
}

void Delivery::acknowledged() {
    KnownDictionary& dictionary = known(sent_.run_id);
    dictionary.definitions = std::max(dictionary.definitions, sent_.series_end);
    const bool was_away_from_first = !is_at_first_server();
    choice_.succeeded(attempt_, now_);
    if (failures_in_row_ > 0) log_.info("uplink: " + server() + " takes reports again");
    if (was_away_from_first && is_at_first_server()) {
        log_.info("uplink: " + server() + " is well again and takes the reports");
    }
    taken_by_ = attempt_.server;
    if (sent_.is_late) needs_news_ = true;
    if (!sent_.is_backlog) has_sent_live_ = true;
    failures_in_row_ = 0;
    wait_until_ = TimePoint::min();
    ++counts_.acknowledged;
    counts_.last_acknowledged = now_;
    counts_.last_error.clear();
    said_.clear();
    spool_.pop(sent_.run_id, sent_.sequence);
    if (sent_.is_backlog) pace_backlog();
    pump(now_);
}

void Delivery::pace_backlog() {
    const double seconds = std::max(
        1 / settings_.drain_reports_per_second,
        static_cast<double>(sent_.bytes) / std::max(1.0, settings_.drain_bytes_per_second));
    backlog_until_ = now_ + from_seconds(seconds);
}

void Delivery::wrong_dictionary(const UplinkAnswer& answer) {
    if (sent_.all_definitions) return refused(answer);
    known(sent_.run_id).definitions = 0;
    // It may know the host no longer, either.
    needs_news_ = true;
    pump(now_);
}

void Delivery::refused(const UplinkAnswer& answer) {
    complain(LogLevel::error, "uplink: the server refuses a report for good (" +
                                  std::to_string(answer.status) + "): " + answer.text);
    needs_news_ = true;
    spool_.refuse(sent_.run_id, sent_.sequence);
    pump(now_);
}

void Delivery::unauthorised(const UplinkAnswer& answer) {
    if (attempt_.is_probe) return probe_failed(answer, settings_.refused_wait);
    count_failure();
    choice_.failed(attempt_, now_);
    const bool tried_all = failures_in_row_ % static_cast<int>(choice_.count()) == 0;
    wait_until_ =
        now_ + spread(tried_all ? settings_.refused_wait : settings_.first_wait, 0.5, 1.5);
    complain(LogLevel::error, "uplink: the server does not accept this agent (" +
                                  std::to_string(answer.status) + "): " + answer.text);
}

void Delivery::count_failure() {
    if (failures_in_row_ == 0) away_since_ = now_;
    ++failures_in_row_;
}

/// The report goes to the chosen server at once: nothing waits for a probe.
void Delivery::probe_failed(const UplinkAnswer& answer, std::optional<Duration> retry_after) {
    log_.debug(failure_text(settings_.servers[attempt_.server], answer));
    choice_.failed(attempt_, now_, retry_after);
    pump(now_);
}

void Delivery::failed(const UplinkAnswer& answer) {
    const std::optional<Duration> asked = asked_wait(answer);
    if (attempt_.is_probe) return probe_failed(answer, asked);
    count_failure();
    const std::string before = server();
    if (is_of_server(answer)) choice_.failed(attempt_, now_, asked);
    const int rounds = (failures_in_row_ - 1) / static_cast<int>(choice_.count());
    Duration wait = std::min<Duration>(settings_.first_wait * (1LL << std::min(rounds, 16)),
                                       settings_.longest_wait);
    wait = spread(wait, 0.5, 1.5);
    const bool stays = server() == before;
    if (asked && stays) wait = *asked;
    wait_until_ = std::max(now_ + wait, choice_.ready_at());
    complain(LogLevel::warning,
             failure_text(before, answer) + (stays ? "" : "; tries " + server() + " next"));
}

/// What the server asks for, within bounds and a little later: a fleet was told the same.
std::optional<Duration> Delivery::asked_wait(const UplinkAnswer& answer) {
    if (!answer.retry_after) return std::nullopt;
    const Duration asked =
        std::clamp<Duration>(*answer.retry_after, settings_.first_wait, settings_.retry_after_max);
    return spread(asked, 1, 1.25);
}

void Delivery::complain(LogLevel level, const std::string& text) {
    counts_.last_error = text;
    if (std::find(said_.begin(), said_.end(), text) != said_.end()) return;
    log_.say(level, text);
    if (said_.size() < complaints_max) said_.push_back(text);
}

Duration Delivery::spread(Duration wait, double least, double most) {
    std::uniform_real_distribution<double> factor{least, most};
    return from_seconds(to_seconds(wait) * factor(random_));
}

bool Delivery::take_needs_news() {
    return std::exchange(needs_news_, false);
}

}  // namespace foreshock::agent
