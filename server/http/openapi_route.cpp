#include "server/http/openapi_route.hpp"

#include <cstddef>

extern "C" {
extern const char foreshock_openapi[];
extern const char foreshock_openapi_end[];
}

namespace foreshock::http {

std::string_view openapi_document() {
    return {foreshock_openapi, static_cast<std::size_t>(foreshock_openapi_end - foreshock_openapi)};
}

std::vector<Route> openapi_routes() {
    std::vector<Route> table;
    table.push_back({"GET", "/api/v1/openapi.json", Audience::people,
                     at_once([](const Request&, const PathArguments&) {
                         Response response = json_response(200, {});
                         response.fixed_body = openapi_document();
                         return response;
                     })});
    return table;
}

}  // namespace foreshock::http
