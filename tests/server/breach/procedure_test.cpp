#include "server/breach/procedure.hpp"

#include <catch2/catch.hpp>

namespace foreshock::breach {
namespace {

using std::chrono::hours;
const TimePoint start = from_unix_ms(1'790'000'000'000);

Breach raised() {
    return raise({"Customer list copied", "rsync to an unknown host", "ann", start}, 1).value();
}

Sign sign(const std::string& host, const std::string& kind, TimePoint at = start) {
    return {host + "/" + kind, kind, host, "", kind + " on " + host, at, at};
}

Errc refused(Breach& breach, const Act& act, TimePoint now = start) {
    const Breach before = breach;
    const Result<void> done = apply(breach, act, "ann", now);
    CHECK(breach == before);
    return done ? Errc::no_data : done.error().code;
}

void do_all(Breach& breach) {
    REQUIRE(apply(breach, GiveNotice{true, "the authority, case 42", true}, "ann", start));
    for (const Item& item : standard_checklist())
        REQUIRE(apply(breach, TickItem{item.code, ""}, "ann", start));
}

TEST_CASE("breach: who raises it sees it, and its clock runs from awareness", "[breach]") {
    const Breach breach = raised();
    CHECK(breach.state == State::open);
    CHECK(breach.named == std::vector<std::string>{"ann"});
    CHECK(breach.authority_due_at() == start + hours{72});
    CHECK(reference_of(breach) == "BR-000001");
    CHECK(breach.timeline.size() == 1);
    const Breach earlier = raise({"x", "y", "ann", start, start - hours{10}}, 2).value();
    CHECK(earlier.authority_due_at() == start + hours{62});
    CHECK(earlier.id != breach.id);
    CHECK(raise({"x", "y", "ann", start, start + Duration{1}}, 2).error().code == Errc::invalid);
    CHECK(raise({" ", "y", "ann", start}, 2).error().code == Errc::invalid);
    CHECK(raise({"x", "", "ann", start}, 2).error().code == Errc::invalid);
    CHECK_FALSE(raise({std::string(name_bytes_max + 1, 'x'), "y", "ann", start}, 2));
}

Raising raising_of(Origin origin) {
    Raising raising{"Customer list copied", "rsync", "ann", start, start - hours{2}};
    raising.origin = std::move(origin);
    return raising;
}

TEST_CASE("breach: one that was an incident takes over its signs, its timeline and its record",
          "[breach][S31]") {
    const Origin origin{"inc-1",
                        "INC-000001",
                        {sign("web-1", "disk.full"), sign("web-2", "disk.full")},
                        {{start - hours{3}, "engine", "opened", "it grows"}},
                        "what was told already: mail",
                        "{\"id\":\"inc-1\"}",
                        std::string(64, 'a')};
    const Breach breach = raise(raising_of(origin), 7).value();
    CHECK(breach.incident_id == "inc-1");
    CHECK(breach.incident_reference == "INC-000001");
    CHECK(breach.authority_due_at() == start + hours{70});
    CHECK(breach.checklist == standard_checklist());
    CHECK(breach.signs.size() == 2);
    REQUIRE(breach.timeline.size() == 5);
    CHECK(breach.timeline[0].text == "it grows");
    CHECK(breach.timeline[1].kind == "taken_apart");
    CHECK(breach.timeline[2].kind == "already_told");
    CHECK(breach.timeline[2].text == "what was told already: mail");
    CHECK(breach.timeline[4].kind == "raised");
    REQUIRE(breach.evidence.size() == 1);
    CHECK(breach.evidence[0].sha256 == std::string(64, 'a'));
    CHECK(breach.evidence[0].bytes == origin.record.size());
    Origin quiet = origin;
    quiet.told.clear();
    CHECK(raise(raising_of(quiet), 7)->timeline[2].text == "nobody outside was told of it");
}

TEST_CASE("breach: of an incident with a long timeline the newest lines are kept", "[breach]") {
    Origin origin{"inc-1", "INC-000001", {}, {}, {}, {}, {}};
    origin.lines.assign(origin_lines_max + 1, {start, "engine", "noted", "line"});
    origin.lines.back().text = "the last";
    origin.signs.assign(signs_max + 1, sign("web-1", "disk.full"));
    const Breach breach = raise(raising_of(origin), 7).value();
    CHECK(breach.timeline.size() == origin_lines_max + 3);
    CHECK(breach.timeline[origin_lines_max - 1].text == "the last");
    CHECK(breach.timeline[origin_lines_max].text.find("1 older lines") != std::string::npos);
    CHECK(breach.signs.size() == signs_max);
    CHECK(breach.signs_beyond == 1);
    CHECK(breach.evidence.empty());
}

TEST_CASE("breach: only its responders and those it names may see it", "[breach]") {
    Breach breach = raised();
    CHECK(may_see(breach, "ann", {}));
    CHECK(may_see(breach, "officer", {"officer"}));
    CHECK_FALSE(may_see(breach, "admin", {"officer"}));
    CHECK_FALSE(may_see(breach, "", {}));
    REQUIRE(apply(breach, NamePerson{"bob"}, "ann", start));
    CHECK(may_see(breach, "bob", {}));
    CHECK(refused(breach, NamePerson{"bob"}) == Errc::conflict);
    REQUIRE(apply(breach, UnnamePerson{"bob"}, "ann", start));
    CHECK_FALSE(may_see(breach, "bob", {}));
    CHECK(refused(breach, UnnamePerson{"bob"}) == Errc::not_found);
}

TEST_CASE("breach: the clock reminds at 24, 48 and 66 hours and says when it is over, once each",
          "[breach]") {
    Breach breach = raised();
    CHECK_FALSE(advance(breach, start + hours{24} - Duration{1}));
    CHECK_THAT(advance(breach, start + hours{24}).value(), Catch::Contains("2 d"));
    CHECK_FALSE(advance(breach, start + hours{25}));
    CHECK(advance(breach, start + hours{48}));
    CHECK(advance(breach, start + hours{66}));
    CHECK_FALSE(advance(breach, start + hours{72} - Duration{1}));
    CHECK_THAT(advance(breach, start + hours{72}).value(), Catch::Contains("over"));
    CHECK_FALSE(advance(breach, start + hours{1000}));
    CHECK(breach.timeline.back().kind == "authority_overdue");
    CHECK(breach.state == State::open);
}

TEST_CASE("breach: a server that was down says the newest reminder only", "[breach]") {
    Breach breach = raised();
    CHECK(advance(breach, start + hours{50}));
    CHECK(breach.reminders_sent == 2);
    CHECK_FALSE(advance(breach, start + hours{51}));
    CHECK(advance(breach, start + hours{80}));
    CHECK_FALSE(advance(breach, start + hours{81}));
}

TEST_CASE("breach: once the authority is told, or it is on record why not, the clock is silent",
          "[breach]") {
    for (const bool told : {true, false}) {
        Breach breach = raised();
        REQUIRE(apply(breach, GiveNotice{told, "words", false}, "ann", start + hours{1}));
        CHECK_FALSE(advance(breach, start + hours{100}));
    }
    Breach late = raised();
    REQUIRE(apply(late, GiveNotice{true, "case 42", false}, "ann", start + hours{73}));
    CHECK_THAT(late.timeline.back().text, Catch::Contains("after the 72 hours"));
    CHECK(refused(late, GiveNotice{true, "", false}) == Errc::invalid);
}

TEST_CASE("breach: it is closed only when all is done, and by a person", "[breach]") {
    Breach breach = raised();
    CHECK(refused(breach, Close{"over"}) == Errc::conflict);
    CHECK(refused(breach, TickItem{"authority", ""}) == Errc::conflict);
    do_all(breach);
    CHECK(refused(breach, TickItem{"contain", ""}) == Errc::conflict);
    CHECK(refused(breach, TickItem{"dance", ""}) == Errc::not_found);
    CHECK(refused(breach, Close{""}) == Errc::invalid);
    REQUIRE(apply(breach, Close{"over"}, "ann", start + hours{2}));
    CHECK(breach.state == State::closed);
    CHECK(breach.closed_at == start + hours{2});
    CHECK(refused(breach, Contain{"late"}) == Errc::conflict);
    CHECK(apply(breach, Note{"an afterthought"}, "ann", start));
    REQUIRE(apply(breach, Reopen{"they are back"}, "ann", start));
    CHECK(breach.state == State::open);
    CHECK_FALSE(breach.closed_at);
    CHECK(refused(breach, Reopen{"again"}) == Errc::conflict);
}

TEST_CASE("breach: time alone never closes one", "[breach]") {
    Breach breach = raised();
    do_all(breach);
    CHECK_FALSE(advance(breach, start + hours{24 * 3650}));
    CHECK(breach.state == State::open);
}

TEST_CASE("breach: evidence is known by its SHA-256", "[breach]") {
    Breach breach = raised();
    const std::string digest(64, 'a');
    REQUIRE(apply(breach, AddEvidence{"disk.img", digest, 42, "safe 3"}, "ann", start));
    CHECK(breach.evidence[0] == Evidence{"ev-1", "disk.img", digest, 42, "safe 3", "ann", start});
    for (const std::string& wrong :
         {std::string(63, 'a'), std::string(65, 'a'), std::string(64, 'A'), std::string(64, 'g')}) {
        CAPTURE(wrong);
        CHECK(refused(breach, AddEvidence{"x", wrong, 0, "safe"}) == Errc::invalid);
    }
    CHECK(refused(breach, AddEvidence{"", digest, 0, "safe"}) == Errc::invalid);
    CHECK(refused(breach, AddEvidence{"x", digest, 0, ""}) == Errc::invalid);
    breach.evidence.resize(evidence_max - 1, breach.evidence[0]);
    CHECK(apply(breach, AddEvidence{"x", digest, 0, "safe"}, "ann", start));
    CHECK(refused(breach, AddEvidence{"x", digest, 0, "safe"}) == Errc::too_large);
}

TEST_CASE("breach: signs of one host or one kind are one breach", "[breach]") {
    Breach breach = raise_by_rule(sign("web-1", "security.auth.burst"), 7);
    CHECK(breach.raised_by == "engine");
    CHECK(belongs_to(sign("web-1", "security.setuid.new"), breach));
    CHECK(belongs_to(sign("web-2", "security.auth.burst"), breach));
    CHECK_FALSE(belongs_to(sign("web-2", "security.setuid.new"), breach));
    CHECK(take_sign(breach, sign("web-2", "security.auth.burst")));
    CHECK_FALSE(take_sign(breach, sign("web-2", "security.auth.burst", start + hours{1})));
    REQUIRE(breach.signs.size() == 2);
    CHECK(breach.signs[1].last_at == start + hours{1});
    CHECK(breach.signs[1].first_at == start);
    breach.state = State::closed;
    CHECK_FALSE(belongs_to(sign("web-1", "security.auth.burst"), breach));
}

TEST_CASE("breach: at the bound of signs more are counted, of lines refused", "[breach]") {
    Breach breach = raise_by_rule(sign("web-1", "k"), 1);
    for (std::size_t i = 1; i < signs_max; ++i)
        CHECK(take_sign(breach, sign("host-" + std::to_string(i), "k")));
    CHECK_FALSE(take_sign(breach, sign("one-more", "k")));
    CHECK(breach.signs.size() == signs_max);
    CHECK(breach.signs_beyond == 1);
    breach.timeline.resize(lines_max - 1);
    CHECK(apply(breach, Note{"x"}, "ann", start));
    CHECK(refused(breach, Note{"x"}) == Errc::too_large);
}

TEST_CASE("breach: each act leaves a line, and the revision grows", "[breach]") {
    Breach breach = raised();
    const std::uint64_t before = breach.revision;
    REQUIRE(apply(breach, TakeOver{}, "bob", start));
    CHECK(breach.owner == "bob");
    REQUIRE(apply(breach, Contain{"keys replaced"}, "bob", start));
    CHECK(refused(breach, Contain{"again"}) == Errc::conflict);
    REQUIRE(apply(breach, PutOnRecord{{"facts", "effects", "measures", 1200}}, "bob", start));
    CHECK(breach.record.people_affected == 1200);
    CHECK(breach.revision == before + 3);
    CHECK(breach.timeline.back().actor == "bob");
    CHECK(parse_state("contained").value() == State::contained);
    CHECK_FALSE(parse_state("done"));
}

}  // namespace
}  // namespace foreshock::breach
