#pragma once

#include "server/incidents/turn.hpp"

/// What follows from the decisions of the desk, and from what became of its pages.
namespace foreshock::incidents {

void take_decision(Turn& turn, const DeskDecided& decided);

/// Of a page that the incident no longer keeps nothing follows.
void settle_page(Turn& turn, const PageSettled& settled);

/// Nobody looks at a closed incident again: what still waits of its pages is not sent.
void withdraw_when_closed(Turn& turn);

/// Where the time went since the last change.
void count_time(Turn& turn);

}  // namespace foreshock::incidents
