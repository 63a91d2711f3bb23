#pragma once

#include <vector>

#include "server/http/route.hpp"
#include "server/http/status_board.hpp"

namespace foreshock::http {

/// GET /-/healthy (the process serves) and /-/ready (it takes reports; else 503 with the reason).
std::vector<Route> health_routes(const StatusBoard& board);

}  // namespace foreshock::http
