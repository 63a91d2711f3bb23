#pragma once

#include "server/http/metrics_route.hpp"

namespace foreshock::app {

/// CPU, memory and start of this process, the rest left at 0.
http::Gauges process_usage();

/// As many open files as the hard limit allows: a server that cannot accept is deaf.
void raise_open_files_limit();

}  // namespace foreshock::app
