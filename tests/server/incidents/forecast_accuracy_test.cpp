#include "server/incidents/forecast_accuracy.hpp"

#include <catch2/catch.hpp>

namespace foreshock::incidents {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const TimePoint now = from_unix_ms(1'790'000'000'000);

Host host(const std::string& name, int weeks) {
    Host host;
    host.id = host.name = name;
    host.first_seen = now - weeks * hours{24 * 7};
    return host;
}

ForecastOutcome outcome(ForecastVerdict verdict, int lead_minutes = 0, int days_ago = 1,
                        const std::string& on = "web-1") {
    return {"disk", on, verdict, minutes{lead_minutes}, now - days_ago * hours{24}};
}

TEST_CASE("forecast accuracy: nothing was forecast, nothing is said", "[incidents][forecast]") {
    CHECK(forecast_accuracy({}, {host("web-1", 4)}, now).empty());
    CHECK(forecast_accuracy({outcome(ForecastVerdict::pending)}, {}, now).empty());
}

TEST_CASE("forecast accuracy: what came true counts against what came to nothing",
          "[incidents][forecast]") {
    const auto all =
        forecast_accuracy({outcome(ForecastVerdict::hit, 10), outcome(ForecastVerdict::early, 30),
                           outcome(ForecastVerdict::late, 20), outcome(ForecastVerdict::never),
                           outcome(ForecastVerdict::prevented), outcome(ForecastVerdict::withdrawn),
                           outcome(ForecastVerdict::unannounced)},
                          {host("web-1", 4)}, now);
    REQUIRE(all.size() == 2);
    CHECK(all[0].host.empty());
    CHECK(all[0].precision == 0.75);
    CHECK(all[0].median_lead == minutes{20});
    CHECK(all[0].false_alarms_per_host_week == 0.25);
    CHECK(all[0].count(ForecastVerdict::unannounced) == 1);
    CHECK(all[1].host == "web-1");
    CHECK(all[1].precision == 0.75);
}

TEST_CASE("forecast accuracy: without a trial there is no precision", "[incidents][forecast]") {
    const auto all =
        forecast_accuracy({outcome(ForecastVerdict::prevented)}, {host("web-1", 4)}, now);
    REQUIRE(all.size() == 2);
    CHECK_FALSE(all[0].precision);
    CHECK_FALSE(all[0].median_lead);
}

TEST_CASE("forecast accuracy: false alarms are per week of all hosts, or of the one host",
          "[incidents][forecast]") {
    const auto all =
        forecast_accuracy({outcome(ForecastVerdict::never), outcome(ForecastVerdict::never)},
                          {host("web-1", 2), host("web-2", 6)}, now);
    CHECK(all.at(0).false_alarms_per_host_week == 2.0 / 8);
    CHECK(all.at(1).false_alarms_per_host_week == 2.0 / 2);
}

TEST_CASE("forecast accuracy: a host is watched for a week at least and the window at most",
          "[incidents][forecast]") {
    const auto fresh =
        forecast_accuracy({outcome(ForecastVerdict::never)}, {host("web-1", 0)}, now);
    CHECK(fresh.at(1).false_alarms_per_host_week == 1);
    const auto old =
        forecast_accuracy({outcome(ForecastVerdict::never)}, {host("web-1", 500)}, now);
    CHECK(old.at(1).false_alarms_per_host_week == Approx(7.0 / 90));
    const auto gone = forecast_accuracy({outcome(ForecastVerdict::never)}, {}, now);
    CHECK(gone.at(1).false_alarms_per_host_week == 1);
}

TEST_CASE("forecast accuracy: what is older than the window is forgotten",
          "[incidents][forecast]") {
    const auto all = forecast_accuracy(
        {outcome(ForecastVerdict::never, 0, 91), outcome(ForecastVerdict::hit, 5, 90)},
        {host("web-1", 20)}, now);
    CHECK(all.at(0).precision == 1.0);
    CHECK(all.at(0).count(ForecastVerdict::never) == 0);
}

TEST_CASE("forecast accuracy: kinds and hosts come by name, all hosts first",
          "[incidents][forecast]") {
    ForecastOutcome other = outcome(ForecastVerdict::hit, 1);
    other.kind = "cpu";
    const auto all = forecast_accuracy({outcome(ForecastVerdict::hit, 1, 1, "web-2"),
                                        outcome(ForecastVerdict::hit, 1, 1, "web-1"), other},
                                       {}, now);
    std::string order;
    for (const auto& one : all)
        order += one.kind + "/" + one.host + " ";
    CHECK(order == "cpu/ cpu/web-1 disk/ disk/web-1 disk/web-2 ");
}

}  // namespace
}  // namespace foreshock::incidents
