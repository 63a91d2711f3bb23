#pragma once

#include <memory>
#include <optional>
#include <string>

#include "server/notify/channel_spec.hpp"
#include "server/notify/notice.hpp"

namespace foreshock::notify {

/// Where a ticket stands, whatever its system calls that: by category, never by a name that
/// somebody may translate.
enum class TicketState : std::uint8_t { fresh, in_progress, done, closed, gone };

struct Ticket {
    std::string key;  ///< for the system's own addresses: "OPS-7", a sys_id
    TicketState state = TicketState::fresh;
    std::string assignee;  ///< who has it, for people; may be empty
};

/// A value, or what became of the call that should have brought it.
template <class T>
using Asked = tl::expected<T, Outcome>;

/// One ticket system. Each call is one attempt, bounded in time. For one thread.
class TicketSystem {
public:
    virtual ~TicketSystem() = default;

    /// The newest ticket that carries `label`, if any.
    virtual Asked<std::optional<Ticket>> find(const std::string& label,
                                              const std::stop_token& stop) = 0;
    virtual Asked<Ticket> create(const std::string& label, const Notice& notice,
                                 const std::stop_token& stop) = 0;
    /// State `gone` when there is no such ticket any more.
    virtual Asked<Ticket> read(const std::string& key, const std::stop_token& stop) = 0;
    /// Writes the newest words into it. Twice does no harm.
    virtual Asked<void> update(const Ticket& ticket, const Notice& notice,
                               const std::stop_token& stop) = 0;
    /// False when the system knows no way from its state to that one.
    virtual Asked<bool> move(const Ticket& ticket, TicketState to, const Notice& notice,
                             const std::stop_token& stop) = 0;
};

std::string_view to_string(TicketState state);          // "fresh", "in_progress", …
TicketState parse_ticket_state(std::string_view text);  // "gone" for what is none

/// A channel that keeps one ticket for each incident: created with the first word, rewritten with
/// every later one, moved by the incident's state. An incident that returns reopens its ticket when
/// that is not closed for good and was not done for longer than `reopen_within`; else it gets a
/// new one. Before it creates one, it looks for one that carries the incident's label.
class TicketChannel final : public Channel {
public:
    TicketChannel(std::unique_ptr<TicketSystem> system, Duration reopen_within,
                  desk::ExternalThreads& threads)
        : system_(std::move(system)), reopen_within_(reopen_within), threads_(threads) {}

    Outcome deliver(const incidents::OutboxEntry& entry, TimePoint now,
                    const std::stop_token& stop) override;

    /// As it stands there, for what people did to it.
    Asked<Ticket> read(const std::string& key, const std::stop_token& stop) {
        return system_->read(key, stop);
    }

private:
    struct Turn;
    Asked<Ticket> place(Turn& turn);
    Asked<Ticket> begin(Turn& turn);
    Asked<void> follow(Turn& turn, const Ticket& ticket);
    [[nodiscard]] bool may_reopen(const Turn& turn, const Ticket& ticket) const;

    std::unique_ptr<TicketSystem> system_;
    Duration reopen_within_;
    desk::ExternalThreads& threads_;
};

/// "foreshock-inc-00000000000000aa", from the second ticket of an incident on with "-1", "-2" …
std::string ticket_label(const std::string& incident_id, int generation);

}  // namespace foreshock::notify
