#include <catch2/catch.hpp>

#include "server/statistics/summary.hpp"
#include "tests/support/care_drive.hpp"

// The lines of the process that the desk around the engine carries, in virtual time.

namespace foreshock::oncall::test {
namespace {

using Called = std::vector<std::string>;
using incidents::Transfer;
using statistics::figures_of;
using statistics::IncidentFigures;

/// The desk, and users who tell it things.
struct HelpDesk : CareDrive {
    int told = 0;

    using CareDrive::CareDrive;

    std::string hear(const std::string& words, const std::string& category = "") {
        incidents::IncidentReport report;
        report.id = "rep-" + std::to_string(++told);
        report.received_at = now;
        report.reporter = "nok";
        report.contact = "nok" + std::to_string(told) + "@example.org";
        report.channel = "form";
        report.category = category;
        report.words = words;
        const auto changes = give(incidents::ReportArrived{now, report}).value();
        REQUIRE(changes.incidents.size() == 1);
        return changes.incidents.front().id;
    }

    [[nodiscard]] const incidents::Care& care(const std::string& id) const {
        return incident(id).handling.care;
    }

    IncidentFigures resolve(const std::string& id) {
        give(incidents::ResolveAsked{now, id, "ann", "done", ""}).value();
        return figures_of(incident(id));
    }
};

/// Nobody is called before a clock says so.
CareWorld without_policies() {
    CareWorld world;
    world.settings.policies.clear();
    return world;
}

RouteRule route(const std::string& category, const std::string& team) {
    RouteRule rule;
    rule.name = category;
    rule.categories = {category};
    rule.team = team;
    return rule;
}

}  // namespace

TEST_CASE("S2: at any hour somebody is called until one takes it, and the times are measured",
          "[oncall][S2]") {
    for (int hour = 0; hour < 7 * 24; hour += 7) {
        CAPTURE(hour);
        HelpDesk desk;
        desk.wait(hours{hour}, minutes{30});
        Words broken = calm();
        broken.phase = Phase::occurring;
        broken.onset = desk.now - incidents::test::start;
        const std::string id = desk.say(broken);
        desk.wait(minutes{11});
        CHECK(desk.called() == Called{"ann by push", "bo by mail"});
        desk.acknowledge(id, "bo", "I restart it");
        desk.say(broken, SymptomStatus::cleared);
        desk.wait(minutes{2});
        REQUIRE(desk.incident(id).state == IncidentState::resolved);
        const IncidentFigures figures = figures_of(desk.incident(id));
        CHECK(figures.detect == minutes{2});
        CHECK(figures.acknowledge == minutes{11});
        CHECK(figures.resolve == minutes{13});
    }
}

TEST_CASE("S3: a symptom alone calls people before the disruption, and what they prevent counts",
          "[oncall][S3]") {
    const auto ended = [](bool comes_true) {
        HelpDesk desk;
        Words sign;
        const std::string id = desk.say(sign);
        desk.wait(minutes{1});
        CHECK(desk.called() == Called{"ann by push"});
        CHECK(desk.incident(id).phase == Phase::impending);
        CHECK(desk.incident(id).forecast->expected > desk.now + minutes{50});
        CHECK(desk.incident(id).forecast->confidence == 0.9);
        desk.acknowledge(id, "ann", "I make room");
        desk.wait(minutes{5});
        if (comes_true) {
            sign.phase = Phase::occurring;
            desk.say(sign, SymptomStatus::updated);
        }
        desk.say(sign, SymptomStatus::cleared);
        desk.wait(minutes{3});
        REQUIRE(desk.incident(id).state == IncidentState::resolved);
        return figures_of(desk.incident(id));
    };
    const IncidentFigures prevented = ended(false);
    const IncidentFigures came = ended(true);
    const statistics::Summary summary = statistics::summarise({&prevented, &came});
    CHECK(summary.prevented == 1);
    CHECK(summary.recovered == 1);
    CHECK(came.lead > minutes{5});
}

TEST_CASE("S6: the category comes first, and by it the team", "[oncall][S6]") {
    CareWorld world;
    world.settings.routes = {route("storage/space", "storage"), route("network", "experts")};
    HelpDesk desk{std::move(world)};
    const Symptom symptom = incidents::test::make_symptom(calm(), SymptomStatus::raised, desk.now);
    const auto opened = desk.give(incidents::SymptomArrived{desk.now, symptom, false}).value();
    const Incident first = opened.incidents.at(0);
    CHECK(first.category == "storage");
    CHECK_FALSE(first.category_reasons.empty());
    CHECK(first.handling.care.assignment.team.empty());
    const std::string network = desk.hear("nothing in the warehouse is online", "network");
    const std::string unclear = desk.hear("please look at my desk");
    desk.wait(minutes{1});
    CHECK(desk.care(first.id).assignment.team == "storage");
    CHECK(desk.care(network).assignment.team == "experts");
    CHECK(desk.care(unclear).assignment.team == "desk");
    CHECK(desk.incident(unclear).category == "uncategorised");
    const auto groups = statistics::grouped({desk.resolve(network), desk.resolve(unclear)},
                                            statistics::Grouping::category);
    REQUIRE(groups.size() == 2);
    CHECK(groups[1].key == "uncategorised");
}

TEST_CASE("S25: what the first line cannot solve goes up, with the words and the promise it has",
          "[oncall][S25]") {
    CareWorld world;
    world.settings.tiers[1].escalate_after = hours{2};
    HelpDesk desk{std::move(world)};
    const std::string id = desk.hear("the ledger shows wrong sums");
    desk.wait(minutes{1});
    desk.acknowledge(id, "ann", "I look at it");
    const auto due = desk.care(id).clocks.resolution.due_at;
    REQUIRE(due);
    REQUIRE(desk.ask(
        id, Transfer{Transfer::Kind::escalate, "skill", "nobody here knows it", {}, "", ""}));
    CHECK(desk.last(EventKind::escalated).text == "nobody here knows it");
    desk.wait(minutes{1});
    CHECK(desk.called().back() == "cy by mail");
    desk.acknowledge(id, "cy", "I compare the books");
    desk.wait(hours{2}, minutes{1});
    CHECK(desk.care(id).assignment.tier == Tier::l3);
    CHECK(desk.last(EventKind::escalated).reason.code == "time_in_tier");
    CHECK(desk.called().back() == "eve by phone");
    desk.acknowledge(id, "eve", "a rounding error");
    CHECK(desk.care(id).clocks.resolution.due_at == due);
    const IncidentFigures figures = desk.resolve(id);
    for (const Duration in_tier : figures.spent.in_tier)
        CHECK(in_tier >= minutes{1} - seconds{10});
}

TEST_CASE("S29: a user's ticket is answered by a person within one to three hours",
          "[oncall][S29]") {
    HelpDesk desk{without_policies()};
    for (const Duration promised : desk.world.settings.clocks.response)
        CHECK(promised <= hours{3});
    const std::string id = desk.hear("the ledger shows wrong sums");
    desk.wait(minutes{1});
    const auto& response = desk.care(id).clocks.response;
    CHECK(response.promised >= hours{1});
    CHECK(response.due_at == desk.incident(id).opened_at + response.promised);
    desk.give(incidents::NoteAdded{desk.now, id, "channel mail", "we have your mail"}).value();
    desk.wait(hours{2}, minutes{1});
    CHECK(state_of(desk.care(id).clocks.response) != incidents::ClockState::met);
    REQUIRE(desk.ask(id, incidents::AnswerReporter{"We compare the books", "rep-1"}));
    desk.wait(hours{2}, minutes{1});
    CHECK(state_of(desk.care(id).clocks.response) == incidents::ClockState::met);
    CHECK(desk.count(EventKind::clock_breached) == 0);
    const IncidentFigures figures = desk.resolve(id);
    CHECK(statistics::summarise({&figures}).answered_in_3_hours.kept == 1);
}

TEST_CASE("S30: how long solutions take, and those that users confirm, is held against 24 hours",
          "[oncall][S30]") {
    HelpDesk desk{without_policies()};
    const std::string quick = desk.hear("the printer on the second floor is jammed");
    const std::string slow = desk.hear("ledger sums are wrong");
    const std::string late = desk.hear("my badge opens no door");
    REQUIRE(desk.engine.open_count() == 3);
    desk.wait(hours{2}, minutes{10});
    const IncidentFigures first = desk.resolve(quick);
    desk.wait(hours{20}, minutes{10});
    const IncidentFigures second = desk.resolve(slow);
    desk.wait(hours{8}, minutes{10});
    const IncidentFigures third = desk.resolve(late);
    CHECK(desk.last(EventKind::clock_breached).incident_id == late);
    statistics::Summary summary = statistics::summarise({&first, &second, &third});
    CHECK(summary.resolve.mean == hours{18});
    CHECK(summary.resolve.p50 == hours{22});
    CHECK(summary.resolve.p95 == hours{30});
    CHECK(summary.resolved_in_24_hours.kept == 2);
    CHECK(summary.resolved_in_24_hours.broken == 1);
    CHECK(summary.resolve_confirmed.count == 0);
    const auto closed =
        desk.ask(slow, incidents::ReporterConfirms{"rep-2", 5, ""}, "nok").value().incidents;
    const IncidentFigures confirmed = figures_of(closed.at(0));
    summary = statistics::summarise({&first, &confirmed, &third});
    CHECK(summary.resolve_confirmed.count == 1);
    CHECK(summary.resolve_confirmed.mean == hours{22});
}

}  // namespace foreshock::oncall::test
