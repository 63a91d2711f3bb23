#include "server/incidents/desk_steps.hpp"

#include <algorithm>

#include "server/incidents/lifecycle.hpp"
#include "server/incidents/transfer.hpp"

namespace foreshock::incidents {

void take_decision(Turn& turn, const DeskDecided& decided) {
    Incident& incident = turn.incident;
    if (incident.handling.care != decided.care) {
        incident.handling.care = decided.care;
        turn.touched = true;
    }
    if (decided.owner) give_to(turn, *decided.owner);
    for (const DeskDecided::Line& line : decided.lines)
        turn.write(line.kind, {line.reason, line.from, line.to, line.text});
    if (decided.withdraws_pages) turn.changes.pages_withdrawn.push_back(incident.id);
    if (decided.asks_for_bridge) turn.changes.bridges_wanted.push_back(incident.id);
    for (const Page& page : decided.pages)
        turn.changes.pages.push_back({incident.id, page});
    if (!decided.explanation.empty() && is_known_to_be_open(incident)) {
        turn.tell(Transition::changed, decided.explanation);
    }
}

void settle_page(Turn& turn, const PageSettled& settled) {
    auto& pages = turn.incident.handling.care.paging.pages;
    const auto found = std::find_if(pages.begin(), pages.end(), [&](const Page& page) {
        return page.id == settled.page_id && page.state == PageState::waiting;
    });
    if (found == pages.end()) return;
    found->state = settled.is_delivered ? PageState::delivered : PageState::failed;
    found->detail = settled.detail;
    turn.touched = true;
}

void withdraw_when_closed(Turn& turn) {
    if (turn.incident.state != IncidentState::closed) return;
    bool any = false;
    for (Page& page : turn.incident.handling.care.paging.pages) {
        if (page.state != PageState::waiting) continue;
        page.state = PageState::withdrawn;
        any = true;
    }
    if (any) turn.changes.pages_withdrawn.push_back(turn.incident.id);
}

void count_time(Turn& turn) {
    TimeSpent& spent = turn.incident.handling.spent;
    if (!spent.counted_at) spent.counted_at = turn.incident.opened_at;
    const bool was_open = spent.state < static_cast<std::uint8_t>(IncidentState::resolved);
    spent.count(static_cast<std::uint8_t>(turn.incident.state),
                turn.incident.handling.care.assignment.tier, was_open, turn.at);
}

}  // namespace foreshock::incidents
