#include "server/http/review_api.hpp"

#include "server/http/incident_api.hpp"
#include "server/http/problem.hpp"
#include "server/incidents/forecast_accuracy.hpp"
#include "server/render/near_miss_json.hpp"
#include "server/render/review_text.hpp"

namespace foreshock::http {
namespace {

constexpr std::size_t limit_default = 100;
constexpr std::size_t limit_max = 1000;

}  // namespace

std::vector<Route> ReviewApi::routes() {
    std::vector<Route> table;
    table.push_back({"GET",
                     "/api/v1/incidents/{id}/review",
                     Audience::people,
                     at_once([this](const Request& request, const PathArguments& arguments) {
                         return review(request, arguments[0]);
                     }),
                     {"format"}});
    table.push_back({"GET",
                     "/api/v1/near-misses",
                     Audience::people,
                     at_once([this](const Request& request, const PathArguments&) {
                         return near_misses(request);
                     }),
                     {"host", "kind", "limit"}});
    return table;
}

Response ReviewApi::review(const Request& request, std::string_view id) const {
    const std::string_view format = request.query.get("format").value_or("json");
    if (format != "json" && format != "markdown") {
        return problem_response(Error{Errc::invalid, "parameter 'format' takes json or markdown"});
    }
    const auto incident = reader_.find(incident_key(id));
    if (!incident) return problem_response(incident.error());
    const auto timeline = reader_.timeline(incident->id);
    if (!timeline) return problem_response(timeline.error());
    const auto context = diagnosis_.context_of(*incident);
    if (!context) return problem_response(context.error());
    const incidents::Review record = incidents::review(*incident, *timeline);
    const incidents::Diagnosis diagnosis = incidents::diagnose(*incident, *context);
    const render::ReviewSubject subject{*incident, record, diagnosis};
    if (format == "json") return json_response(200, render::review_json(subject));
    Response response = text_response(200, render::review_markdown(subject));
    response.fields[0].second = "text/markdown; charset=utf-8";
    return response;
}

Response ReviewApi::near_misses(const Request& request) const {
    const auto limit = request.query.number("limit", limit_default, 1, limit_max);
    if (!limit) return problem_response(limit.error());
    const incidents::NearMissQuery query{std::string{request.query.get("host").value_or("")},
                                         std::string{request.query.get("kind").value_or("")},
                                         clock_.now() - incidents::accuracy_window, *limit};
    const auto ledger = near_misses_.near_misses(query);
    if (!ledger) return problem_response(ledger.error());
    return json_response(200, render::near_misses_json(*ledger));
}

}  // namespace foreshock::http
