#include "server/http/host_api.hpp"

#include "server/http/host_lookup.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/problem.hpp"
#include "server/http/samples_json.hpp"
#include "server/render/host_json.hpp"

namespace foreshock::http {
std::vector<Route> HostApi::routes() {
    std::vector<Route> table;
    table.push_back({"GET", "/api/v1/hosts", Audience::people,
                     at_once([this](const Request&, const PathArguments&) { return list(); })});
    table.push_back(
        {"GET", "/api/v1/hosts/{id}", Audience::people,
         at_once([this](const Request&, const PathArguments& path) { return show(path[0]); })});
    table.push_back(
        {"GET", "/api/v1/hosts/{id}/series", Audience::people,
         at_once([this](const Request&, const PathArguments& path) { return series(path[0]); })});
    table.push_back({"GET",
                     "/api/v1/hosts/{id}/samples",
                     Audience::people,
                     at_once([this](const Request& request, const PathArguments& path) {
                         return samples(request, path[0]);
                     }),
                     {"signal", "labels", "from", "to", "points"}});
    return table;
}

Response HostApi::list() const {
    const Result<std::vector<incidents::Host>> hosts = sources_.reader.hosts();
    if (!hosts) return problem_response(hosts.error());
    const auto board = sources_.board.read();
    std::string json = "[";
    for (const incidents::Host& host : *hosts) {
        if (json.size() > 1) json += ',';
        json += render::host_json(host, board->open_incidents_of(host.name));
    }
    return json_response(200, json + "]");
}

Response HostApi::show(std::string_view id) const {
    const Result<incidents::Host> host = find_host(sources_.reader, id);
    if (!host) return problem_response(host.error());
    return json_response(
        200, render::host_json(*host, sources_.board.read()->open_incidents_of(host->name)));
}

Response HostApi::series(std::string_view id) const {
    const Result<incidents::Host> host = find_host(sources_.reader, id);
    if (!host) return problem_response(host.error());
    const Result<std::vector<SeriesKey>> keys = sources_.history.series(host->id);
    if (!keys) return problem_response(keys.error());
    return json_response(200, series_json(*keys));
}

Result<history::RangeQuery> HostApi::range_query(const Query& query) const {
    history::RangeQuery range;
    range.signal = query.get("signal").value_or("");
    if (range.signal.empty()) return fail(Errc::invalid, "parameter 'signal' is missing");
    Result<Labels> labels = parse_labels(query.get("labels").value_or(""));
    if (!labels) {
        return fail(Errc::invalid,
                    "parameter 'labels' takes {\"mount\":\"/var\"}: " + labels.error().what);
    }
    range.labels = std::move(*labels);
    const Result<std::optional<TimePoint>> from = query.time("from");
    const Result<std::optional<TimePoint>> to = query.time("to");
    const Result<std::size_t> points = query.number("points", points_default, 1, points_max);
    if (!from) return fail(from.error());
    if (!to) return fail(to.error());
    if (!points) return fail(points.error());
    range.to = to->value_or(sources_.clock.now());
    range.from = from->value_or(range.to - span_default);
    range.points_max = *points;
    if (range.from > range.to) return fail(Errc::invalid, "parameter 'from' is after 'to'");
    return range;
}

Response HostApi::samples(const Request& request, std::string_view id) const {
    Result<history::RangeQuery> range = range_query(request.query);
    if (!range) return problem_response(range.error());
    const Result<incidents::Host> host = find_host(sources_.reader, id);
    if (!host) return problem_response(host.error());
    range->host_id = host->id;
    const Result<std::vector<history::Point>> points = sources_.history.range(*range);
    if (!points) return problem_response(points.error());
    return json_response(200, samples_json({range->signal, range->labels}, *points));
}

}  // namespace foreshock::http
