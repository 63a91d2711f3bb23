#include "server/http/health_route.hpp"

namespace foreshock::http {

std::vector<Route> health_routes(const StatusBoard& board) {
    std::vector<Route> table;
    table.push_back(
        {"GET", "/-/healthy", Audience::anyone, at_once([](const Request&, const PathArguments&) {
             return text_response(200, "healthy\n");
         })});
    table.push_back({"GET", "/-/ready", Audience::anyone,
                     at_once([&board](const Request&, const PathArguments&) {
                         const auto status = board.read();
                         if (status->not_ready_because.empty())
                             return text_response(200, "ready\n");
                         Response response =
                             text_response(503, "not ready: " + status->not_ready_because + "\n");
                         response.fields.emplace_back("Retry-After", "5");
                         return response;
                     })});
    return table;
}

}  // namespace foreshock::http
