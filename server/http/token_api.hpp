#pragma once

#include "server/http/people_api.hpp"

namespace foreshock::http {

/// /api/v1/tokens: people make tokens for their programs, up to their own role; admins see and
/// revoke all. Borrows its collaborators for the life of its routes; safe from any thread.
class TokenApi {
public:
    explicit TokenApi(PeoplePorts ports) : ports_(std::move(ports)) {}

    static constexpr std::size_t body_bytes_max = 4 << 10;

    std::vector<Route> routes();

private:
    [[nodiscard]] Response list(const Request& request) const;
    Response add(const Request& request);
    Response revoke(const Request& request, const std::string& id);

    PeoplePorts ports_;
};

/// A token with a new secret, not stored yet. `ttl` as "90d"; empty: it does not expire. invalid
/// for a ttl or label that is none, and for a role beyond the person's.
Result<people::ApiToken> new_api_token(const people::Person& person, const std::string& label,
                                       people::Role role, const std::string& ttl, TimePoint now,
                                       std::string_view secret);

}  // namespace foreshock::http
