#pragma once

#include "server/app/service_configuration.hpp"

namespace foreshock::app {

class TableReader;

/// One [[service]], to its end; a later file's replaces the earlier one of its name.
void read_service(TableReader& in, std::vector<ServiceConfiguration>& into);

/// The keys of [priority].
void read_priority(TableReader& in, incidents::Settings& into);

}  // namespace foreshock::app
