#include "server/incidents/regroup.hpp"

#include <catch2/catch.hpp>

#include "server/incidents/fingerprint.hpp"
#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

Words disk_on(const std::string& host) {
    Words words;
    words.id = "disk-" + host;
    words.host = host;
    return words;
}

Words memory_on(const std::string& host) {
    Words words;
    words.id = "memory-" + host;
    words.host = host;
    words.kind = "memory.exhaustion";
    words.component = "memory";
    return words;
}

/// Two open incidents that the engine sees no reason to put together.
struct Two {
    Drive drive;
    std::string disk = Drive::only(drive.say(disk_on("web-1"))).id;
    std::string memory = Drive::only(drive.say(memory_on("db-1"))).id;

    Changes merge() {
        return drive.give(MergeAsked{drive.now, disk, {memory}, "mali", "one volume"});
    }

    Changes split(std::vector<std::string> symptoms) {
        return drive.give(SplitAsked{drive.now, disk, std::move(symptoms), "mali", "not the same"});
    }

    Error refused(const Input& input) {
        const auto changes = drive.engine.apply(input);
        REQUIRE_FALSE(changes);
        return changes.error();
    }
};

const Incident& of(const Changes& changes, const std::string& id) {
    const auto found = std::find_if(changes.incidents.begin(), changes.incidents.end(),
                                    [&](const Incident& one) { return one.id == id; });
    REQUIRE(found != changes.incidents.end());
    return *found;
}

}  // namespace

TEST_CASE("regroup: merging by hand makes one incident of two, on both timelines",
          "[incidents][regroup]") {
    Two two;
    two.drive.wait(seconds{5});
    const Changes changes = two.merge();
    CHECK(two.drive.engine.open_count() == 1);
    CHECK(two.drive.incident(two.disk).symptoms.size() == 2);
    const Incident& gone = of(changes, two.memory);
    CHECK(gone.state == IncidentState::closed);
    CHECK(gone.outcome == Outcome::merged);
    CHECK(gone.merged_into == two.disk);
    std::vector<std::string> merged_on;
    for (const Event& event : changes.events) {
        if (event.kind != EventKind::merged) continue;
        merged_on.push_back(event.incident_id);
        CHECK(event.actor == "mali");
        CHECK(event.reason == Reason{"person", "one volume"});
    }
    CHECK(merged_on == std::vector{two.disk, two.memory});
}

TEST_CASE("regroup: a merged incident ends with its last symptom", "[incidents][regroup]") {
    Two two;
    two.merge();
    two.drive.clear(disk_on("web-1"));
    CHECK_FALSE(two.drive.incident(two.disk).recovering_since);
    two.drive.clear(memory_on("db-1"));
    CHECK(two.drive.incident(two.disk).recovering_since);
    two.drive.wait(minutes{2});
    CHECK(two.drive.incident(two.disk).outcome == Outcome::prevented);
}

TEST_CASE("regroup: what cannot be merged is refused with a reason", "[incidents][regroup]") {
    Two two;
    const auto ask = [&](std::vector<std::string> from, const std::string& actor,
                         const std::string& reason) {
        return two.refused(MergeAsked{two.drive.now, two.disk, std::move(from), actor, reason})
            .code;
    };
    CHECK(ask({two.memory}, "", "why") == Errc::invalid);
    CHECK(ask({two.memory}, "mali", "") == Errc::invalid);
    CHECK(ask({}, "mali", "why") == Errc::invalid);
    CHECK(ask({two.disk}, "mali", "why") == Errc::invalid);
    CHECK(ask({"inc-none"}, "mali", "why") == Errc::not_found);
    two.drive.give(ResolveAsked{two.drive.now, two.memory, "mali", "known"});
    CHECK(ask({two.memory}, "mali", "why") == Errc::conflict);
}

TEST_CASE("regroup: splitting makes an incident of its own", "[incidents][regroup]") {
    Two two;
    two.merge();
    const bool by_fingerprint = GENERATE(true, false);
    const Symptom memory = make_symptom(memory_on("db-1"), SymptomStatus::raised, start);
    const Changes changes = two.split({by_fingerprint ? fingerprint(memory) : memory.id});
    REQUIRE(two.drive.engine.open_count() == 2);
    CHECK(two.drive.incident(two.disk).hosts() == std::vector<std::string>{"web-1"});
    const Incident& apart = changes.incidents.back();
    CHECK(apart.id != two.memory);
    CHECK(apart.hosts() == std::vector<std::string>{"db-1"});
    CHECK(apart.number == 3);
    CHECK(apart.category == "storage");
    CHECK(apart.priority.reasons.size() >= 3);
    CHECK(two.drive.count(EventKind::split) == 2);
    CHECK(Drive::only(two.drive.clear(memory_on("db-1"))).id == apart.id);
    CHECK(two.drive.incident(apart.id).recovering_since);
    two.drive.wait(seconds{3});
    CHECK_FALSE(two.drive.incident(two.disk).recovering_since);
}

TEST_CASE("regroup: a split leaves something and takes something", "[incidents][regroup]") {
    Two two;
    two.merge();
    CHECK(two.refused(SplitAsked{start, two.disk, {"nobody"}, "mali", "why"}).code ==
          Errc::not_found);
    CHECK(two.refused(SplitAsked{start, two.disk, {"disk-web-1", "memory-db-1"}, "mali", "why"})
              .code == Errc::conflict);
    CHECK(two.refused(SplitAsked{start, two.disk, {"disk-web-1"}, "mali", ""}).code ==
          Errc::invalid);
}

TEST_CASE("regroup: what is split off without active symptoms recovers", "[incidents][regroup]") {
    Two two;
    two.merge();
    two.drive.wait(seconds{5});
    two.drive.clear(memory_on("db-1"));
    const Changes changes = two.split({"memory-db-1"});
    CHECK(changes.incidents.back().recovering_since == two.drive.now);
    CHECK_FALSE(two.drive.incident(two.disk).recovering_since);
}

TEST_CASE("regroup: the last merge and the last split can be undone", "[incidents][regroup]") {
    Two two;
    const auto undo = [&] {
        return two.drive.give(RegroupingUndone{two.drive.now, two.disk, "mali", "a mistake"});
    };
    CHECK(two.refused(RegroupingUndone{start, two.disk, "mali", "why"}).code == Errc::conflict);
    two.merge();
    undo();
    CHECK(two.drive.engine.open_count() == 2);
    CHECK(two.drive.incident(two.disk).symptoms.size() == 1);
    undo();
    CHECK(two.drive.engine.open_count() == 1);
    CHECK(two.drive.incident(two.disk).symptoms.size() == 2);
}

TEST_CASE("regroup: what people put together weighs for the next time", "[incidents][regroup]") {
    Two two;
    const auto pair_on = [&](const std::string& host) {
        const std::size_t before = two.drive.engine.open_count();
        two.drive.say(disk_on(host));
        two.drive.say(memory_on(host));
        return two.drive.engine.open_count() - before;
    };
    CHECK(pair_on("a") == 2);
    const Changes merged = two.merge();
    REQUIRE(merged.feedback.size() == 1);
    CHECK(merged.feedback[0].merged == 1);
    two.split({"memory-db-1"});
    CHECK(pair_on("b") == 2);  // one merge and one split speak for nothing
    for (const std::string host : {"a", "b"}) {
        const auto id_of = [&](const Words& words) {
            return Drive::only(two.drive.say(words, SymptomStatus::updated)).id;
        };
        two.drive.wait(minutes{1});
        const std::string disk = id_of(disk_on(host));
        two.drive.give(MergeAsked{two.drive.now, disk, {id_of(memory_on(host))}, "mali", "again"});
    }
    CHECK(pair_on("c") == 1);
    const Event joined = two.drive.last(EventKind::symptom_joined);
    CHECK(joined.reason.text.find("people put filesystem.space.exhaustion and "
                                  "memory.exhaustion together") != std::string::npos);
}

TEST_CASE("regroup: what people took apart needs better evidence", "[incidents][regroup]") {
    Drive drive;
    const auto pair_on = [&](const std::string& host) {
        Words cause = disk_on(host);
        cause.leads_to = {"memory.exhaustion"};
        const std::string id = Drive::only(drive.say(cause)).id;
        drive.say(memory_on(host));
        return id;
    };
    for (const std::string host : {"a", "b", "c"}) {
        const std::string id = pair_on(host);
        REQUIRE(drive.incident(id).symptoms.size() == 2);
        drive.give(SplitAsked{drive.now, id, {"memory-" + host}, "mali", "not the same"});
    }
    CHECK(drive.incident(pair_on("d")).symptoms.size() == 1);
}
