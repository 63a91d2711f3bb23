#pragma once

#include <functional>
#include <optional>
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

/// Who may ask. `people`: viewers what only reads (GET), responders the rest; `viewers`, `admins`:
/// whatever the method is. Other systems that send alerts (`senders`) show a token of their own, or
/// a responder's; agents, and senders whose messages carry a key, prove themselves to the handler.
/// Anyone may see the page's files and the server's health.
enum class Audience : std::uint8_t { anyone, people, viewers, admins, senders, agents };

/// What lands in the audit log: what is asked to change something, and every refusal of that.
enum class Audit : std::uint8_t {
    changes,     ///< by the front, unless it is a GET
    reads_too,   ///< likewise, and a GET as well
    by_handler,  ///< the handler writes what it does; the front only what it did not do
};

/// One row of a resource's table.
struct Route {
    std::string_view method;   ///< "GET" (answers HEAD as well), "POST", "PATCH" or "DELETE"
    std::string_view pattern;  ///< "/api/v1/incidents/{id}"; a last "{path*}" takes many segments
    Audience audience = Audience::people;
    DeferredHandler handler{};
    std::vector<std::string_view> parameters{};  ///< query parameters it knows
    std::string_view content_type{};             ///< demanded of a body
    std::size_t body_bytes_max = 0;
    /// The field of a JSON body that says who acts: the front writes the person there.
    std::string_view actor_field{};
    Audit audit = Audit::changes;
};

/// The role that a route needs; none: it asks for no role.
std::optional<people::Role> needed_role(const Route& route);

/// GET and HEAD change nothing.
bool only_reads(std::string_view method);

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
