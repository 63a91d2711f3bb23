#include "server/http/statistics_api.hpp"

#include "server/http/problem.hpp"
#include "server/render/statistics_json.hpp"

namespace foreshock::http {
namespace {

using statistics::Grouping;

Result<render::StatisticsSpan> span_of(const Request& request, TimePoint now) {
    const auto to = request.query.time("to");
    if (!to) return fail(to.error());
    const auto from = request.query.time("from");
    if (!from) return fail(from.error());
    const TimePoint end = to->value_or(now);
    const render::StatisticsSpan span{from->value_or(end - StatisticsApi::span_unsaid), end};
    if (span.begin >= span.end) {
        return fail(Errc::invalid, "parameter 'from' must be before 'to'");
    }
    if (span.end - span.begin > StatisticsApi::span_max) {
        return fail(Errc::invalid, "parameter 'from' may be at most 800 days before 'to'");
    }
    return span;
}

Result<Grouping> grouping_of(const Request& request) {
    const auto text = request.query.get("group_by");
    if (!text) return Grouping::none;
    const Result<Grouping> grouping = statistics::parse_grouping(*text);
    if (grouping) return *grouping;
    return fail(Errc::invalid,
                "parameter 'group_by' takes none, category, service, team, week, priority");
}

Response as_csv(const std::vector<statistics::Group>& groups) {
    Response response;
    response.fields = {{"Content-Type", "text/csv; charset=utf-8"},
                       {"Content-Disposition", "attachment; filename=\"statistics.csv\""}};
    response.body = render::statistics_csv(groups);
    return response;
}

}  // namespace

std::vector<Route> StatisticsApi::routes() {
    return {
        {"GET",
         "/api/v1/statistics",
         Audience::people,
         at_once([this](const Request& request, const PathArguments&) { return show(request); }),
         {"from", "to", "group_by", "format"}}};
}

Response StatisticsApi::show(const Request& request) const {
    const Result<render::StatisticsSpan> span = span_of(request, clock_.now());
    if (!span) return problem_response(span.error());
    const Result<Grouping> grouping = grouping_of(request);
    if (!grouping) return problem_response(grouping.error());
    const std::string_view format = request.query.get("format").value_or("json");
    if (format != "json" && format != "csv") {
        return problem_response(Error{Errc::invalid, "parameter 'format' takes json, csv"});
    }
    const auto figures = reader_.figures(span->begin, span->end);
    if (!figures) return problem_response(figures.error());
    const auto groups = statistics::grouped(*figures, *grouping);
    if (format == "csv") return as_csv(groups);
    std::vector<const statistics::IncidentFigures*> all;
    for (const statistics::IncidentFigures& one : *figures)
        all.push_back(&one);
    return json_response(
        200, render::statistics_json(*span, *grouping, statistics::summarise(all), groups));
}

}  // namespace foreshock::http
