#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/notify/outbox_entries.hpp"
#include "tests/support/engine_drive.hpp"

// The lines of the process that words carry, from the engine's decision to what waits in the
// outbox.

using namespace foreshock;
using namespace foreshock::notify;
using incidents::test::Words;
using nlohmann::json;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

struct Story {
    incidents::Engine engine{{}, {}, 1};
    TimePoint now = incidents::test::start;
    TellPlan plan;
    incidents::ServiceMap services;
    std::vector<desk::Subscription> subscriptions;
    people::Directory directory;
    words::WordBook book = words::WordBook::read(words::built_in_words()).value();
    std::vector<incidents::OutboxEntry> told;
    std::string incident_id;

    Story() {
        incidents::Service shop;
        shop.name = "shop";
        shop.title = "Web shop";
        shop.hosts = {"web-*"};
        services = incidents::ServiceMap{{shop}, {{"web-1", {}, {}, {}}}};
        plan.channels = {{"mail", {"desk@example.org"}}, {"phone", {"experts"}}};
        plan.update_every.fill(minutes{30});
        desk::Subscription user;
        user.service = "shop";
        user.channel = "mail";
        user.address = "user@example.org";
        user.language = "th";
        subscriptions = {user};
    }

    void give(const incidents::Input& input) {
        const auto changes = engine.apply(input);
        REQUIRE(changes);
        if (incident_id.empty() && !changes->incidents.empty())
            incident_id = changes->incidents.front().id;
        for (auto& entry : outbox_entries(*changes, plan, {services, subscriptions, directory},
                                          {book, "https://foreshock.test"}))
            told.push_back(std::move(entry));
    }

    void say(const Words& words, SymptomStatus status) {
        give(incidents::SymptomArrived{now, make_symptom(words, status, now), false});
    }

    void wait(Duration span) {
        for (const TimePoint end = now + span; now < end; now += seconds{1})
            give(incidents::TimePassed{now});
    }

    [[nodiscard]] std::vector<std::string> heard_by(const std::string& recipient) const {
        std::vector<std::string> events;
        for (const auto& entry : told) {
            if (entry.recipient == recipient) events.push_back(json::parse(entry.body)["event"]);
        }
        return events;
    }
};

using Events = std::vector<std::string>;

}  // namespace

TEST_CASE("S12: users hear of an incident through its whole life, in their language",
          "[notify][S12]") {
    Story story;
    story.say({}, SymptomStatus::raised);
    story.wait(seconds{5});
    story.give(incidents::Acknowledged{story.now, story.incident_id, "ann", ""});
    story.give(incidents::PersonStep{story.now, story.incident_id, "ann",
                                     incidents::GiveUpdate{"A new disk is on its way."}});
    story.say({}, SymptomStatus::cleared);
    story.wait(minutes{3});
    CHECK(story.heard_by("user@example.org") == Events{"opened", "update", "resolved"});
    CHECK(story.heard_by("desk@example.org") ==
          Events{"opened", "acknowledged", "update", "resolved"});
    for (const auto& entry : story.told) {
        CHECK(entry.incident_id == story.incident_id);
        const std::string text = json::parse(entry.body)["text"];
        if (entry.recipient == "user@example.org" &&
            entry.transition != incidents::Transition::resolved)
            CHECK_THAT(text, Catch::Contains("Web shop") && Catch::Contains("30 นาที"));
    }
}

TEST_CASE("S16: what is grave calls the experts at once, what is not does not", "[notify][S16]") {
    const auto heard = [](Severity severity, int impact) {
        Story story;
        story.plan.routes = {
            {"all", {}, {}, {}, {}, {"mail"}, {}, desk::TellAudience::responders, "", false, false},
            {"calls",
             {},
             {},
             {},
             {1, 2},
             {"phone"},
             {},
             desk::TellAudience::responders,
             "",
             true,
             false}};
        Words words;
        words.severity = severity;
        words.phase = Phase::occurring;
        words.impact = impact;
        story.services = incidents::ServiceMap{};
        story.say(words, SymptomStatus::raised);
        story.wait(seconds{5});
        return story;
    };
    Story grave = heard(Severity::critical, 1);
    REQUIRE(grave.heard_by("experts") == Events{"opened"});
    CHECK(grave.told.back().is_page);
    CHECK(grave.told.back().due_at <= incidents::test::start + seconds{5});
    CHECK(grave.heard_by("desk@example.org") == Events{"opened"});
    grave.give(incidents::Acknowledged{grave.now, grave.incident_id, "ann", ""});
    CHECK(grave.heard_by("experts") == Events{"opened"});
    CHECK(grave.heard_by("desk@example.org") == Events{"opened", "acknowledged"});
    CHECK(heard(Severity::info, 3).heard_by("experts").empty());
}
