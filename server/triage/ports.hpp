#pragma once

#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "server/triage/text_model.hpp"

namespace foreshock::triage {

/// Where the desk's labelled tickets outlive the server. From any thread.
class TicketStore {
public:
    virtual ~TicketStore() = default;

    /// Adds the ticket, or replaces the one of the same id, as the newest; beyond
    /// TextModel::desk_tickets_max the oldest go. Durable when it returns. `actor` labelled it.
    virtual Result<void> put(const DeskTicket& ticket, std::string_view actor, TimePoint at) = 0;

    /// Oldest first.
    virtual Result<std::vector<DeskTicket>> tickets() const = 0;
};

}  // namespace foreshock::triage
