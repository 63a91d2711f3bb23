#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/http/access.hpp"
#include "server/http/audit_trail.hpp"
#include "server/http/counters.hpp"
#include "server/http/route.hpp"

namespace foreshock::http {

struct FrontSettings {
    /// Names, besides IP addresses and "localhost", that a Host field may carry: a page of
    /// somebody else whose name is made to point here does not get in.
    std::vector<std::string> host_names;
    /// Who asks. Null: whoever asks may do everything, as tests of single handlers want it.
    const Authenticator* access = nullptr;
    /// Where acts are recorded; null: nowhere. Both must outlive the front.
    const AuditTrail* audit = nullptr;
    /// Addresses of proxies of ours: what they pass on comes from the last address that they name.
    std::vector<std::string> proxies{};
};

/// What stands before every handler, in this order: Host, path, method, identity, role, foreign
/// pages, body, parameters, who acts. Every answer leaves with the security headers and is
/// counted; every act is on record before its answer leaves. Safe from any thread.
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
    [[nodiscard]] std::optional<Response> stranger(const Route& route, Request& request) const;
    [[nodiscard]] std::optional<Response> unreadable(const Route& route, Request& request) const;

    void look_behind_proxy(Request& request) const;

    FrontSettings settings_;
    RouteTable table_;
    RequestCounters& counters_;
};

/// An IPv4 address, or an IPv6 one in brackets, as URLs have them.
bool is_address_of_url(std::string_view text);

}  // namespace foreshock::http
