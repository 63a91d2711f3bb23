#include "server/incidents/absence.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::incidents;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr TimePoint start = from_unix_ms(1'790'000'000'000);

Host host_at(TimePoint last_seen, std::string name = "web-1", Goodbye goodbye = Goodbye::none) {
    Host host;
    host.id = "id-of-" + name;
    host.name = std::move(name);
    host.sequence = 7;
    host.last_seen = last_seen;
    host.goodbye = goodbye;
    return host;
}

/// Time passing second by second, as in the server.
struct Watching {
    explicit Watching(std::vector<Host> known = {}, AbsenceSettings settings = {})
        : detector(settings, start, known) {}

    AbsenceDetector detector;
    TimePoint now = start;
    std::vector<Symptom> said;

    void wait(Duration span) {
        for (const TimePoint end = now + span; now < end;) {
            now += seconds{1};
            for (Symptom& symptom : detector.advance(now))
                said.push_back(std::move(symptom));
        }
    }

    void report(const std::string& name = "web-1", Goodbye goodbye = Goodbye::none) {
        for (Symptom& symptom : detector.seen(host_at(now, name, goodbye))) {
            said.push_back(std::move(symptom));
        }
    }
};

}  // namespace

TEST_CASE("absence: whose presence turned is told once, whoever just reports is not",
          "[incidents][absence]") {
    const std::vector<std::string> web_1{"id-of-web-1"};
    Watching watching;
    watching.report();
    CHECK(watching.detector.take_turned().empty());
    watching.wait(minutes{10});
    CHECK(watching.detector.take_turned() == web_1);
    CHECK(watching.detector.take_turned().empty());
    watching.report();
    CHECK(watching.detector.take_turned() == web_1);
    watching.report("web-1", Goodbye::stop);
    CHECK(watching.detector.take_turned() == web_1);
    watching.report();
    CHECK(watching.detector.take_turned() == web_1);
    watching.wait(seconds{1});
    watching.detector.revoke("id-of-web-1", watching.now, watching.now);
    CHECK(watching.detector.take_turned() == web_1);
    watching.report();
    CHECK(watching.detector.take_turned() == web_1);
}

TEST_CASE("absence: one known with another presence than follows is told at first",
          "[incidents][absence]") {
    Host away = host_at(start, "web-2", Goodbye::stop);
    away.presence = Presence::present;
    Watching watching({host_at(start), away});
    CHECK(watching.detector.take_turned() == std::vector<std::string>{"id-of-web-2"});
}

TEST_CASE("absence: back again, boot and run tell what the silence was", "[incidents][absence]") {
    const std::tuple<std::string, std::string, bool, std::string> cases[] = {
        {"boot-2", "run-2", false, "host_was_down"},
        {"boot-1", "run-2", false, "agent_was_gone"},
        {"boot-1", "run-1", false, "was_unreachable"},
        {"boot-1", "run-1", true, "speaks_again"},
        {"", "run-2", false, "speaks_again"}};
    for (const auto& [boot_id, run_id, is_replay, reason] : cases) {
        Watching watching;
        Host host = host_at(start);
        host.boot_id = "boot-1";
        host.run_id = "run-1";
        watching.detector.seen(host);
        watching.wait(seconds{60});
        REQUIRE(watching.said.size() == 1);
        host.boot_id = boot_id;
        host.run_id = run_id;
        host.last_seen = watching.now;
        const auto back = watching.detector.seen(host, is_replay);
        REQUIRE(back.size() == 1);
        CHECK(back[0].reason == reason);
        CHECK(back[0].status == SymptomStatus::cleared);
    }
}

TEST_CASE("absence: a host is lost after the silence that is allowed, and said once",
          "[incidents][absence]") {
    Watching watching;
    watching.report();
    watching.wait(seconds{44});
    CHECK(watching.said.empty());
    CHECK(watching.detector.presence("id-of-web-1") == Presence::present);
    watching.wait(seconds{1});
    REQUIRE(watching.said.size() == 1);
    const Symptom& lost = watching.said[0];
    CHECK(lost.kind == "agent.lost");
    CHECK(lost.category == "availability");
    CHECK(lost.subject == Subject{"web-1", "agent"});
    CHECK(lost.phase == Phase::occurring);
    CHECK(lost.status == SymptomStatus::raised);
    CHECK(lost.reason == "silent");
    CHECK(lost.first_sign == start);
    CHECK(lost.sentence ==
          "web-1 has been silent for 45 s: last report (number 7) at 2026-09-21T14:13:20.000Z, no "
          "goodbye");
    CHECK(lost.evidence.at(0).value == 45);
    CHECK(watching.detector.presence("id-of-web-1") == Presence::lost);
    watching.wait(minutes{10});
    CHECK(watching.said.size() == 1);
}

TEST_CASE("absence: a slow reporter is given its own intervals", "[incidents][absence]") {
    Watching watching;
    Host slow = host_at(start);
    slow.report_interval = seconds{60};
    static_cast<void>(watching.detector.seen(slow));
    watching.wait(seconds{239});
    CHECK(watching.said.empty());
    watching.wait(seconds{1});
    CHECK(watching.said.size() == 1);
}

TEST_CASE("absence: a report takes the symptom back under its id", "[incidents][absence]") {
    Watching watching;
    watching.report();
    watching.wait(minutes{2});
    watching.report();
    REQUIRE(watching.said.size() == 2);
    CHECK(watching.said[1].status == SymptomStatus::cleared);
    CHECK(watching.said[1].id == watching.said[0].id);
    CHECK(watching.said[1].observed_at == watching.now);
    CHECK(watching.said[1].sentence == "web-1 reports again after 2 min");
    CHECK(watching.detector.presence("id-of-web-1") == Presence::present);
    watching.wait(minutes{2});
    REQUIRE(watching.said.size() == 3);
    CHECK(watching.said[2].id != watching.said[0].id);
}

TEST_CASE("absence: a stop or a shutdown was meant and is never lost", "[incidents][absence]") {
    const Goodbye goodbye = GENERATE(Goodbye::stop, Goodbye::shutdown);
    Watching watching;
    watching.report("web-1", goodbye);
    watching.wait(minutes{120});
    CHECK(watching.said.empty());
    CHECK(watching.detector.presence("id-of-web-1") == Presence::expected_away);
}

TEST_CASE("absence: a reboot or an upgrade explains its span and no more", "[incidents][absence]") {
    const Goodbye goodbye = GENERATE(Goodbye::reboot, Goodbye::upgrade);
    Watching watching;
    watching.report("web-1", goodbye);
    watching.wait(minutes{30} - seconds{1});
    CHECK(watching.said.empty());
    CHECK(watching.detector.presence("id-of-web-1") == Presence::expected_away);
    watching.wait(seconds{1});
    REQUIRE(watching.said.size() == 1);
    CHECK(watching.said[0].reason == "goodbye_overdue");
    CHECK_THAT(watching.said[0].sentence,
               Catch::Contains("goodbye for " + std::string{to_string(goodbye)}));
}

TEST_CASE("absence: a server that just started listens first", "[incidents][absence]") {
    Watching watching({host_at(start - minutes{60})});
    watching.wait(seconds{44});
    CHECK(watching.said.empty());
    watching.wait(seconds{1});
    CHECK(watching.said.size() == 1);
}

TEST_CASE("absence: a server that slept listens anew", "[incidents][absence]") {
    Watching watching;
    watching.report();
    watching.now += minutes{60};
    watching.wait(seconds{45});
    CHECK(watching.said.empty());
    watching.wait(seconds{1});
    CHECK(watching.said.size() == 1);
}

TEST_CASE("absence: a gap at the bound is no sleep, one above is", "[incidents][absence]") {
    for (const auto& [gap, is_sleep] : {std::pair{seconds{15}, false}, {seconds{16}, true}}) {
        Watching watching;
        watching.report();
        watching.wait(seconds{35});
        watching.now += gap;
        CHECK(watching.detector.advance(watching.now).empty() == is_sleep);
    }
}

TEST_CASE("absence: a clock set back makes it listen anew and still notice",
          "[incidents][absence]") {
    Watching watching;
    watching.report();
    watching.wait(seconds{10});
    watching.now -= minutes{600};
    watching.wait(seconds{45});
    CHECK(watching.said.empty());
    watching.wait(seconds{2});
    CHECK(watching.said.size() == 1);
}

TEST_CASE("absence: a clock set back does not change the id of a silence", "[incidents][absence]") {
    Watching watching;
    watching.report();
    watching.wait(minutes{1});
    REQUIRE(watching.said.size() == 1);
    watching.now -= minutes{600};
    watching.wait(seconds{1});
    watching.report();
    REQUIRE(watching.said.size() == 2);
    CHECK(watching.said[1].id == watching.said[0].id);
}

TEST_CASE("absence: the first word after a start clears what an earlier run may have raised",
          "[incidents][absence]") {
    Watching before;
    before.report();
    before.wait(minutes{2});
    REQUIRE(before.said.size() == 1);
    Host host = host_at(start);
    SECTION("when its loss was saved") {
        host.presence = Presence::lost;
    }
    SECTION("when it was not") {
        host.presence = Presence::present;
    }
    Watching after({host});
    after.now += seconds{5};
    after.report();
    REQUIRE(after.said.size() == 1);
    CHECK(after.said[0].status == SymptomStatus::cleared);
    CHECK(after.said[0].id == before.said[0].id);
    after.report();
    CHECK(after.said.size() == 1);
}

TEST_CASE("absence: a host that was lost before the start stays lost", "[incidents][absence]") {
    Host host = host_at(start - minutes{60});
    host.presence = Presence::lost;
    Watching watching({host});
    watching.wait(minutes{5});
    CHECK(watching.said.empty());
    CHECK(watching.detector.presence("id-of-web-1") == Presence::lost);
}

TEST_CASE("absence: when all fall silent at once, the server calls itself cut off and nobody lost",
          "[incidents][absence]") {
    Watching watching;
    const auto all_report = [&] {
        for (const char* name : {"web-1", "web-2", "web-3", "db-1"})
            watching.report(name);
    };
    all_report();
    watching.wait(minutes{60});
    REQUIRE(watching.said.size() == 1);
    CHECK(watching.said[0].kind == server_isolated_kind);
    CHECK(watching.said[0].status == SymptomStatus::raised);
    CHECK_THAT(watching.said[0].sentence, Catch::StartsWith("4 of 4 hosts fell silent at once"));
    CHECK(watching.detector.presence("id-of-web-1") == Presence::present);
    SECTION("until they speak again") {
        all_report();
        watching.wait(seconds{10});
        REQUIRE(watching.said.size() == 2);
        CHECK(watching.said[1].id == watching.said[0].id);
        CHECK(watching.said[1].status == SymptomStatus::cleared);
    }
    SECTION("and who does not speak when most do is given one span more, and then lost") {
        for (int i = 0; i < 60; ++i) {
            for (const char* name : {"web-1", "web-2", "web-3"})
                watching.report(name);
            watching.wait(seconds{1});
            CHECK(watching.said.size() == (i < 45 ? 2 : 3));
        }
        CHECK(watching.said[2].subject.host == "db-1");
        CHECK(watching.said[2].reason == "silent");
    }
}

TEST_CASE(
    "absence: while some speak the server can be reached, and the silent ones are lost after "
    "a while",
    "[incidents][absence]") {
    Watching watching;
    for (const char* name : {"web-1", "web-2", "web-3", "db-1"})
        watching.report(name);
    for (int i = 0; i < 400; ++i) {
        watching.report("db-1");
        watching.wait(seconds{1});
    }
    REQUIRE(watching.said.size() == 5);
    CHECK(watching.said[0].kind == server_isolated_kind);
    CHECK(watching.said[1].reason == "others_speak");
    CHECK(watching.said[2].reason == "majority_silent");
    CHECK_THAT(watching.said[2].sentence, Catch::Contains("this server"));
}

TEST_CASE("absence: a server that begins anew says the same of the same silence",
          "[incidents][absence]") {
    const std::vector<Host> known{host_at(start - minutes{9}, "a"),
                                  host_at(start - minutes{8}, "b"),
                                  host_at(start - minutes{7}, "c")};
    Watching first(known);
    Watching second(known);
    second.now += minutes{20};
    first.wait(minutes{2});
    second.wait(minutes{2});
    REQUIRE(first.said.size() == 1);
    REQUIRE(second.said.size() == 1);
    CHECK(first.said[0].id == second.said[0].id);
}

TEST_CASE("absence: a minority is lost at once, and two hosts are no majority",
          "[incidents][absence]") {
    Watching two;
    two.report("web-1");
    two.report("web-2");
    two.wait(seconds{45});
    CHECK(two.said.size() == 2);

    Watching five;
    for (const char* name : {"a", "b", "c", "d", "e"})
        five.report(name);
    for (int i = 0; i < 5; ++i) {
        five.wait(seconds{9});
        for (const char* name : {"a", "b", "c"})
            five.report(name);
    }
    REQUIRE(five.said.size() == 2);
    CHECK(five.said[0].reason == "silent");
}

TEST_CASE("absence: a forgotten host is not waited for", "[incidents][absence]") {
    Watching watching;
    watching.report();
    watching.report("web-2");
    watching.detector.forget("id-of-web-1");
    watching.detector.forget("id-of-nobody");
    for (int i = 0; i < 30; ++i) {
        watching.wait(seconds{10});
        watching.report("web-2");
    }
    CHECK(watching.said.empty());
}

TEST_CASE("absence: a revoked host is not waited for, before and after a restart",
          "[incidents][absence]") {
    Watching watching;
    watching.report();
    watching.report("web-2");
    CHECK(watching.detector.revoke("id-of-web-1", watching.now, watching.now).empty());
    CHECK(watching.detector.presence("id-of-web-1") == Presence::revoked);
    for (int i = 0; i < 30; ++i) {
        watching.wait(seconds{10});
        watching.report("web-2");
    }
    CHECK(watching.said.empty());
    Host known;
    known.id = "id-of-web-1";
    known.name = "web-1";
    known.last_seen = watching.now - minutes{5};
    known.presence = Presence::revoked;
    AbsenceDetector anew{{}, watching.now, {known}};
    for (int i = 0; i < 600; ++i)
        CHECK(anew.advance(watching.now + seconds{i}).empty());
    CHECK(anew.presence("id-of-web-1") == Presence::revoked);
}

TEST_CASE("absence: what was said of a host is taken back when it is revoked",
          "[incidents][absence]") {
    Watching watching;
    watching.report();
    watching.wait(minutes{1});
    REQUIRE(watching.said.size() == 1);
    const auto back = watching.detector.revoke("id-of-web-1", watching.now, watching.now);
    REQUIRE(back.size() == 1);
    CHECK(back[0].status == SymptomStatus::cleared);
    CHECK(back[0].id == watching.said[0].id);
    CHECK(back[0].reason == "agent_revoked");
    CHECK(watching.detector.revoke("id-of-web-1", watching.now, watching.now).empty());
}

TEST_CASE("absence: a host that was heard since it was revoked is waited for as before",
          "[incidents][absence]") {
    Watching watching;
    watching.report();
    const TimePoint revoked_at = watching.now;
    CHECK(watching.detector.revoke("id-of-web-1", revoked_at, watching.now).empty());
    watching.wait(seconds{10});
    watching.report();
    CHECK(watching.detector.presence("id-of-web-1") == Presence::present);
    CHECK(watching.detector.revoke("id-of-web-1", revoked_at, watching.now).empty());
    CHECK(watching.detector.presence("id-of-web-1") == Presence::present);
    watching.wait(minutes{1});
    CHECK(watching.said.size() == 1);
}
