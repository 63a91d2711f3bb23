#include "server/http/metrics_route.hpp"

#include <set>
#include <sstream>

#include "api_fixture.hpp"

#include "server/http/prometheus_text.hpp"

namespace foreshock::http {
namespace {

struct Fixture {
    StatusBoard board;
    RequestCounters requests;
    ServerCounters counters;
    EventHub hub;
    test::ManualClock clock;
    MetricsRoute route{{board, requests, counters, hub, clock,
                        [] {
                            Gauges gauges{1.5, 4096};
                            gauges.connections_open = 7;
                            gauges.connections_refused = 9;
                            gauges.channels = {{"mail", 5, 1, 2, 0, 3}};
                            return gauges;
                        },
                        "0.1.0"}};
};

TEST_CASE("metrics: each family is announced once, its values below it", "[http][metrics]") {
    Fixture f;
    f.requests.count("/metrics", 200);
    std::istringstream lines{f.route.render()};
    std::set<std::string> announced;
    std::string family;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("# HELP ")) {
            family = line.substr(7, line.find(' ', 7) - 7);
            CHECK(announced.insert(family).second);
        } else if (!line.starts_with('#')) {
            CHECK(line.substr(0, line.find_first_of("{ ")) == family);
        }
    }
    CHECK(announced.size() > 20);
}

TEST_CASE("metrics: counters, gauges and what is left of time are shown", "[http][metrics]") {
    Fixture f;
    f.counters.count(ReportOutcome::acked);
    f.counters.samples = 3000;
    f.counters.alerts_refused = 4;
    f.counters.mails_let_go = 6;
    Status status;
    status.store_writable = false;
    status.incidents[{"new", 2}] = 3;
    status.hosts[incidents::Presence::lost] = 1;
    status.etas = {{42, "web-1", "filesystem /var", "filesystem.space.exhaustion",
                    f.clock.now() + std::chrono::seconds{90}}};
    f.board.write(status);
    const std::string text = f.route.render();
    for (const char* line : {
             "foreshock_reports_total{outcome=\"acked\"} 1\n",
             "foreshock_samples_total 3000\n",
             "foreshock_alerts_refused_total 4\n",
             "foreshock_http_connections 7\n",
             "foreshock_http_connections_refused_total 9\n",
             "foreshock_mails_let_go_total 6\n",
             "foreshock_notifications_total{channel=\"mail\",outcome=\"delivered\"} 5\n",
             "foreshock_notifications_total{channel=\"mail\",outcome=\"void\"} 3\n",
             "foreshock_incidents{state=\"new\",priority=\"P2\"} 3\n",
             "foreshock_symptom_eta_seconds{number=\"42\",host=\"web-1\",component=\"filesystem "
             "/var\",kind=\"filesystem.space.exhaustion\"} 90\n",
             "foreshock_hosts{presence=\"lost\"} 1\n",
             "foreshock_hosts{presence=\"present\"} 0\n",
             "foreshock_store_writable 0\n",
             "foreshock_build_info{version=\"0.1.0\"} 1\n",
             "process_cpu_seconds_total 1.5\n",
         }) {
        CHECK_THAT(text, Catch::Contains(line));
    }
    CHECK(text.ends_with('\n'));
}

TEST_CASE("metrics: label values are escaped", "[http][metrics]") {
    PrometheusText out;
    out.family("f", "gauge", "F.");
    out.value(1, {{"l", "a\"b\\c\nd"}});
    CHECK(std::move(out).take() == "# HELP f F.\n# TYPE f gauge\nf{l=\"a\\\"b\\\\c\\nd\"} 1\n");
}

TEST_CASE("metrics: are served as text 0.0.4", "[http][metrics]") {
    Fixture f;
    const Front front{{}, f.route.routes(), f.requests};
    const Response response = ask(front, get("/metrics"));
    CHECK(response.field("Content-Type") == "text/plain; version=0.0.4; charset=utf-8");
}

TEST_CASE("metrics: the record of forecasts is there per kind, over all hosts",
          "[http][metrics][forecast]") {
    Fixture f;
    Status status;
    status.forecasts_scored[{"disk", ForecastVerdict::hit}] = 3;
    status.forecasts_open.resize(2);
    std::vector<incidents::ForecastAccuracy> accuracy(2);
    accuracy[0].kind = accuracy[1].kind = "disk";
    accuracy[1].host = "web-1";
    accuracy[0].precision = 0.75;
    accuracy[0].median_lead = std::chrono::minutes{12};
    accuracy[0].false_alarms_per_host_week = 0.25;
    status.forecast_accuracy =
        std::make_shared<const std::vector<incidents::ForecastAccuracy>>(accuracy);
    f.board.write(status);
    const std::string text = f.route.render();
    for (const char* line : {
             "foreshock_forecast_scored_total{kind=\"disk\",verdict=\"hit\"} 3\n",
             "foreshock_forecasts_open 2\n",
             "foreshock_forecast_precision_ratio{kind=\"disk\"} 0.75\n",
             "foreshock_forecast_lead_seconds{kind=\"disk\",quantile=\"0.5\"} 720\n",
             "foreshock_forecast_false_alarms_per_host_week{kind=\"disk\"} 0.25\n",
         }) {
        CAPTURE(line);
        CHECK(text.find(line) != std::string::npos);
    }
}

}  // namespace
}  // namespace foreshock::http
