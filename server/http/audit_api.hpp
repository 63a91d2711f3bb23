#pragma once

#include "server/http/route.hpp"
#include "server/people/ports.hpp"

namespace foreshock::http {

/// /api/v1/audit, for admins: who did what, newest first, by pages, as JSON or CSV. Reading it is
/// an act as well. Borrows its log for the life of its routes; safe from any thread.
class AuditApi {
public:
    explicit AuditApi(const people::AuditLog& log) : log_(log) {}

    static constexpr std::size_t limit_default = 100;
    static constexpr std::size_t limit_max = 1000;

    std::vector<Route> routes();

private:
    [[nodiscard]] Response list(const Request& request) const;

    const people::AuditLog& log_;
};

}  // namespace foreshock::http
