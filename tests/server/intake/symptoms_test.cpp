#include "server/intake/symptoms.hpp"

#include <catch2/catch.hpp>

#include "tests/support/reports.hpp"

namespace foreshock::intake {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const TimePoint now = from_unix_ms(1'790'000'000'000);

TEST_CASE("symptoms: arrive in order with the server's time and the replay mark", "[intake]") {
    wire::Report report = test::small_report(1, now - seconds{1});
    report.symptoms = {test::disk_symptom("a", now - seconds{2}),
                       test::disk_symptom("b", now - seconds{1})};
    report.replay = true;
    const auto arrived = arrived_symptoms(report, now);
    REQUIRE(arrived.size() == 2);
    CHECK(arrived[0].at == now);
    CHECK(arrived[0].symptom.id == "a");
    CHECK(arrived[1].symptom.onset == now - seconds{1});
    CHECK(arrived[1].replay);
}

TEST_CASE("symptoms: an agent speaks of its own host only", "[intake]") {
    wire::Report report = test::small_report(1, now);
    report.symptoms = {test::disk_symptom("a", now)};
    report.symptoms[0].subject.host = "db-1";
    CHECK(arrived_symptoms(report, now)[0].symptom.subject.host == "web-1");
}

TEST_CASE("symptoms: a clock that is ahead is put right, the forecast with it", "[intake]") {
    const TimePoint agents_now = now + hours{1};
    wire::Report report = test::small_report(1, agents_now);
    report.symptoms = {test::disk_symptom("a", agents_now - seconds{5})};
    const Symptom symptom = arrived_symptoms(report, now)[0].symptom;
    CHECK(symptom.onset == now - seconds{5});
    CHECK(symptom.first_sign == now - seconds{35});
    CHECK(symptom.forecast->expected == now - seconds{5} + minutes{10});
}

TEST_CASE("symptoms: a clock ahead by no more than the bound is left alone", "[intake]") {
    const TimePoint agents_now = now + clock_ahead_max;
    wire::Report report = test::small_report(1, agents_now);
    report.symptoms = {test::disk_symptom("a", agents_now)};
    wire::Report later = report;
    CHECK(arrived_symptoms(report, now)[0].symptom.onset == agents_now);
    CHECK(report.symptoms.empty());
    later.sent_at += Duration{1};
    CHECK(arrived_symptoms(later, now)[0].symptom.onset == now - Duration{1});
}

TEST_CASE("symptoms: a slow clock or a late report is not corrected", "[intake]") {
    wire::Report report = test::small_report(1, now - hours{2});
    report.symptoms = {test::disk_symptom("a", now - hours{2})};
    CHECK(arrived_symptoms(report, now)[0].symptom.onset == now - hours{2});
}

TEST_CASE("symptoms: nothing was observed in the future", "[intake]") {
    wire::Report report = test::small_report(1, now);
    report.symptoms = {test::disk_symptom("a", now + hours{9})};
    const Symptom symptom = arrived_symptoms(report, now)[0].symptom;
    CHECK(symptom.observed_at == now + clock_ahead_max);
    CHECK(symptom.first_sign <= symptom.onset);
    CHECK(symptom.onset <= symptom.observed_at);
}

TEST_CASE("identity: the report's agent must be the token's", "[intake]") {
    const wire::Report report = test::small_report(1, now);
    CHECK(check_identity(report, "web-1"));
    const Result<void> checked = check_identity(report, "web-2");
    REQUIRE_FALSE(checked);
    CHECK(checked.error().code == Errc::refused);
}

TEST_CASE("identity: a report without run or sequence is invalid", "[intake]") {
    wire::Report report = test::small_report(0, now);
    CHECK(check_identity(report, "web-1").error().code == Errc::invalid);
    report.sequence = 1;
    report.run_id.clear();
    CHECK(check_identity(report, "web-1").error().code == Errc::invalid);
}

}  // namespace
}  // namespace foreshock::intake
