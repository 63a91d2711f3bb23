#pragma once

#include <string>
#include <vector>

#include "server/triage/ports.hpp"

namespace foreshock::test {

/// The desk's tickets in memory. `full` makes it behave as a store whose disk is full.
class MemoryTickets final : public triage::TicketStore {
public:
    Result<void> put(const triage::DeskTicket& ticket, std::string_view, TimePoint) override {
        if (full) return fail(Errc::unavailable, "database or disk is full");
        std::erase_if(kept, [&](const auto& one) { return one.id == ticket.id; });
        kept.push_back(ticket);
        return {};
    }

    Result<std::vector<triage::DeskTicket>> tickets() const override { return kept; }

    std::vector<triage::DeskTicket> kept;
    bool full = false;
};

}  // namespace foreshock::test
