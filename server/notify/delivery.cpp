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

HandOver handed_over(const OutboxEntry& entry, const Outcome& outcome, TimePoint now,
                     const ChannelFallback& to) {
    Event event = event_of(entry, now, EventKind::notification_failed);
    event.reason = {"delivery.fallback", outcome.detail};
    event.text = "could not tell " + entry.channel + " " + attempts_text(entry) + ", " +
                 to.channel + " takes over";
    return {std::move(event), to.channel, to.recipient};
}

/// Who takes over from the entry's channel, now that it failed again.
const ChannelFallback* stand_in(const OutboxEntry& entry, const Outcome& outcome, TimePoint now,
                                const DeliverySettings& settings) {
    // Who is called next is for the escalation policy to say.
    if (entry.transition == incidents::Transition::paged) return nullptr;
    const auto found = settings.fallbacks.find(entry.channel);
    if (found == settings.fallbacks.end()) return nullptr;
    const bool is_time = now - entry.created_at >= found->second.after;
    return is_time || outcome.verdict == Verdict::rejected ? &found->second : nullptr;
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
    if (const ChannelFallback* other = stand_in(entry, outcome, now, settings)) {
        return handed_over(entry, outcome, now, *other);
    }
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
    const Result<std::vector<OutboxEntry>> due =
        outbox_.due_in(settings_.lane, now, settings_.batch);
    if (!due) return fail(due.error());
    Resumes resumes;
    for (const OutboxEntry& entry : *due) {
        if (stop.stop_requested()) return false;
        Result<void> attempted = attempt(entry, now, stop, resumes);
        if (!attempted) return fail(std::move(attempted).error());
    }
    return !due->empty();
}

Result<void> Delivery::attempt(const OutboxEntry& due, TimePoint now, const std::stop_token& stop,
                               Resumes& resumes) {
    // It may have become void, or old news, since the batch was read.
    const Result<OutboxEntry> taken = outbox_.take(due.id, now);
    if (!taken) return unless_void(fail(taken.error()));
    const OutboxEntry& entry = *taken;
    const auto channel = channels_.find(entry.channel);
    if (channel == channels_.end()) {
        return carry_out(
            entry, failed(entry, now, {"delivery.no_channel", "it is no longer configured"}), now);
    }
    // A receiver that was busy or away a moment ago is not asked again for each incident.
    const auto resume = resumes.find(entry.channel);
    if (resume != resumes.end()) return carry_out(entry, resume->second, now);
    const Outcome outcome = channel->second->deliver(entry, now, stop);
    if (outcome.verdict == Verdict::retry && stop.stop_requested()) return {};
    Plan decided = plan(entry, outcome, now, settings_);
    if (const auto* wait = std::get_if<Postpone>(&decided)) resumes.emplace(entry.channel, *wait);
    return carry_out(entry, std::move(decided), now);
}

Result<void> Delivery::carry_out(const OutboxEntry& entry, Plan decided, TimePoint now) {
    if (const auto* wait = std::get_if<Postpone>(&decided)) {
        ++counters_.postponed;
        return unless_void(outbox_.postpone(entry.id, wait->due_at, wait->error));
    }
    if (const auto* other = std::get_if<HandOver>(&decided)) return hand_over(entry, *other, now);
    return settle(entry, std::get<Settle>(std::move(decided)).event);
}

Result<void> Delivery::settle(const OutboxEntry& entry, Event event) {
    const bool is_delivered = event.kind == EventKind::notification_delivered;
    ++(is_delivered ? counters_.delivered : counters_.failed);
    Result<void> settled = outbox_.settle(entry.id, event);
    if (!settled && settled.error().code == Errc::not_found) {
        ++counters_.voided;
        return outbox_.note(event);
    }
    if (settled && settled_) settled_(entry, is_delivered, event.reason.text);
    if (!settled) unsettled_.emplace(entry.id, std::move(event));
    return settled;
}

Result<void> Delivery::hand_over(OutboxEntry entry, const HandOver& decided, TimePoint now) {
    ++counters_.handed_over;
    entry.channel = decided.channel;
    entry.recipient = decided.recipient;
    entry.due_at = now;
    Result<void> done = unless_void(outbox_.hand_over(entry.id, entry, decided.event));
    if (done && settings_.handed_over) settings_.handed_over();
    return done;
}

Result<void> Delivery::unless_void(Result<void> done) {
    if (done || done.error().code != Errc::not_found) return done;
    ++counters_.voided;
    return {};
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
