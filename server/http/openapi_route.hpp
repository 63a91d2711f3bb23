#pragma once

#include <string_view>
#include <vector>

#include "server/http/route.hpp"

namespace foreshock::http {

/// The OpenAPI 3.1 document of every route, server/http/openapi.json as it was built in.
std::string_view openapi_document();

/// GET /api/v1/openapi.json.
std::vector<Route> openapi_routes();

}  // namespace foreshock::http
