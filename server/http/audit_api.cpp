#include "server/http/audit_api.hpp"

#include "core/number.hpp"
#include "server/http/problem.hpp"
#include "server/render/people_json.hpp"

namespace foreshock::http {
namespace {

Result<people::AuditQuery> audit_query(const Query& from) {
    people::AuditQuery query;
    query.actor = from.get("actor").value_or("");
    query.action = from.get("action").value_or("");
    query.object = from.get("object").value_or("");
    auto since = from.time("since");
    if (!since) return fail(std::move(since).error());
    query.since = *since;
    auto until = from.time("until");
    if (!until) return fail(std::move(until).error());
    query.until = *until;
    const auto limit = from.number("limit", AuditApi::limit_default, 1, AuditApi::limit_max);
    if (!limit) return fail(limit.error());
    query.limit = *limit;
    if (const auto cursor = from.get("cursor")) {
        const Result<std::uint64_t> before = parse_uint(*cursor);
        if (!before || *before == 0) return fail(Errc::invalid, "parameter 'cursor' is no cursor");
        query.before = *before;
    }
    return query;
}

}  // namespace

std::vector<Route> AuditApi::routes() {
    Route route{
        "GET",
        "/api/v1/audit",
        Audience::admins,
        at_once([this](const Request& request, const PathArguments&) { return list(request); }),
        {"actor", "action", "object", "since", "until", "limit", "cursor", "format"}};
    route.audit = Audit::reads_too;
    return {route};
}

Response AuditApi::list(const Request& request) const {
    const std::string_view format = request.query.get("format").value_or("json");
    if (format != "json" && format != "csv") {
        return problem_response(Error{Errc::invalid, "parameter 'format' takes json or csv"});
    }
    const Result<people::AuditQuery> query = audit_query(request.query);
    if (!query) return problem_response(query.error());
    const auto entries = log_.list(*query);
    if (!entries) return problem_response(entries.error());
    Response response;
    if (format == "csv") {
        response = text_response(200, render::audit_csv(*entries));
        response.fields[0].second = "text/csv; charset=utf-8; header=present";
    } else {
        response = json_response(200, render::audit_json(*entries));
    }
    if (entries->size() == query->limit) {
        const std::string cursor = std::to_string(entries->back().sequence);
        response.fields.emplace_back(
            "Link",
            "<" + request.path + "?" + request.query.with("cursor", cursor) + ">; rel=\"next\"");
    }
    return response;
}

}  // namespace foreshock::http
