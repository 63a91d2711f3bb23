#pragma once

#include "server/app/care_configuration.hpp"

namespace foreshock::app {

class TableReader;

// One table each. A later file's table replaces the earlier one of its name.

void read_tiers(TableReader& in, CareConfiguration& into);
void read_clocks(TableReader& in, oncall::ClockRules& into);
void read_bridge(TableReader& in, BridgeConfiguration& into);
void read_calendar(TableReader& in, CareConfiguration& into);
void read_schedule(TableReader& in, CareConfiguration& into);
void read_policy(TableReader& in, CareConfiguration& into);
void read_assignment_rule(TableReader& in, CareConfiguration& into);

}  // namespace foreshock::app
