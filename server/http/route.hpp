#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/message.hpp"

namespace foreshock::http {

/// The values of a pattern's names, decoded, in their order.
using PathArguments = std::vector<std::string>;

/// Answers at once.
using Handler = std::function<Response(const Request&, const PathArguments&)>;
/// Answers when it can: `respond` may be called later and from another thread.
using DeferredHandler = std::function<void(const Request&, const PathArguments&, Responder)>;

/// Who may ask. People prove themselves where an operator token is set; other systems, which send
/// alerts, where that or a token of their own is set; agents, and senders whose messages carry a
/// key, always, in the handlers of those; anyone may see the page's files and the server's health.
enum class Audience : std::uint8_t { anyone, people, senders, agents };

/// One row of a resource's table.
struct Route {
    std::string_view method;   ///< "GET" (answers HEAD as well), "POST", "PATCH" or "DELETE"
    std::string_view pattern;  ///< "/api/v1/incidents/{id}"; a last "{path*}" takes many segments
    Audience audience = Audience::people;
    DeferredHandler handler{};
    std::vector<std::string_view> parameters{};  ///< query parameters it knows
    std::string_view content_type{};             ///< demanded of a body
    std::size_t body_bytes_max = 0;
};

DeferredHandler at_once(Handler handler);

/// Finds routes by method and path.
class RouteTable {
public:
    struct Found {
        const Route* route = nullptr;  ///< null when nothing matched
        PathArguments arguments;
        std::string allow;  ///< the methods of the path, when only the method did not match
    };

    explicit RouteTable(std::vector<Route> routes) : routes_(std::move(routes)) {}

    [[nodiscard]] Found find(std::string_view method, std::string_view path) const;

    [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

private:
    std::vector<Route> routes_;
};

}  // namespace foreshock::http
