#include "agent/delivery.hpp"

#include <algorithm>
#include <cassert>

#include "wire/report.hpp"

namespace foreshock::agent {

Delivery::Delivery(Spool& spool, Uplink& uplink, const Clock& system_clock, EventLog& log)
    : spool_(spool), uplink_(uplink), system_clock_(system_clock), log_(log) {}

void Delivery::pump(TimePoint now) {
    now_ = now;
    if (busy_ || now < wait_until_) return;
    const std::uint64_t damaged = spool_.counts().damaged;
    while (const SpoolEntry* entry = spool_.front()) {
        if (send(*entry)) break;
        log_.warn("spool: the dictionary of a report is lost; it is set aside");
        needs_news_ = true;
        spool_.refuse();
    }
    if (spool_.counts().damaged != damaged) needs_news_ = true;
}

std::optional<TimePoint> Delivery::next_attempt() const {
    if (busy_ || spool_.empty()) return std::nullopt;
    return std::max(wait_until_, now_);
}

bool Delivery::send(const SpoolEntry& entry) {
    if (run_id_ != entry.run_id) {
        run_id_ = entry.run_id;
        known_definitions_ = 0;
    }
    wire::ReportHead head;
    head.definitions_from = std::min(known_definitions_, entry.series_end);
    head.definitions = spool_.definitions(entry.run_id, head.definitions_from, entry.series_end);
    if (head.definitions_from + head.definitions.size() < entry.series_end) return false;
    head.sent_at = system_clock_.now();
    head.replay = now_ - entry.created > settings_.late_after;
    sent_late_ = head.replay;
    sent_all_definitions_ = head.definitions_from == 0;
    sequence_ = entry.sequence;
    series_end_ = entry.series_end;
    busy_ = true;
    uplink_.send(wire::encode_head(head) + entry.body, settings_.timeout,
                 [this](const UplinkAnswer& answer) { answered(answer); });
    return true;
}

/// While a report was under way, the spool may have dropped it for lack of room.
bool Delivery::is_still_first() {
    const SpoolEntry* entry = spool_.front();
    return entry && entry->run_id == run_id_ && entry->sequence == sequence_;
}

void Delivery::answered(const UplinkAnswer& answer) {
    assert(busy_);
    busy_ = false;
    const bool other_dictionary =
        answer.status == 409 && answer.problem.ends_with("dictionary-unknown");
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
    known_definitions_ = std::max(known_definitions_, series_end_);
    if (failures_in_row_ > 0) log_.info("uplink: the server takes reports again");
    if (sent_late_) needs_news_ = true;
    failures_in_row_ = 0;
    wait_until_ = TimePoint::min();
    ++counts_.acknowledged;
    counts_.last_acknowledged = now_;
    counts_.last_error.clear();
    if (is_still_first()) spool_.pop();
    pump(now_);
}

void Delivery::wrong_dictionary(const UplinkAnswer& answer) {
    if (sent_all_definitions_) return refused(answer);
    known_definitions_ = 0;
    pump(now_);
}

void Delivery::refused(const UplinkAnswer& answer) {
    complain(LogLevel::error, "uplink: the server refuses a report for good (" +
                                  std::to_string(answer.status) + "): " + answer.text);
    needs_news_ = true;
    if (is_still_first()) spool_.refuse();
    pump(now_);
}

void Delivery::unauthorised(const UplinkAnswer& answer) {
    ++failures_in_row_;
    wait_until_ = now_ + spread(settings_.refused_wait);
    complain(LogLevel::error,
             "uplink: the server does not accept this agent's token (" +
                 std::to_string(answer.status) + " " + answer.text +
                 "); make one with `foreshock-server agent add NAME` and put it into token_file");
}

void Delivery::failed(const UplinkAnswer& answer) {
    ++failures_in_row_;
    const int doublings = std::min(failures_in_row_ - 1, 16);
    Duration wait =
        std::min<Duration>(settings_.first_wait * (1LL << doublings), settings_.longest_wait);
    wait = spread(wait);
    if (answer.retry_after) {
        wait = std::clamp<Duration>(*answer.retry_after, settings_.first_wait,
                                    settings_.retry_after_max);
    }
    wait_until_ = now_ + wait;
    complain(LogLevel::warning,
             "uplink: " +
                 (answer.status == 0 ? std::string{"no answer"}
                                     : "status " + std::to_string(answer.status)) +
                 ": " + answer.text);
}

void Delivery::complain(LogLevel level, const std::string& text) {
    if (counts_.last_error != text) log_.say(level, text);
    counts_.last_error = text;
}

Duration Delivery::spread(Duration wait) {
    std::uniform_real_distribution<double> factor{0.5, 1.5};
    return from_seconds(to_seconds(wait) * factor(random_));
}

bool Delivery::take_needs_news() {
    return std::exchange(needs_news_, false);
}

}  // namespace foreshock::agent
