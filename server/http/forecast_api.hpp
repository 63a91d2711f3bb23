#pragma once

#include <vector>

#include "server/http/route.hpp"
#include "server/http/status_board.hpp"

namespace foreshock::http {

/// /api/v1/forecasts: which disruptions are announced, and how right announcements have been, per
/// kind and host. Borrows the board for the life of its routes; safe from any thread.
class ForecastApi {
public:
    explicit ForecastApi(const StatusBoard& board) : board_(board) {}

    std::vector<Route> routes();

private:
    [[nodiscard]] Response list(const Request& request) const;

    const StatusBoard& board_;
};

}  // namespace foreshock::http
