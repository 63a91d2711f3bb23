#include "server/desk/suppression.hpp"

#include <catch2/catch.hpp>

#include "tests/support/desk_drive.hpp"
#include "tests/support/service_samples.hpp"

using namespace foreshock;
using namespace foreshock::desk;
using namespace foreshock::desk::test;

namespace {

using Told = std::vector<Transition>;

const std::vector<Matcher> of_web{{"host", "web-1"}};

std::string what_of(const std::vector<SuppressionEvent>& history) {
    std::string text;
    for (const SuppressionEvent& one : history)
        text += (text.empty() ? "" : " ") + one.what;
    return text;
}

Silence draft_of(TimePoint now) {
    Silence draft;
    draft.matchers = of_web;
    draft.owner = "ann";
    draft.reason = "a new disk";
    draft.starts_at = now;
    draft.ends_at = now + hours{1};
    return draft;
}

}  // namespace

TEST_CASE("suppression: a silence hides what it matches and nothing else", "[desk][suppression]") {
    DeskDrive drive;
    const std::string id = drive.silence(of_web, hours{2});
    const std::string hidden = drive.say({});
    Words other;
    other.id = "episode-2";
    other.host = "web-2";
    const std::string heard = drive.say(other);
    drive.wait(minutes{1});
    CHECK(drive.announcements.size() == 1);
    CHECK(drive.announcements.at(0).incident_id == heard);
    const auto& by = drive.stored.at(hidden).muted_by;
    REQUIRE(by.size() == 1);
    CHECK(by[0].source == "silence");
    CHECK(by[0].id == id);
    CHECK(by[0].text.starts_with("silence of ann until 2026-09-21T"));
    CHECK(by[0].text.ends_with(": a new disk"));
}

TEST_CASE("suppression: the word goes out when the silence is over and it is still there",
          "[desk][suppression]") {
    DeskDrive drive;
    drive.silence(of_web, hours{2});
    drive.say({});
    drive.wait(hours{2} - seconds{10});
    CHECK(drive.told() == Told{Transition::suppression_ending});
    drive.wait(seconds{10});
    CHECK(drive.told() == Told{Transition::suppression_ending, Transition::opened});
    CHECK(drive.count(EventKind::unsuppressed) == 1);
}

TEST_CASE("suppression: a silence that begins later hides what is open then",
          "[desk][suppression]") {
    DeskDrive drive;
    const std::string id = drive.say({});
    drive.wait(minutes{1});
    CHECK(drive.told() == Told{Transition::opened});
    Silence later = draft_of(drive.now + minutes{10});
    drive.command([&](SuppressionChanges& changes) {
        return drive.suppression.add(later, {"ann", drive.now}, changes);
    });
    CHECK_FALSE(drive.stored.at(id).is_muted());
    drive.wait(minutes{10});
    CHECK(drive.stored.at(id).is_muted());
}

TEST_CASE("suppression: an expired silence hides nothing from that moment on",
          "[desk][suppression]") {
    DeskDrive drive;
    const std::string id = drive.silence(of_web, hours{2});
    drive.say({});
    drive.wait(minutes{1});
    drive.command([&](SuppressionChanges& changes) {
        return drive.suppression.expire_silence(id, {"bo", drive.now}, changes);
    });
    CHECK(drive.told() == Told{Transition::opened});
    CHECK(drive.silences.at(id).ended_by == EndedBy::person);
    CHECK(drive.silences.at(id).ends_at == drive.now);
    CHECK(drive.history.back().actor == "bo");
    SuppressionChanges none;
    CHECK(drive.suppression.expire_silence(id, {"bo", drive.now}, none).error().code ==
          Errc::conflict);
    CHECK(none.empty());
}

TEST_CASE("suppression: it ends early when all that it hid has been over for long enough",
          "[desk][suppression]") {
    DeskDrive drive;
    const std::string id = drive.silence(of_web, hours{8}, minutes{10});
    drive.wait(hours{1});
    CHECK(drive.silences.at(id).ended_by == EndedBy::nobody);  // nothing was hidden yet
    drive.say({});
    drive.wait(minutes{30});
    drive.clear({});
    drive.wait(minutes{10} - seconds{10});
    CHECK(drive.silences.at(id).ended_by == EndedBy::nobody);
    drive.wait(seconds{20});
    CHECK(drive.silences.at(id).ended_by == EndedBy::quiet);
    CHECK(what_of(drive.history) == "added ended_early");
    Words again;
    again.id = "episode-2";
    drive.say(again);
    drive.wait(minutes{1});
    CHECK(drive.told() == Told{Transition::opened});
}

TEST_CASE("suppression: a relapse begins the quiet anew", "[desk][suppression]") {
    DeskDrive drive;
    const std::string id = drive.silence(of_web, hours{8}, minutes{10});
    drive.say({});
    drive.wait(minutes{5});
    drive.clear({});
    drive.wait(minutes{6});
    Words again;
    again.id = "episode-2";
    drive.say(again);
    drive.wait(minutes{6});
    CHECK(drive.silences.at(id).ended_by == EndedBy::nobody);
    drive.clear(again);
    drive.wait(minutes{11});
    CHECK(drive.silences.at(id).ended_by == EndedBy::quiet);
}

TEST_CASE("suppression: a warning comes once before the end, and only when something is hidden",
          "[desk][suppression]") {
    DeskDrive drive;
    const std::string id = drive.silence(of_web, hours{2});
    drive.wait(hours{2} - minutes{10});
    CHECK(drive.count(EventKind::suppression_ending) == 0);
    drive.say({});
    drive.wait(minutes{1});
    CHECK(drive.count(EventKind::suppression_ending) == 1);
    CHECK(drive.told() == Told{Transition::suppression_ending});
    CHECK(drive.silences.at(id).warned_at);
    drive.wait(minutes{5});
    CHECK(drive.count(EventKind::suppression_ending) == 1);
    CHECK(what_of(drive.history) == "added warned");
    CHECK(drive.history.back().text.find("hides 1 open incident") != std::string::npos);
}

TEST_CASE("suppression: of many hidden incidents each has the warning on its timeline, one tells",
          "[desk][suppression]") {
    DeskDrive drive;
    drive.silence({{"host", "web-.*", true}}, hours{2});
    for (int i = 1; i <= 5; ++i) {
        Words words;
        words.id = "episode-" + std::to_string(i);
        words.host = "web-" + std::to_string(i);
        words.kind = "fault." + std::to_string(i);
        drive.say(words);
    }
    drive.wait(hours{2} - minutes{14});
    CHECK(drive.count(EventKind::suppression_ending) == 5);
    CHECK(drive.told() == Told{Transition::suppression_ending});
}

TEST_CASE("suppression: an edit moves the end, and the warning comes again",
          "[desk][suppression]") {
    DeskDrive drive;
    const std::string id = drive.silence(of_web, hours{2});
    drive.say({});
    drive.wait(hours{2} - minutes{10});
    CHECK(drive.count(EventKind::suppression_ending) == 1);
    drive.command([&](SuppressionChanges& changes) {
        return drive.suppression.edit(id, SilenceEdit{drive.now + hours{1}, {}}, {"bo", drive.now},
                                      changes);
    });
    CHECK_FALSE(drive.silences.at(id).warned_at);
    drive.wait(minutes{50});
    CHECK(drive.count(EventKind::suppression_ending) == 2);
    CHECK(drive.told().size() == 2);
    drive.wait(minutes{11});
    CHECK(drive.told().back() == Transition::opened);
}

TEST_CASE("suppression: a kill at any moment loses nothing and repeats nothing",
          "[desk][suppression]") {
    DeskDrive drive;
    const std::string id = drive.silence(of_web, hours{2});
    drive.say({});
    for (int i = 0; i < 12; ++i) {
        drive.wait(minutes{9});
        drive.restart();
    }
    CHECK(drive.told() == Told{Transition::suppression_ending});
    CHECK(drive.count(EventKind::suppressed) == 1);
    CHECK(drive.silences.at(id).warned_at);
    drive.wait(minutes{12} - seconds{10});
    drive.now += seconds{30};
    drive.restart();  // it ended while the server was down
    CHECK(drive.told() == Told{Transition::suppression_ending, Transition::opened});
    CHECK(drive.count(EventKind::unsuppressed) == 1);
}

TEST_CASE("suppression: a silence that could not be applied before the kill is applied after it",
          "[desk][suppression]") {
    DeskDrive drive;
    const std::string incident = drive.say({});
    Silence durable = draft_of(drive.now);
    durable.id = "s-1";
    drive.silences["s-1"] = durable;
    drive.restart();
    CHECK(drive.stored.at(incident).is_muted());
    drive.wait(minutes{30});
    CHECK(drive.told().empty());
}

TEST_CASE("suppression: an early end survives a kill as well", "[desk][suppression]") {
    DeskDrive drive;
    const std::string id = drive.silence(of_web, hours{8}, minutes{10});
    drive.say({});
    drive.wait(minutes{5});
    drive.clear({});
    drive.wait(minutes{5});
    drive.restart();
    drive.wait(minutes{6});
    CHECK(drive.silences.at(id).ended_by == EndedBy::quiet);
}

TEST_CASE("suppression: there are only so many silences and windows", "[desk][suppression]") {
    SuppressionSettings few;
    few.silences_max = 2;
    few.windows_max = 1;
    DeskDrive drive{incidents::test::start, {}, few};
    const std::string first = drive.silence(of_web, hours{1});
    drive.silence(of_web, hours{1});
    SuppressionChanges changes;
    const auto refused = drive.suppression.add(draft_of(drive.now), {"ann", drive.now}, changes);
    CHECK(refused.error().code == Errc::conflict);
    CHECK(refused.error().what.find("2 silences already") != std::string::npos);
    CHECK(changes.empty());
    CHECK(drive.suppression.refused() == 1);
    drive.command([&](SuppressionChanges& made) {
        return drive.suppression.expire_silence(first, {"ann", drive.now}, made);
    });
    CHECK_FALSE(drive.silence(of_web, hours{1}).empty());
    MaintenanceWindow window;
    window.matchers = of_web;
    window.recurrence = {"", "0 3 * * *", "UTC", "", {}};
    window.duration = hours{1};
    window.until = drive.now + hours{1000};
    drive.window(window);
    window.owner = window.reason = "x";
    CHECK(drive.suppression.add(window, {"ann", drive.now}, changes).error().code ==
          Errc::conflict);
    CHECK(drive.suppression.refused() == 2);
}

TEST_CASE("suppression: expired ones are shown for five days, and only so many of them",
          "[desk][suppression]") {
    SuppressionSettings few;
    few.expired_max = 2;
    DeskDrive drive{incidents::test::start, {}, few};
    const std::string oldest = drive.silence(of_web, minutes{1});
    drive.silence(of_web, minutes{2});
    drive.silence(of_web, minutes{3});
    drive.wait(minutes{4});
    CHECK(drive.silences.size() == 2);
    CHECK_FALSE(drive.silences.contains(oldest));
    drive.now += hours{119};
    drive.wait(seconds{10});
    CHECK(drive.silences.size() == 2);
    drive.wait(hours{1});
    CHECK(drive.silences.empty());
}

TEST_CASE("suppression: what a command asks wrongly is refused and changes nothing",
          "[desk][suppression]") {
    DeskDrive drive;
    const Act act{"ann", drive.now};
    SuppressionChanges changes;
    const auto why = [&](const Silence& draft) {
        return drive.suppression.add(draft, act, changes).error().what;
    };
    Silence draft = draft_of(drive.now);
    CHECK(drive.suppression.add(draft, {"", drive.now}, changes).error().what.starts_with("actor"));
    draft.end_when_quiet = seconds{59};
    CHECK(why(draft) == "end_when_quiet: takes 1m to 24h");
    draft = draft_of(drive.now);
    draft.warn_before = hours{25};
    CHECK(why(draft) == "warn_before: takes 0s to 24h");
    draft = draft_of(drive.now - minutes{6});
    CHECK(why(draft).starts_with("starts_at: is in the past"));
    CHECK(drive.suppression.edit("none", SilenceEdit{}, act, changes).error().code ==
          Errc::not_found);
    CHECK(drive.suppression.edit("none", WindowEdit{}, act, changes).error().code ==
          Errc::not_found);
    CHECK(drive.suppression.expire_window("none", act, changes).error().code == Errc::not_found);
    CHECK(changes.empty());
    draft = draft_of(drive.now - minutes{4});
    CHECK(drive.suppression.add(draft, act, changes)->starts_at == drive.now);
}

TEST_CASE("suppression: a stored silence that cannot be read any more is named, the rest works",
          "[desk][suppression]") {
    Silence broken = draft_of(incidents::test::start);
    broken.id = "s-1";
    broken.matchers = {{"host", "(", true}};
    Silence good = draft_of(incidents::test::start);
    good.id = "s-2";
    const Suppression suppression{{}, {broken, good}, {}, {}, incidents::test::start};
    CHECK(suppression.active_count() == 1);
    REQUIRE(suppression.complaints().size() == 1);
    CHECK(suppression.complaints()[0].starts_with("s-1 hides nothing: matchers[0]"));
}

TEST_CASE("suppression: a silence of a service follows the catalogue", "[desk][suppression]") {
    DeskDrive drive;
    const auto see = [&](const std::string& hosts) {
        const auto map = std::make_shared<const incidents::ServiceMap>(
            std::vector<incidents::Service>{incidents::test::service("shop", {hosts})},
            std::vector<incidents::ServiceHost>{incidents::test::named_host("web-1")});
        drive.apply(incidents::ServicesChanged{drive.now, map});
    };
    see("db-*");
    drive.silence({{"service", "shop"}}, hours{2});
    const std::string id = drive.say({});
    CHECK(drive.stored.at(id).muted_by.empty());
    see("web-*");
    CHECK(drive.stored.at(id).muted_by.size() == 1);
    see("db-*");
    CHECK_FALSE(drive.stored.at(id).is_muted());
}
