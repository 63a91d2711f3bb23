#pragma once

#include "core/clock.hpp"
#include "server/enrolment/ports.hpp"
#include "server/http/route.hpp"
#include "server/people/ports.hpp"

namespace foreshock::http {

/// /api/v1/enrolment/tokens: admins make what lets hosts in, see what is left of it and end it.
/// Borrows its collaborators for the life of its routes; safe from any thread.
class EnrolmentTokenApi {
public:
    struct Sources {
        enrolment::Enrolments& enrolments;
        const people::SecretSource& secrets;
        const Clock& clock;
        std::string authority;  ///< PEM, by which hosts know the server; empty where TLS is off
    };

    explicit EnrolmentTokenApi(Sources sources);

    static constexpr std::size_t body_bytes_max = 16 << 10;

    std::vector<Route> routes();

private:
    [[nodiscard]] Response list() const;
    Response add(const Request& request);
    Response revoke(const Request& request, const std::string& id);

    Sources sources_;
    std::string authority_sha256_;
};

}  // namespace foreshock::http
