#include "server/notify/ticket_poll.hpp"

namespace foreshock::notify {
namespace {

using incidents::Incident;
using incidents::IncidentState;
using incidents::Input;

bool is_over(TicketState state) {
    return state == TicketState::done || state == TicketState::closed;
}

std::string ticket_words(const Ticket& ticket, std::string_view what) {
    return "ticket " + ticket.key + " " + std::string{what};
}

}  // namespace

std::optional<Input> ticket_step(const Incident& incident, const Ticket& ticket, TicketState seen,
                                 const std::string& channel, TimePoint now) {
    if (ticket.state == seen || ticket.state == TicketState::gone) return std::nullopt;
    const std::string actor =
        ticket.assignee.empty() ? "channel " + channel : ticket.assignee + " (" + channel + ")";
    if (is_over(ticket.state)) {
        if (is_over(seen) || !incident.is_open()) return std::nullopt;
        return incidents::ResolveAsked{now, incident.id, actor, ticket_words(ticket, "is done")};
    }
    if (is_over(seen)) {
        if (incident.state != IncidentState::resolved) return std::nullopt;
        return incidents::PersonStep{now, incident.id, actor,
                                     incidents::Reopen{ticket_words(ticket, "was taken up again")}};
    }
    const bool is_new = incident.is_open() && !incident.acknowledged_at;
    if (ticket.state != TicketState::in_progress || !is_new) return std::nullopt;
    return incidents::Acknowledged{now, incident.id, actor, ticket_words(ticket, "is in progress")};
}

Duration TicketPoll::step(TimePoint now, const std::stop_token& stop) {
    if (now < next_at_) return next_at_ - now;
    next_at_ = now + every_;
    const auto threads = ports_.threads.unfinished(channel_, tickets_max);
    if (!threads) return every_;
    for (const desk::ExternalThread& thread : *threads) {
        if (stop.stop_requested() || !look_at(thread, now, stop)) break;
    }
    return every_;
}

bool TicketPoll::look_at(const desk::ExternalThread& thread, TimePoint now,
                         const std::stop_token& stop) {
    ThreadRecord record = thread_record_from_json(thread.record);
    if (record.root.empty()) return true;
    const auto incident = ports_.incidents.find(thread.incident_id);
    if (!incident) return true;
    const Asked<Ticket> ticket = ports_.channel.read(record.root, stop);
    if (!ticket) return ticket.error().verdict != Verdict::retry;
    const TicketState seen = parse_ticket_state(record.seen);
    if (ticket->state == seen) return true;
    auto step = ticket_step(*incident, *ticket, seen, channel_, now);
    if (step && !ports_.command(std::move(*step))) return true;
    record.seen = to_string(ticket->state);
    record.done_at = is_over(ticket->state) ? format_rfc3339(now) : std::string{};
    desk::ExternalThread kept = thread;
    kept.record = to_json(record);
    static_cast<void>(ports_.threads.keep(kept).has_value());
    return true;
}

}  // namespace foreshock::notify
