#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/http/counters.hpp"
#include "server/http/route.hpp"

namespace foreshock::http {

struct FrontSettings {
    /// Names, besides IP addresses and "localhost", that a Host field may carry: a page of
    /// somebody else whose name is made to point here does not get in.
    std::vector<std::string> host_names;
    /// SHA-256 of the token that people must show; nothing: they need none.
    std::optional<std::string> operator_token_sha256;
    /// Likewise of the one that other systems may show instead, to send alerts and nothing else.
    std::optional<std::string> sender_token_sha256{};
};

/// What stands before every handler, in this order: Host, path, method, token, body, parameters.
/// Every answer leaves with the security headers and is counted. Safe from any thread.
class Front {
public:
    /// `counters` must outlive the front.
    Front(FrontSettings settings, std::vector<Route> routes, RequestCounters& counters);

    /// Calls `respond` exactly once, now or later. Never throws.
    void serve(Request request, const Responder& respond) const;

    [[nodiscard]] const std::vector<Route>& routes() const { return table_.routes(); }

private:
    [[nodiscard]] std::optional<Response> refusal(const Route& route, Request& request) const;
    [[nodiscard]] bool is_served_host(std::string_view host) const;
    [[nodiscard]] bool needs_served_host(const Route& route) const;
    [[nodiscard]] std::optional<Response> unknown_sender(const Request& request) const;
    [[nodiscard]] std::optional<Response> unknown_token(const Route& route,
                                                        const Request& request) const;

    FrontSettings settings_;
    RouteTable table_;
    RequestCounters& counters_;
};

/// Is `text` an IPv4 address, or an IPv6 one in brackets?
bool is_ip_address(std::string_view text);

}  // namespace foreshock::http
