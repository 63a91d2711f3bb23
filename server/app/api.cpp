#include "server/app/api.hpp"

#include <iterator>

#include "server/http/health_route.hpp"
#include "server/http/openapi_route.hpp"

namespace foreshock::app {

Api::Api(ApiSources from, wire::ReportLimits limits, http::PageRoute page,
         http::MetricsRoute metrics)
    : incidents_(from.reader, from.commands, from.clock),
      handling_(from.reader, from.commands, from.clock),
      hosts_({from.reader, from.history, from.board, from.clock}),
      forecasts_(from.board),
      events_(from.reader, from.hub),
      reports_({from.agents, from.reports, from.clock, from.counters}, limits),
      metrics_(std::move(metrics)),
      page_(std::move(page)),
      board_(from.board) {}

std::vector<http::Route> Api::routes() {
    std::vector<http::Route> all;
    const auto add = [&](std::vector<http::Route> table) {
        std::move(table.begin(), table.end(), std::back_inserter(all));
    };
    add(reports_.routes());
    add(incidents_.routes());
    add(handling_.routes());
    add(hosts_.routes());
    add(forecasts_.routes());
    add(events_.routes());
    add(http::openapi_routes());
    add(metrics_.routes());
    add(http::health_routes(board_));
    add(page_.routes());
    return all;
}

}  // namespace foreshock::app
