#pragma once

#include <vector>

#include "core/clock.hpp"
#include "server/history/history.hpp"
#include "server/http/route.hpp"
#include "server/http/status_board.hpp"
#include "server/incidents/ports.hpp"

namespace foreshock::http {

/// /api/v1/hosts: who is there, which series each has, and their values for plots. Borrows its
/// collaborators for the life of its routes; safe from any thread.
class HostApi {
public:
    struct Sources {
        const incidents::IncidentReader& reader;
        const history::History& history;
        const StatusBoard& board;
        const Clock& clock;
    };

    explicit HostApi(Sources sources) : sources_(sources) {}

    static constexpr std::size_t points_default = 500;
    static constexpr std::size_t points_max = 5000;
    static constexpr Duration span_default = std::chrono::hours{1};

    std::vector<Route> routes();

private:
    [[nodiscard]] Response list() const;
    [[nodiscard]] Response show(std::string_view id) const;
    [[nodiscard]] Response series(std::string_view id) const;
    [[nodiscard]] Response samples(const Request& request, std::string_view id) const;
    [[nodiscard]] Result<history::RangeQuery> range_query(const Query& query) const;

    Sources sources_;
};

}  // namespace foreshock::http
