#pragma once

#include "core/clock.hpp"
#include "server/http/route.hpp"
#include "server/statistics/figures.hpp"

namespace foreshock::http {

/// How well the desk did in a span of time. Borrows its collaborators for the life of its routes;
/// safe from any thread.
class StatisticsApi {
public:
    static constexpr Duration span_unsaid = std::chrono::hours{24 * 30};
    static constexpr Duration span_max = std::chrono::hours{24 * 800};

    StatisticsApi(const statistics::FigureReader& reader, const Clock& clock)
        : reader_(reader), clock_(clock) {}

    std::vector<Route> routes();

private:
    [[nodiscard]] Response show(const Request& request) const;

    const statistics::FigureReader& reader_;
    const Clock& clock_;
};

}  // namespace foreshock::http
