#include "server/notify/delivery.hpp"

#include <algorithm>

namespace foreshock::notify {
namespace {

using incidents::Event;
using incidents::EventKind;
using incidents::OutboxEntry;

Event event_of(const OutboxEntry& entry, TimePoint now, EventKind kind) {
    Event event;
    event.incident_id = entry.incident_id;
    event.at = now;
    event.kind = kind;
    event.actor = "channel " + entry.channel;
    event.to = to_string(entry.transition);
    return event;
}

std::string attempts_text(const OutboxEntry& entry) {
    const int attempts = entry.attempts + 1;
    return attempts == 1 ? "at the first attempt"
                         : "after " + std::to_string(attempts) + " attempts";
}

Settle delivered(const OutboxEntry& entry, const Outcome& outcome, TimePoint now) {
    Event event = event_of(entry, now, EventKind::notification_delivered);
    event.reason = {"delivery.accepted", outcome.detail};
    event.text = "told " + entry.channel + " " + attempts_text(entry);
    return {std::move(event)};
}

Settle failed(const OutboxEntry& entry, TimePoint now, incidents::Reason reason) {
    Event event = event_of(entry, now, EventKind::notification_failed);
    event.reason = std::move(reason);
    event.text = "could not tell " + entry.channel + ", given up " + attempts_text(entry);
    return {std::move(event)};
}

Duration back_off(const OutboxEntry& entry, const DeliverySettings& settings) {
    Duration wait = settings.retry_first;
    for (int i = 0; i < entry.attempts && wait < settings.retry_max; ++i)
        wait *= 2;
    return std::min(wait, settings.retry_max);
}

}  // namespace

Plan plan(const OutboxEntry& entry, const Outcome& outcome, TimePoint now,
          const DeliverySettings& settings) {
    if (outcome.verdict == Verdict::delivered) return delivered(entry, outcome, now);
    if (outcome.verdict == Verdict::rejected) {
        return failed(entry, now, {"delivery.rejected", outcome.detail});
    }
    const Duration wish =
        std::min(outcome.retry_after.value_or(Duration{0}), settings.retry_after_max);
    const TimePoint due_at = now + std::max(wish, back_off(entry, settings));
    if (due_at - entry.created_at > settings.give_up_after) {
        return failed(entry, now, {"delivery.given_up", outcome.detail});
    }
    return Postpone{due_at, outcome.detail};
}

Result<bool> Delivery::step(TimePoint now, const std::stop_token& stop) {
    if (Result<void> settled = settle_sent(); !settled) return fail(std::move(settled).error());
    const Result<std::vector<OutboxEntry>> due = outbox_.due(now, settings_.batch);
    if (!due) return fail(due.error());
    Resumes resumes;
    for (const OutboxEntry& entry : *due) {
        if (stop.stop_requested()) return false;
        Result<void> attempted = attempt(entry, now, stop, resumes);
        if (!attempted) return fail(std::move(attempted).error());
    }
    return !due->empty();
}

Result<void> Delivery::attempt(const OutboxEntry& entry, TimePoint now, const std::stop_token& stop,
                               Resumes& resumes) {
    const auto channel = channels_.find(entry.channel);
    if (channel == channels_.end()) {
        return carry_out(entry,
                         failed(entry, now, {"delivery.no_channel", "it is no longer configured"}));
    }
    // What was withdrawn since it was due (somebody took the incident) is not sent.
    if (entry.transition == incidents::Transition::paged) {
        const Result<bool> waits = outbox_.waits(entry.id);
        if (!waits) return fail(waits.error());
        if (!*waits) return {};
    }
    // A receiver that was busy or away a moment ago is not asked again for each incident.
    const auto resume = resumes.find(entry.channel);
    if (resume != resumes.end()) return carry_out(entry, resume->second);
    const Outcome outcome = channel->second->deliver(entry, now, stop);
    if (outcome.verdict == Verdict::retry && stop.stop_requested()) return {};
    Plan decided = plan(entry, outcome, now, settings_);
    if (const auto* wait = std::get_if<Postpone>(&decided)) resumes.emplace(entry.channel, *wait);
    return carry_out(entry, std::move(decided));
}

Result<void> Delivery::carry_out(const OutboxEntry& entry, Plan decided) {
    if (const auto* wait = std::get_if<Postpone>(&decided)) {
        ++counters_.postponed;
        Result<void> postponed = outbox_.postpone(entry.id, wait->due_at, wait->error);
        const bool is_gone = !postponed && postponed.error().code == Errc::not_found;
        return is_gone ? Result<void>{} : postponed;
    }
    Event event = std::get<Settle>(std::move(decided)).event;
    const bool is_delivered = event.kind == EventKind::notification_delivered;
    ++(is_delivered ? counters_.delivered : counters_.failed);
    Result<void> settled = outbox_.settle(entry.id, event);
    // Withdrawn while it was on its way: nothing is left to be settled.
    if (!settled && settled.error().code == Errc::not_found) return {};
    if (settled && settled_) settled_(entry, is_delivered, event.reason.text);
    if (!settled) unsettled_.emplace(entry.id, std::move(event));
    return settled;
}

Result<void> Delivery::settle_sent() {
    while (!unsettled_.empty()) {
        const auto first = unsettled_.begin();
        Result<void> settled = outbox_.settle(first->first, first->second);
        if (!settled && settled.error().code != Errc::not_found) return settled;
        unsettled_.erase(first);
    }
    return {};
}

}  // namespace foreshock::notify
