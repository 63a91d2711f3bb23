#include "server/oncall/schedule.hpp"

#include <catch2/catch.hpp>

namespace foreshock::oncall {
namespace {

using incidents::TimeSpan;
using std::chrono::hours;
using std::chrono::minutes;

TimePoint at(const std::string& text) {
    return parse_rfc3339(text).value();
}

desk::LocalTime wall(const std::string& text) {
    return desk::parse_local_time(text).value();
}

Layer layer(const std::string& starts, std::chrono::minutes turn,
            std::vector<std::string> people = {"ann", "bo", "cy"}) {
    return {"base", std::move(people), wall(starts), {}, turn};
}

Schedule schedule(const std::string& zone, std::vector<Layer> layers) {
    return {"primary", "Primary", "desk", desk::Zone::find(zone).value(), std::move(layers)};
}

constexpr std::chrono::minutes day{24 * 60};

TEST_CASE("schedule: a weekly rotation hands over at its hour on the wall", "[oncall][schedule]") {
    const Schedule primary = schedule("Asia/Bangkok", {layer("2026-01-05T09:00", 7 * day)});
    const Rota rota{{primary}, {}, 0};
    CHECK(rota.on_call_at("primary", at("2026-01-05T01:59:59Z")) == "");
    CHECK(rota.on_call_at("primary", at("2026-01-05T02:00:00Z")) == "ann");
    CHECK(rota.on_call_at("primary", at("2026-01-12T01:59:59Z")) == "ann");
    CHECK(rota.on_call_at("primary", at("2026-01-12T02:00:00Z")) == "bo");
    CHECK(rota.on_call_at("primary", at("2026-01-26T02:00:00Z")) == "ann");
    CHECK(rota.on_call_at("nobody's", at("2026-01-26T02:00:00Z")) == "");
}

TEST_CASE("schedule: who is on call now, until when, and who is next", "[oncall][schedule]") {
    const Schedule primary = schedule("UTC", {layer("2026-01-05T09:00", day)});
    const OnCall found = on_call(primary, {}, at("2026-01-06T10:00:00Z"));
    REQUIRE(found.now);
    CHECK(found.now->person == "bo");
    CHECK(found.now->begin == at("2026-01-06T09:00:00Z"));
    CHECK(found.now->end == at("2026-01-07T09:00:00Z"));
    REQUIRE(found.next);
    CHECK(found.next->person == "cy");
    CHECK(found.next->begin == at("2026-01-07T09:00:00Z"));
}

TEST_CASE("schedule: an override replaces whoever has the turn, the later made one counts",
          "[oncall][schedule]") {
    const Schedule primary = schedule("UTC", {layer("2026-01-05T09:00", day)});
    const std::vector<Override> overrides{{"o1",
                                           "primary",
                                           "dee",
                                           at("2026-01-06T12:00:00Z"),
                                           at("2026-01-06T18:00:00Z"),
                                           "",
                                           "",
                                           {}},
                                          {"o2",
                                           "primary",
                                           "eve",
                                           at("2026-01-06T15:00:00Z"),
                                           at("2026-01-06T16:00:00Z"),
                                           "",
                                           "",
                                           {}},
                                          {"o3",
                                           "other",
                                           "mallory",
                                           at("2026-01-01T00:00:00Z"),
                                           at("2027-01-01T00:00:00Z"),
                                           "",
                                           "",
                                           {}}};
    const auto found =
        cover(primary, overrides, {at("2026-01-06T09:00:00Z"), at("2026-01-07T09:00:00Z")});
    REQUIRE(found);
    std::vector<std::string> people;
    for (const Shift& shift : found->shifts)
        people.push_back(shift.person);
    CHECK(people == std::vector<std::string>{"bo", "dee", "eve", "dee", "bo"});
    CHECK(found->gaps.empty());
    // Standing in for a layer is meant; two who stand in at once may be a mistake.
    REQUIRE(found->overlaps.size() == 1);
    CHECK(found->overlaps[0] ==
          Overlap{{at("2026-01-06T15:00:00Z"), at("2026-01-06T16:00:00Z")}, "dee", "eve"});
}

TEST_CASE("schedule: gaps and overlaps of layers are flagged", "[oncall][schedule]") {
    Layer office = layer("2026-01-05T00:00", 7 * day, {"ann"});
    office.name = "office";
    office.restrictions = {desk::parse_daily_hours("mon-fri 08:00-18:00").value()};
    Layer night = layer("2026-01-05T00:00", 7 * day, {"bo"});
    night.name = "night";
    night.restrictions = {desk::parse_daily_hours("daily 17:00-07:00").value()};
    const Schedule both = schedule("UTC", {office, night});
    const auto found =
        cover(both, {}, {at("2026-01-06T00:00:00Z"), at("2026-01-07T00:00:00Z")}).value();
    REQUIRE(found.gaps.size() == 1);
    CHECK(found.gaps[0] == TimeSpan{at("2026-01-06T07:00:00Z"), at("2026-01-06T08:00:00Z")});
    REQUIRE(found.overlaps.size() == 1);
    CHECK(found.overlaps[0] ==
          Overlap{{at("2026-01-06T17:00:00Z"), at("2026-01-06T18:00:00Z")}, "ann", "bo"});
    const OnCall now = on_call(both, {}, at("2026-01-06T07:30:00Z"));
    CHECK_FALSE(now.now);
    CHECK(now.next->person == "ann");
}

TEST_CASE("schedule: a layer ends where it is said to", "[oncall][schedule]") {
    Layer short_one = layer("2026-01-05T09:00", day);
    short_one.ends = wall("2026-01-06T12:00");
    const auto found = cover(schedule("UTC", {short_one}), {},
                             {at("2026-01-06T09:00:00Z"), at("2026-01-08T09:00:00Z")})
                           .value();
    REQUIRE(found.shifts.size() == 1);
    CHECK(found.shifts[0].end == at("2026-01-06T12:00:00Z"));
    CHECK(found.gaps.size() == 1);
}

TEST_CASE("schedule: what is asked for is bounded", "[oncall][schedule]") {
    const Schedule primary = schedule("UTC", {layer("2026-01-05T09:00", day)});
    const TimePoint begin = at("2026-01-05T09:00:00Z");
    CHECK(cover(primary, {}, {begin, begin + cover_max}));
    CHECK_FALSE(cover(primary, {}, {begin, begin + cover_max + Duration{1}}));
    CHECK_FALSE(cover(primary, {}, {begin, begin}));
}

/// The moments at which the offset of the zone changes, within some years.
std::vector<TimePoint> transitions_of(const desk::Zone& zone) {
    std::vector<TimePoint> found;
    const auto offset = [&](TimePoint moment) {
        return zone.local_of(moment).time_since_epoch() -
               std::chrono::floor<std::chrono::seconds>(moment).time_since_epoch();
    };
    for (TimePoint day_at = at("2020-01-01T00:00:00Z"); day_at < at("2029-01-01T00:00:00Z");
         day_at += hours{24}) {
        if (offset(day_at) == offset(day_at + hours{24})) continue;
        TimePoint low = day_at;
        TimePoint high = day_at + hours{24};
        while (high - low > std::chrono::seconds{1}) {
            const TimePoint middle = low + (high - low) / 2;
            (offset(middle) == offset(day_at) ? low : high) = middle;
        }
        found.push_back(std::chrono::ceil<std::chrono::seconds>(low + Duration{1}));
    }
    return found;
}

TEST_CASE("schedule: over every change of the clocks turns follow one another without a hole",
          "[oncall][schedule][dst]") {
    const auto turn = GENERATE(minutes{60}, minutes{8 * 60}, day, 7 * day);
    for (const char* name : {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
                             "America/Sao_Paulo", "Africa/Casablanca", "Asia/Tehran",
                             "Pacific/Apia", "Europe/London", "America/St_Johns"}) {
        const desk::Zone zone = desk::Zone::find(name).value();
        // The hour at which clocks change in most zones.
        const Layer rotation = layer("2019-12-30T02:30", turn);
        const Schedule one = schedule(name, {rotation});
        for (const TimePoint change : transitions_of(zone)) {
            CAPTURE(name, turn.count(), format_rfc3339(change));
            const TimeSpan around{change - hours{50}, change + hours{50}};
            const Cover found = cover(one, {}, around).value();
            CHECK(found.gaps.empty());
            CHECK(found.overlaps.empty());
            TimePoint end = around.begin;
            for (const Shift& shift : found.shifts) {
                REQUIRE(shift.begin == end);
                end = shift.end;
            }
            CHECK(end == around.end);
            // Asked at any moment, the rota says the same as the plan, and turns never go back.
            std::int64_t last = -1;
            for (TimePoint moment = around.begin; moment < around.end; moment += minutes{17}) {
                const std::int64_t number = turn_at(rotation, zone, moment).value();
                REQUIRE(number >= last);
                last = number;
                REQUIRE(begin_of_turn(rotation, zone, number) <= moment);
                REQUIRE(begin_of_turn(rotation, zone, number + 1) > moment);
                const auto shift = std::find_if(
                    found.shifts.begin(), found.shifts.end(),
                    [&](const Shift& s) { return s.begin <= moment && moment < s.end; });
                REQUIRE(shift->person == rotation.people[static_cast<std::size_t>(number) % 3]);
            }
        }
    }
}

TEST_CASE("schedule: a daily hand-off stays at its hour on the wall when clocks change",
          "[oncall][schedule][dst]") {
    const Schedule berlin = schedule("Europe/Berlin", {layer("2026-01-05T09:00", day)});
    for (TimePoint moment = at("2026-03-01T12:00:00Z"); moment < at("2026-11-20T00:00:00Z");
         moment += hours{24}) {
        const OnCall found = on_call(berlin, {}, moment);
        const desk::LocalTime begin = berlin.zone.local_of(found.now->begin);
        CHECK(begin - std::chrono::floor<std::chrono::days>(begin) == hours{9});
    }
}

TEST_CASE("schedule: of an hour that comes twice both passes belong to one turn",
          "[oncall][schedule][dst]") {
    // 25 October 2026, 03:00 becomes 02:00 in Berlin: 02:30 comes at 00:30Z and at 01:30Z.
    const Schedule berlin = schedule("Europe/Berlin", {layer("2026-10-24T02:30", day)});
    const Rota rota{{berlin}, {}, 0};
    CHECK(rota.on_call_at("primary", at("2026-10-25T00:29:59Z")) == "ann");
    CHECK(rota.on_call_at("primary", at("2026-10-25T00:30:00Z")) == "bo");
    CHECK(rota.on_call_at("primary", at("2026-10-25T01:10:00Z")) == "bo");
    CHECK(rota.on_call_at("primary", at("2026-10-26T01:29:59Z")) == "bo");
    CHECK(rota.on_call_at("primary", at("2026-10-26T01:30:00Z")) == "cy");
}

}  // namespace
}  // namespace foreshock::oncall
