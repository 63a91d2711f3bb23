#pragma once

#include <functional>
#include <map>
#include <optional>

#include "server/incidents/engine.hpp"
#include "server/notify/thread_record.hpp"
#include "server/notify/ticket_system.hpp"

namespace foreshock::notify {

/// What people did to a ticket, as a step on its incident: who has begun on a ticket takes a new
/// incident; who ended it resolves an open one; who took it up again reopens a resolved one. Only a
/// state that is another one than when it was last seen says something; what follows from our own
/// words never does. Pure.
std::optional<incidents::Input> ticket_step(const incidents::Incident& incident,
                                            const Ticket& ticket, TicketState seen,
                                            const std::string& channel, TimePoint now);

/// Looks at the tickets of one channel, round by round, and hands on what people did to them.
/// For the thread that delivers to the channel.
class TicketPoll {
public:
    static constexpr std::size_t tickets_max = 500;  ///< looked at in one round, the newest

    struct Ports {
        TicketChannel& channel;
        desk::ExternalThreads& threads;
        const incidents::IncidentReader& incidents;
        /// False: not taken, to be said again in the next round.
        std::function<bool(incidents::Input)> command;
    };

    TicketPoll(std::string channel, Duration every, Ports ports)
        : channel_(std::move(channel)), every_(every), ports_(std::move(ports)) {}

    /// A round, when one is due; how long until the next. A system that does not answer ends it.
    Duration step(TimePoint now, const std::stop_token& stop);

private:
    /// False: the system does not answer.
    bool look_at(const desk::ExternalThread& thread, TimePoint now, const std::stop_token& stop);

    std::string channel_;
    Duration every_;
    Ports ports_;
    TimePoint next_at_;
};

}  // namespace foreshock::notify
