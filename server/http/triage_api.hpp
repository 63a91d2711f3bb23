#pragma once

#include <shared_mutex>
#include <vector>

#include "core/clock.hpp"
#include "server/http/route.hpp"
#include "server/triage/ports.hpp"

namespace foreshock::http {

/// /api/v1/triage: what the text model says of a report, and what the desk teaches it. Owns the
/// model, borrows the rest for the life of its routes; safe from any thread.
class TriageApi {
public:
    TriageApi(triage::TextModel model, triage::TicketStore& tickets, const Clock& clock)
        : model_(std::move(model)), tickets_(tickets), clock_(clock) {}

    static constexpr std::size_t body_bytes_max = 64 << 10;

    std::vector<Route> routes();

    /// What the model says of a text; from any thread.
    [[nodiscard]] triage::Triage judge_text(std::string_view text) const;
    /// A person labelled a text: durable and learnt. Errors are those of the model and the store.
    Result<void> teach(triage::DeskTicket ticket, const std::string& actor);

private:
    [[nodiscard]] Response judge(const Request& request) const;
    Response learn(const Request& request);

    mutable std::shared_mutex mutex_;
    triage::TextModel model_;
    triage::TicketStore& tickets_;
    const Clock& clock_;
};

}  // namespace foreshock::http
