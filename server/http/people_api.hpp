#pragma once

#include <functional>

#include "core/clock.hpp"
#include "server/http/route.hpp"
#include "server/people/ports.hpp"

namespace foreshock::http {

/// All must outlive who uses them.
struct PeoplePorts {
    people::Accounts& accounts;
    people::ApiTokens& tokens;
    people::AuditLog& audit;
    const people::SecretSource& secrets;
    const Clock& clock;
    /// Somebody was added or changed.
    std::function<void()> people_changed;
};

/// /api/v1/people, /teams and /me: everybody reads who there is, admins arrange it. Borrows its
/// collaborators for the life of its routes; safe from any thread.
class PeopleApi {
public:
    explicit PeopleApi(PeoplePorts ports) : ports_(std::move(ports)) {}

    static constexpr std::size_t body_bytes_max = 64 << 10;

    std::vector<Route> routes();

private:
    [[nodiscard]] Response list(const Request& request) const;
    [[nodiscard]] Response show(const Request& request, const std::string& name) const;
    Response add(const Request& request);
    Response change(const Request& request, const std::string& name);
    Response change_self(const Request& request);
    Response invite(const Request& request, const std::string& name);
    [[nodiscard]] Response list_teams() const;
    Response put_team(const Request& request);
    Response remove_team(const Request& request, const std::string& name);
    Response save(const Request& request, const people::Person& before,
                  const Result<people::Person>& now);
    Response with_invitation(const Request& request, const people::Person& person, int status);

    PeoplePorts ports_;
};

/// What differs, for the audit log: "role viewer → admin, disabled".
std::string describe_change(const people::Person& before, const people::Person& now);

}  // namespace foreshock::http
