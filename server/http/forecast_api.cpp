#include "server/http/forecast_api.hpp"

#include <algorithm>

#include "server/render/forecast_json.hpp"

namespace foreshock::http {
namespace {

/// What was asked for; an empty word is any.
struct Wanted {
    std::string_view host;
    std::string_view kind;

    [[nodiscard]] bool matches(const ScoredForecast& one) const {
        return (host.empty() || one.subject.host == host) && (kind.empty() || one.kind == kind);
    }

    /// With a host only its own rows, without one all.
    [[nodiscard]] bool matches(const incidents::ForecastAccuracy& one) const {
        return (host.empty() || one.host == host) && (kind.empty() || one.kind == kind);
    }
};

template <class Item>
std::vector<Item> those_of(const std::vector<Item>& all, const Wanted& wanted) {
    std::vector<Item> found;
    std::copy_if(all.begin(), all.end(), std::back_inserter(found),
                 [&](const Item& one) { return wanted.matches(one); });
    return found;
}

}  // namespace

std::vector<Route> ForecastApi::routes() {
    std::vector<Route> table;
    table.push_back(
        {"GET",
         "/api/v1/forecasts",
         Audience::people,
         at_once([this](const Request& request, const PathArguments&) { return list(request); }),
         {"host", "kind"}});
    return table;
}

Response ForecastApi::list(const Request& request) const {
    const Wanted wanted{request.query.get("host").value_or(""),
                        request.query.get("kind").value_or("")};
    const auto status = board_.read();
    std::vector<ScoredForecast> open = those_of(status->forecasts_open, wanted);
    std::stable_sort(open.begin(), open.end(),
                     [](const ScoredForecast& a, const ScoredForecast& b) {
                         return a.newest.expected < b.newest.expected;
                     });
    return json_response(
        200, render::forecasts_json(open, those_of(*status->forecast_accuracy, wanted)));
}

}  // namespace foreshock::http
