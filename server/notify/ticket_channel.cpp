#include <algorithm>
#include <array>

#include "server/notify/post_channel.hpp"
#include "server/notify/thread_record.hpp"
#include "server/notify/ticket_system.hpp"

namespace foreshock::notify {
namespace {

constexpr std::array<std::string_view, 5> state_names{"fresh", "in_progress", "done", "closed",
                                                      "gone"};

TicketState wanted(const Notice& notice) {
    if (!notice.is_open) return TicketState::done;
    return notice.is_acknowledged ? TicketState::in_progress : TicketState::fresh;
}

bool is_over(TicketState state) {
    return state == TicketState::done || state == TicketState::closed;
}

Outcome store_failed(const Error& error) {
    return {Verdict::retry, "the store: " + error.what, std::nullopt};
}

}  // namespace

struct TicketChannel::Turn {
    const Notice& notice;
    ThreadMemory memory;
    ThreadRecord record;
    TimePoint now;
    const std::stop_token& stop;
};

std::string_view to_string(TicketState state) {
    return state_names.at(static_cast<std::size_t>(state));
}

TicketState parse_ticket_state(std::string_view text) {
    const auto found = std::find(state_names.begin(), state_names.end(), text);
    return found == state_names.end()
               ? TicketState::gone
               : static_cast<TicketState>(std::distance(state_names.begin(), found));
}

std::string ticket_label(const std::string& incident_id, int generation) {
    const std::string label = "foreshock-" + incident_id;
    return generation == 0 ? label : label + "-" + std::to_string(generation);
}

Outcome TicketChannel::deliver(const incidents::OutboxEntry& entry, TimePoint now,
                               const std::stop_token& stop) {
    const Result<Notice> notice = notice_of(entry);
    if (!notice) return rejected_entry(notice.error());
    Turn turn{*notice, ThreadMemory{threads_, entry}, {}, now, stop};
    Result<ThreadRecord> record = turn.memory.load();
    if (!record) return store_failed(record.error());
    turn.record = std::move(*record);
    const Asked<Ticket> ticket = place(turn);
    if (!ticket) return ticket.error();
    if (Asked<void> followed = follow(turn, *ticket); !followed) return followed.error();
    return {Verdict::delivered, "ticket " + harmless_word(ticket->key), std::nullopt};
}

Asked<Ticket> TicketChannel::place(Turn& turn) {
    if (turn.record.root.empty()) return begin(turn);
    Asked<Ticket> known = system_->read(turn.record.root, turn.stop);
    if (!known) return known;
    const bool is_lost = known->state == TicketState::gone;
    const bool must_return = turn.notice.is_open && is_over(known->state);
    if (!is_lost && (!must_return || may_reopen(turn, *known))) return known;
    ++turn.record.generation;
    turn.record.done_at.clear();
    return begin(turn);
}

bool TicketChannel::may_reopen(const Turn& turn, const Ticket& ticket) const {
    if (ticket.state == TicketState::closed) return false;
    const Result<TimePoint> done_at = parse_rfc3339(turn.record.done_at);
    return !done_at || turn.now - *done_at <= reopen_within_;
}

Asked<Ticket> TicketChannel::begin(Turn& turn) {
    const std::string label =
        ticket_label(turn.notice.incident_id.empty() ? turn.notice.id : turn.notice.incident_id,
                     turn.record.generation);
    Asked<std::optional<Ticket>> found = system_->find(label, turn.stop);
    if (!found) return tl::unexpected(found.error());
    Asked<Ticket> ticket =
        *found ? Asked<Ticket>{**found} : system_->create(label, turn.notice, turn.stop);
    if (!ticket) return ticket;
    turn.record.root = ticket->key;
    turn.record.seen = to_string(ticket->state);
    if (Result<void> kept = turn.memory.keep(turn.record); !kept) {
        return tl::unexpected(store_failed(kept.error()));
    }
    return ticket;
}

Asked<void> TicketChannel::follow(Turn& turn, const Ticket& ticket) {
    Asked<void> updated = system_->update(ticket, turn.notice, turn.stop);
    if (!updated) return updated;
    TicketState state = ticket.state;
    const TicketState target = wanted(turn.notice);
    // What people moved on by themselves is not moved back, unless the incident returned.
    const bool is_behind = is_over(target) != is_over(state) ||
                           (state == TicketState::fresh && target == TicketState::in_progress);
    if (is_behind) {
        Asked<bool> moved = system_->move(ticket, target, turn.notice, turn.stop);
        if (moved && !*moved && target == TicketState::fresh) {
            moved = system_->move(ticket, TicketState::in_progress, turn.notice, turn.stop);
        }
        if (!moved) return tl::unexpected(moved.error());
        const Asked<Ticket> now = system_->read(ticket.key, turn.stop);
        if (!now) return tl::unexpected(now.error());
        state = now->state;
    }
    turn.record.seen = to_string(state);
    turn.record.done_at = is_over(state) ? format_rfc3339(turn.now) : std::string{};
    turn.record.said = turn.notice.id;
    if (Result<void> kept = turn.memory.keep(turn.record); !kept) {
        return tl::unexpected(store_failed(kept.error()));
    }
    return {};
}

}  // namespace foreshock::notify
