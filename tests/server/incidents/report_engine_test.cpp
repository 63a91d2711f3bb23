#include <catch2/catch.hpp>

#include "server/incidents/engine.hpp"
#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

/// The engine, and users who tell it things.
struct HelpDesk {
    Drive drive;
    int told = 0;

    explicit HelpDesk(Settings settings = {}) : drive(settings) {}

    IncidentReport report(const std::string& words, const std::string& host = "") {
        IncidentReport report;
        report.id = "rep-" + std::to_string(++told);
        report.received_at = drive.now;
        report.reporter = "nok";
        report.contact = "nok" + std::to_string(told) + "@example.org";
        report.channel = "form";
        report.host = host;
        report.words = words;
        return report;
    }

    Result<Changes> hear(IncidentReport report) {
        return keep(drive.engine.apply(ReportArrived{drive.now, std::move(report)}));
    }

    const Incident& only(const Result<Changes>& changes) {
        REQUIRE(changes);
        REQUIRE(changes->incidents.size() == 1);
        return *drive.engine.find(changes->incidents.front().id);
    }

    template <class What>
    Result<Changes> step(const std::string& id, What what, const std::string& actor = "nok") {
        return keep(drive.engine.apply(PersonStep{drive.now, id, actor, std::move(what)}));
    }

    Result<Changes> keep(Result<Changes> changes) {
        if (!changes) return changes;
        auto& said = drive.announcements;
        said.insert(said.end(), changes->announcements.begin(), changes->announcements.end());
        drive.events.insert(drive.events.end(), changes->events.begin(), changes->events.end());
        return changes;
    }

    [[nodiscard]] bool has_event(EventKind kind, const std::string& code) const {
        return std::any_of(drive.events.begin(), drive.events.end(), [&](const Event& event) {
            return event.kind == kind && event.reason.code == code;
        });
    }
};

std::vector<std::string> codes(const std::vector<Reason>& reasons) {
    std::vector<std::string> codes;
    for (const Reason& reason : reasons)
        codes.push_back(reason.code);
    return codes;
}

Service shop_service() {
    Service shop;
    shop.name = "shop";
    shop.title = "The shop";
    shop.hosts = {"web-*"};
    shop.weight = 4;
    shop.users = 5000;
    return shop;
}

void give_services(HelpDesk& desk) {
    ServiceHost web;
    web.name = "web-1";
    auto map = std::make_shared<const ServiceMap>(std::vector<Service>{shop_service()},
                                                  std::vector<ServiceHost>{web});
    desk.drive.give(ServicesChanged{desk.drive.now, map});
}

}  // namespace

TEST_CASE("a report: is a reason for an incident of its own, open until a person says otherwise",
          "[incidents][reports][S4]") {
    HelpDesk desk;
    const Incident& opened = desk.only(desk.hear(desk.report("the printer is jammed\nfloor 2")));
    CHECK(opened.reporting.began_it);
    CHECK(opened.title == "the printer is jammed");
    CHECK(opened.phase == Phase::occurring);
    CHECK(opened.category == "uncategorised");
    CHECK(opened.reporting.reports.size() == 1);
    CHECK(desk.has_event(EventKind::opened, "user_report"));
    CHECK(codes(opened.priority.reasons) ==
          std::vector<std::string>{"impact.reported", "urgency.reported", "matrix"});
    const std::string id = opened.id;
    desk.drive.wait(hours{30});
    CHECK(desk.drive.incident(id).is_open());
    REQUIRE(desk.drive.announcements.size() == 1);
    CHECK(desk.drive.announcements[0].transition == Transition::opened);
}

TEST_CASE("a report: told again changes nothing", "[incidents][reports]") {
    HelpDesk desk;
    const IncidentReport report = desk.report("mail does not go out");
    REQUIRE(desk.hear(report));
    const auto again = desk.hear(report);
    REQUIRE(again);
    CHECK(again->empty());
    CHECK(desk.drive.engine.open_count() == 1);
}

TEST_CASE("a report: without id or words it is refused", "[incidents][reports]") {
    HelpDesk desk;
    IncidentReport report = desk.report("x");
    report.id.clear();
    CHECK(desk.hear(report).error().code == Errc::invalid);
    CHECK(desk.hear(desk.report("")).error().code == Errc::invalid);
}

TEST_CASE("reports: several of one trouble make one incident, of another trouble another",
          "[incidents][reports]") {
    HelpDesk desk;
    REQUIRE(desk.hear(desk.report("I cannot print on the second floor, paper jam")));
    desk.drive.wait(minutes{3});
    const Incident& joined =
        desk.only(desk.hear(desk.report("cannot print on second floor: a paper jam")));
    CHECK(joined.reporting.reports.size() == 2);
    CHECK(desk.has_event(EventKind::report_joined, "like_another_report"));
    REQUIRE(desk.hear(desk.report("the wireless network in the warehouse is gone")));
    CHECK(desk.drive.engine.open_count() == 2);
}

TEST_CASE("reports: Thai words are compared without blanks", "[incidents][reports]") {
    HelpDesk desk;
    REQUIRE(desk.hear(desk.report("เครื่องพิมพ์ชั้นสองกระดาษติดพิมพ์ไม่ได้")));
    REQUIRE(desk.hear(desk.report("พิมพ์ไม่ได้เครื่องพิมพ์ชั้นสองกระดาษติด")));
    CHECK(desk.drive.engine.open_count() == 1);
}

TEST_CASE("a report: joins what explains it by service, and the service makes it grave",
          "[incidents][reports][S18]") {
    HelpDesk desk;
    give_services(desk);
    const Incident& opened = desk.only(desk.hear(desk.report("The shop shows an error")));
    CHECK(opened.reporting.reports[0].service == "shop");
    CHECK(opened.priority.impact == 1);
    const std::string id = opened.id;
    IncidentReport other = desk.report("cannot pay");
    other.service = "shop";
    const Incident& joined = desk.only(desk.hear(other));
    CHECK(joined.id == id);
    CHECK(codes(joined.reporting.reports[1].joined_because)[0] == "same_service");
}

TEST_CASE("a symptom: joins what users told of before any detector", "[incidents][reports][S4]") {
    HelpDesk desk;
    const std::string id = desk.only(desk.hear(desk.report("web-1 does not answer", "web-1"))).id;
    desk.drive.wait(minutes{1});
    Words fault;
    fault.phase = Phase::occurring;
    const auto& joined = Drive::only(desk.drive.say(fault));
    CHECK(joined.id == id);
    CHECK(joined.symptoms.size() == 1);
    desk.drive.clear(fault);
    desk.drive.wait(minutes{3});
    CHECK(desk.drive.incident(id).state == IncidentState::resolved);
}

TEST_CASE("a report: many people make it one graver", "[incidents][reports]") {
    Settings settings;
    settings.priority.reporters_many = 3;
    HelpDesk desk{settings};
    const std::string id = desk.only(desk.hear(desk.report("web-1 is down", "web-1"))).id;
    REQUIRE(desk.hear(desk.report("web-1 is down!", "web-1")));
    CHECK(desk.drive.incident(id).priority.impact == 3);
    REQUIRE(desk.hear(desk.report("web-1 down", "web-1")));
    CHECK(desk.drive.incident(id).priority.impact == 2);
    CHECK(desk.drive.engine.open_count() == 1);
}

TEST_CASE("a person: says which incident a report belongs to", "[incidents][reports]") {
    HelpDesk desk;
    const std::string id = desk.only(desk.hear(desk.report("mail is late"))).id;
    ReportArrived word{desk.drive.now, desk.report("the invoice program hangs")};
    word.joins = id;
    word.actor = "mali";
    REQUIRE(desk.drive.engine.apply(word));
    CHECK(desk.drive.incident(id).reporting.reports.size() == 2);
    word.report.id = "rep-77";
    word.joins = "inc-unknown";
    CHECK(desk.drive.engine.apply(word).error().code == Errc::not_found);
}

TEST_CASE("the desk: its first answer stops the clock, and needs words and a report",
          "[incidents][reports][S23]") {
    HelpDesk desk;
    const std::string id = desk.only(desk.hear(desk.report("mail is late"))).id;
    CHECK(desk.step(id, AnswerReporter{""}).error().code == Errc::invalid);
    CHECK(desk.step(id, AnswerReporter{"hello", "rep-99"}).error().code == Errc::not_found);
    CHECK_FALSE(desk.drive.incident(id).reporting.first_answered_at);
    desk.drive.wait(minutes{4});
    REQUIRE(desk.step(id, AnswerReporter{"we look at it"}, "mali"));
    CHECK(desk.drive.incident(id).reporting.first_answered_at == desk.drive.now);
    CHECK(desk.has_event(EventKind::answered, "first_answer"));
    desk.drive.wait(minutes{4});
    REQUIRE(desk.step(id, AnswerReporter{"a part is ordered", "rep-1"}, "mali"));
    CHECK(desk.drive.incident(id).reporting.first_answered_at == desk.drive.now - minutes{4});
    REQUIRE(desk.step(id, HearReporter{"rep-1", "thank you"}));
    CHECK(desk.has_event(EventKind::reporter_said, "message"));
}

TEST_CASE("resolved: reporters are asked, and their word closes it", "[incidents][reports][S28]") {
    HelpDesk desk;
    const std::string id = desk.only(desk.hear(desk.report("web-1 is slow", "web-1"))).id;
    REQUIRE(desk.hear(desk.report("web-1 is very slow", "web-1")));
    CHECK(desk.step(id, ReporterConfirms{"rep-1"}).error().code == Errc::conflict);
    desk.drive.give(ResolveAsked{desk.drive.now, id, "mali", "a cable was loose"});
    CHECK(desk.drive.incident(id).reporting.reports[0].confirmation == Confirmation::asked);
    CHECK(desk.step(id, ReporterConfirms{"rep-1", 6}).error().code == Errc::invalid);
    REQUIRE(desk.step(id, ReporterConfirms{"rep-1", 4}));
    CHECK(desk.drive.incident(id).state == IncidentState::resolved);
    REQUIRE(desk.step(id, ReporterConfirms{"rep-1", 4}));
    const auto last = desk.step(id, ReporterConfirms{"rep-2"});
    REQUIRE(last);
    const Incident& closed = last->incidents.at(0);
    CHECK(closed.state == IncidentState::closed);
    CHECK(closed.reporting.reports[0].satisfaction == 4);
    CHECK(closed.reporting.closure->code == "recovered_by_itself");
    CHECK(desk.has_event(EventKind::closed, "confirmed_by_reporter"));
}

TEST_CASE("resolved: silence is consent after its time", "[incidents][reports][S28]") {
    HelpDesk desk;
    const std::string id = desk.only(desk.hear(desk.report("web-1 is slow", "web-1"))).id;
    desk.drive.give(ResolveAsked{desk.drive.now, id, "mali", "a cable was loose"});
    desk.drive.wait(hours{24});
    CHECK(desk.drive.engine.find(id) == nullptr);
    CHECK(desk.has_event(EventKind::closed, "silent_consent"));
}

TEST_CASE("not fixed: the same incident is open again until a person resolves it",
          "[incidents][reports][S28]") {
    HelpDesk desk;
    const std::string id = desk.only(desk.hear(desk.report("web-1 is slow", "web-1"))).id;
    CHECK(desk.step(id, ReporterRejects{"rep-1", "no"}).error().code == Errc::conflict);
    desk.drive.give(ResolveAsked{desk.drive.now, id, "mali", "restarted"});
    REQUIRE(desk.step(id, ReporterRejects{"rep-1", "still slow"}));
    const Incident& open = desk.drive.incident(id);
    CHECK(open.is_open());
    CHECK(open.handling.held_open_by == "nok");
    CHECK(open.times_reopened == 1);
    CHECK(open.reporting.reports[0].confirmation == Confirmation::not_fixed);
    CHECK(desk.has_event(EventKind::not_fixed, "reporter"));
    desk.drive.wait(hours{30});
    CHECK(desk.drive.incident(id).is_open());
}

TEST_CASE("merged: the reports come along", "[incidents][reports]") {
    HelpDesk desk;
    const std::string one = desk.only(desk.hear(desk.report("printer jam"))).id;
    const std::string two = desk.only(desk.hear(desk.report("the lift is stuck"))).id;
    desk.drive.give(MergeAsked{desk.drive.now, one, {two}, "mali", "one power cut"});
    CHECK(desk.drive.incident(one).reporting.reports.size() == 2);
    CHECK(desk.drive.engine.find_by_report("rep-2")->id == one);
    desk.drive.wait(hours{2});
    CHECK(desk.drive.incident(one).is_open());
}

TEST_CASE("the record: answers to questions and how it ended", "[incidents][reports][S24]") {
    HelpDesk desk;
    const std::string id = desk.only(desk.hear(desk.report("printer jam"))).id;
    CHECK(desk.step(id, NoteAnswer{"", "x"}).error().code == Errc::invalid);
    REQUIRE(desk.step(id, NoteAnswer{"Since when?", "monday"}));
    REQUIRE(desk.step(id, NoteAnswer{"Since when?", "tuesday"}));
    REQUIRE(desk.drive.incident(id).reporting.answers.size() == 1);
    CHECK(desk.drive.incident(id).reporting.answers[0].answer == "tuesday");
    CHECK(desk.step(id, RecordClosure{"magic", "", ""}).error().code == Errc::invalid);
    REQUIRE(desk.step(id, RecordClosure{"fixed", "worn roller", "roller replaced"}));
    CHECK(desk.drive.incident(id).reporting.closure->fix == "roller replaced");
    for (std::size_t i = 1; i < Reporting::answers_max; ++i)
        REQUIRE(desk.step(id, NoteAnswer{"q" + std::to_string(i), "a"}));
    CHECK(desk.step(id, NoteAnswer{"one more", "a"}).error().code == Errc::invalid);
}

TEST_CASE("the work log: keeps what was done and its outcome, until the incident is closed",
          "[incidents][reports][S20]") {
    HelpDesk desk;
    const std::string id = desk.only(desk.hear(desk.report("printer jam"))).id;
    CHECK(desk.step(id, RecordStep{"guessed", "x"}).error().code == Errc::invalid);
    CHECK(desk.step(id, RecordStep{"checked", ""}).error().code == Errc::invalid);
    const auto changes =
        desk.step(id, RecordStep{"checked", "looked into the printer", "it is worn"});
    REQUIRE(changes);
    REQUIRE(changes->events.size() == 1);
    const Event& event = changes->events[0];
    CHECK(event.kind == EventKind::step_taken);
    CHECK(event.reason == Reason{"checked", "it is worn"});
    CHECK(event.text == "looked into the printer");
    REQUIRE(desk.step(id, RecordStep{"changed", "another roller"}));
    REQUIRE(desk.step(id, RecordClosure{"fixed", "worn roller", "roller replaced"}));
    desk.drive.give(ResolveAsked{desk.drive.now, id, "mali", "works again"});
    REQUIRE(desk.step(id, ConfirmClosed{"fixed"}));
    CHECK_FALSE(desk.step(id, RecordStep{"checked", "once more"}));
}

TEST_CASE("reports: beyond the bound of an incident they are counted", "[incidents][reports]") {
    HelpDesk desk;
    const std::string id = desk.only(desk.hear(desk.report("web-1 is slow", "web-1"))).id;
    for (std::size_t i = 1; i <= Reporting::reports_max; ++i)
        REQUIRE(desk.hear(desk.report("web-1 is slow", "web-1")));
    CHECK(desk.drive.incident(id).reporting.reports.size() == Reporting::reports_max);
    CHECK(desk.drive.incident(id).reporting.reports_beyond == 1);
}
