#include "server/desk/dependency.hpp"

#include <catch2/catch.hpp>

#include "tests/support/desk_drive.hpp"

using namespace foreshock;
using namespace foreshock::desk;
using namespace foreshock::desk::test;

namespace {

using Told = std::vector<Transition>;

const DependencyRule shop_needs_database{
    "the shop needs its database", {{"host", "web-.*", true}}, {{"host", "db-.*", true}}, {}};

Words on(const std::string& host) {
    Words words;
    words.id = "episode-" + host;
    words.host = host;
    return words;
}

}  // namespace

TEST_CASE("dependency: what needs something that is an open incident says nothing new",
          "[desk][dependency]") {
    DeskDrive drive{incidents::test::start, {shop_needs_database}};
    const std::string database = drive.say(on("db-1"));
    drive.wait(minutes{1});
    const std::string shop = drive.say(on("web-1"));
    drive.wait(minutes{10});
    CHECK(drive.announcements.size() == 1);
    CHECK(drive.announcements[0].incident_id == database);
    const auto& by = drive.stored.at(shop).muted_by;
    REQUIRE(by.size() == 1);
    CHECK(by[0].source == "dependency");
    CHECK(by[0].id == database);
    CHECK(by[0].text.starts_with("the shop needs its database: INC-000001 ("));
}

TEST_CASE("dependency: what is still broken when its cause is over is told then",
          "[desk][dependency]") {
    DeskDrive drive{incidents::test::start, {shop_needs_database}};
    drive.say(on("db-1"));
    drive.wait(minutes{1});
    const std::string shop = drive.say(on("web-1"));
    drive.wait(minutes{1});
    drive.clear(on("db-1"));
    drive.wait(minutes{1});
    CHECK(drive.stored.at(shop).is_muted());  // the cause recovers: its dependents may, too
    drive.wait(minutes{2});
    CHECK_FALSE(drive.stored.at(shop).is_muted());
    CHECK(drive.announcements.back().incident_id == shop);
    CHECK(drive.announcements.back().transition == Transition::opened);
}

TEST_CASE("dependency: a cause that comes after its dependents hides them from then on",
          "[desk][dependency]") {
    DeskDrive drive{incidents::test::start, {shop_needs_database}};
    const std::string shop = drive.say(on("web-1"));
    drive.say(on("db-1"));
    CHECK(drive.stored.at(shop).is_muted());
    drive.wait(minutes{1});
    CHECK(drive.announcements.size() == 1);
}

TEST_CASE("dependency: labels that must be the same tell one cause from another",
          "[desk][dependency]") {
    DependencyRule rule{"same disk", {{"kind", "b"}}, {{"kind", "a"}}, {"component"}};
    DeskDrive drive{incidents::test::start, {rule}};
    Words cause = on("db-1");
    cause.kind = "a";
    cause.component = "disk sda";
    drive.say(cause);
    Words same = on("web-1");
    same.kind = "b";
    same.component = "disk sda";
    Words other = on("web-2");
    other.kind = "b";
    other.component = "disk sdb";
    CHECK(drive.stored.at(drive.say(same)).is_muted());
    CHECK_FALSE(drive.stored.at(drive.say(other)).is_muted());
}

TEST_CASE("dependency: two that need each other do not silence each other", "[desk][dependency]") {
    const DependencyRule there{"web needs db", {{"host", "web-1"}}, {{"host", "db-1"}}, {}};
    const DependencyRule back{"db needs web", {{"host", "db-1"}}, {{"host", "web-1"}}, {}};
    DeskDrive drive{incidents::test::start, {there, back}};
    const std::string first = drive.say(on("web-1"));
    const std::string second = drive.say(on("db-1"));
    drive.wait(minutes{5});
    CHECK(drive.stored.at(first).is_muted() != drive.stored.at(second).is_muted());
    CHECK(drive.announcements.size() == 1);
    drive.restart();
    drive.wait(minutes{5});
    CHECK(drive.stored.at(first).is_muted() != drive.stored.at(second).is_muted());
}

TEST_CASE("dependency: a chain is silent down to its end", "[desk][dependency]") {
    const DependencyRule one{"b needs a", {{"host", "b"}}, {{"host", "a"}}, {}};
    const DependencyRule two{"c needs b", {{"host", "c"}}, {{"host", "b"}}, {}};
    DeskDrive drive{incidents::test::start, {one, two}};
    const std::string cause = drive.say(on("a"));
    drive.say(on("b"));
    const std::string last = drive.say(on("c"));
    drive.wait(minutes{5});
    CHECK(drive.announcements.size() == 1);
    CHECK(drive.announcements[0].incident_id == cause);
    CHECK(drive.stored.at(last).is_muted());
}

TEST_CASE("dependency: causes beyond the bound are counted, not kept", "[desk][dependency]") {
    auto rules = Dependencies::compile({shop_needs_database}).value();
    incidents::Incident incident;
    incident.symptoms.resize(1);
    incident.symptoms[0].symptom.subject.host = "db-1";
    for (std::size_t i = 0; i < Dependencies::causes_max; ++i) {
        incident.id = "inc-" + std::to_string(i);
        CHECK(rules.note(incident));
    }
    CHECK(rules.causes_refused() == 0);
    incident.id = "inc-one-more";
    CHECK_FALSE(rules.note(incident));
    CHECK(rules.causes_refused() == 1);
    incident.id = "inc-7";
    incident.state = incidents::IncidentState::resolved;
    CHECK(rules.note(incident));
    CHECK_FALSE(rules.note(incident));
}

TEST_CASE("dependency: a bad rule is named", "[desk][dependency]") {
    DependencyRule bad = shop_needs_database;
    bad.needs = {{"host", "(", true}};
    const auto made = Dependencies::compile({shop_needs_database, bad});
    CHECK(made.error().what.starts_with("dependencies[1].needs: matchers[0]"));
    CHECK(Dependencies::compile(
              std::vector<DependencyRule>(Dependencies::rules_max + 1, shop_needs_database))
              .error()
              .code == Errc::invalid);
}
