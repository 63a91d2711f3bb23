#include "server/http/status_page_route.hpp"

#include "server/http/problem.hpp"
#include "server/http/public_page.hpp"
#include "server/render/status_page.hpp"

namespace foreshock::http {
namespace {

constexpr std::size_t incidents_per_read = 500;

Response feed_response(std::string_view type, std::string body) {
    Response response;
    response.fields = {{"Content-Type", std::string{type} + "; charset=utf-8"},
                       {"Cache-Control", "public, max-age=30"}};
    response.body = std::move(body);
    return response;
}

}  // namespace

std::vector<Route> StatusPageRoute::routes() {
    if (!settings_.enabled) return {};
    const std::string& title = settings_.title;
    const std::string& base = settings_.base_url;
    std::vector<Route> table;
    table.push_back(route("/status", [&title](const auto& page, std::string_view language) {
        return public_page(200, render::status_html(page, title, language), render::status_style());
    }));
    table.push_back(route("/status.json", [&title](const auto& page, std::string_view) {
        return json_response(200, render::status_json(page, title));
    }));
    table.push_back(route("/status.rss", [&](const auto& page, std::string_view language) {
        return feed_response("application/rss+xml",
                             render::status_rss(page, title, base, language));
    }));
    table.push_back(route("/status.atom", [&](const auto& page, std::string_view language) {
        return feed_response("application/atom+xml",
                             render::status_atom(page, title, base, language));
    }));
    return table;
}

Route StatusPageRoute::route(std::string_view pattern, Draw draw) {
    Route made{"GET", pattern, Audience::anyone};
    made.parameters = {"lang"};
    made.handler =
        at_once([this, draw = std::move(draw)](const Request& request, const PathArguments&) {
            const auto made_page = page();
            if (!made_page) return problem_response(made_page.error());
            return draw(**made_page, page_language(request));
        });
    return made;
}

// The lock is held while it is made: of many who ask at once, one reads the store.
Result<std::shared_ptr<const reports::StatusPage>> StatusPageRoute::page() {
    const TimePoint now = from_.clock.now();
    const std::lock_guard lock{mutex_};
    const auto status = from_.board.read();
    const bool is_true = page_ && status->incidents_gone == incidents_gone_;
    if (is_true && now >= page_->at && now - page_->at < fresh_for) return page_;
    const auto incidents = incidents_since(now - std::chrono::hours{24 * reports::history_days});
    if (!incidents) return fail(incidents.error());
    const auto windows = from_.suppression.windows();
    if (!windows) return fail(windows.error());
    incidents_gone_ = status->incidents_gone;
    page_ = std::make_shared<const reports::StatusPage>(
        reports::make_status_page({*status->services, *incidents, *windows, now}));
    return page_;
}

// Open ones come first, so that the bound never hides one of them while others are shown.
Result<std::vector<incidents::Incident>> StatusPageRoute::incidents_since(TimePoint since) const {
    std::vector<incidents::Incident> found;
    incidents::IncidentQuery query;
    query.limit = incidents_per_read;
    do {
        Result<incidents::IncidentPage> read = from_.reader.list(query);
        if (!read) return fail(std::move(read).error());
        for (incidents::Incident& one : read->incidents) {
            const bool is_of_the_time = one.is_open() || one.resolved_at.value_or(since) >= since;
            if (is_of_the_time) found.push_back(std::move(one));
        }
        query.cursor = read->next_cursor;
    } while (!query.cursor.empty() && found.size() < incidents_max);
    return found;
}

}  // namespace foreshock::http
