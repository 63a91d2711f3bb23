#include "server/desk/recurrence.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using desk::Recurrence;
using desk::RecurrenceText;

namespace {

std::vector<std::string> next(const RecurrenceText& text, const char* from, std::size_t count = 3) {
    const auto recurrence = Recurrence::parse(text);
    INFO(text.rrule << text.cron);
    if (!recurrence) FAIL(recurrence.error().what);
    std::vector<std::string> locals;
    for (const auto& one : recurrence->next(parse_rfc3339(from).value(), count))
        locals.push_back(one.local);
    return locals;
}

RecurrenceText rrule(const char* rule, const char* first, const char* zone = "UTC") {
    return {rule, "", zone, first, {}};
}

RecurrenceText cron(const char* text, const char* zone = "UTC") {
    return {"", text, zone, "", {}};
}

std::string refusal_of(const RecurrenceText& text) {
    const auto recurrence = Recurrence::parse(text);
    INFO(text.rrule << text.cron);
    REQUIRE_FALSE(recurrence);
    return recurrence.error().what;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("recurrence: rules that operators write give the moments they mean", "[desk]") {
    CHECK(next(rrule("FREQ=DAILY", "2026-01-01T22:00"), "2026-01-05T22:00:00Z") ==
          Texts{"2026-01-05T22:00:00+00:00", "2026-01-06T22:00:00+00:00",
                "2026-01-07T22:00:00+00:00"});
    CHECK(next(rrule("FREQ=MONTHLY;BYDAY=-1SU;BYHOUR=2;BYMINUTE=30", "2026-01-01T00:00"),
               "2026-02-01T00:00:00Z",
               2) == Texts{"2026-02-22T02:30:00+00:00", "2026-03-29T02:30:00+00:00"});
    CHECK(next(rrule("RRULE:freq=weekly;interval=2;wkst=su;byday=su,mo", "2026-01-05T22:00"),
               "2026-01-01T00:00:00Z") == Texts{"2026-01-05T22:00:00+00:00",
                                                "2026-01-18T22:00:00+00:00",
                                                "2026-01-19T22:00:00+00:00"});
    CHECK(next(rrule("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-01-01T22:00"),
               "2026-02-28T00:00:00Z",
               2) == Texts{"2026-03-31T22:00:00+00:00", "2026-04-30T22:00:00+00:00"});
    CHECK(next(rrule("FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-31T01:00"), "2026-02-01T00:00:00Z",
               2) == Texts{"2026-03-31T01:00:00+00:00", "2026-05-31T01:00:00+00:00"});
    CHECK(next(rrule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2026-01-01T01:00"),
               "2096-03-01T00:00:00Z", 1) == Texts{"2104-02-29T01:00:00+00:00"});
}

TEST_CASE("recurrence: hours of a day come in order, however they are written", "[desk]") {
    CHECK(next(rrule("FREQ=DAILY;BYHOUR=13,1,13;BYMINUTE=30,0", "2026-01-01T00:00"),
               "2026-01-01T01:10:00Z") == Texts{"2026-01-01T01:30:00+00:00",
                                                "2026-01-01T13:00:00+00:00",
                                                "2026-01-01T13:30:00+00:00"});
}

TEST_CASE("recurrence: COUNT counts from the first one, and UNTIL is included", "[desk]") {
    const auto counted = rrule("FREQ=DAILY;COUNT=4", "2026-01-01T02:00");
    CHECK(next(counted, "2026-01-03T03:00:00Z") == Texts{"2026-01-04T02:00:00+00:00"});
    CHECK(next(counted, "2026-01-05T00:00:00Z").empty());
    CHECK(next(rrule("FREQ=DAILY;UNTIL=20260103T020000", "2026-01-01T02:00", "Europe/Berlin"),
               "2026-01-03T00:00:00Z") == Texts{"2026-01-03T02:00:00+01:00"});
    CHECK(next(rrule("FREQ=DAILY;UNTIL=20260103T010000Z", "2026-01-01T02:00", "Europe/Berlin"),
               "2026-01-03T00:00:00Z") == Texts{"2026-01-03T02:00:00+01:00"});
    CHECK(next(rrule("FREQ=DAILY;UNTIL=20260103T005959Z", "2026-01-01T02:00", "Europe/Berlin"),
               "2026-01-03T00:00:00Z")
              .empty());
    CHECK(next(rrule("FREQ=DAILY;UNTIL=20260103", "2026-01-01T02:00"), "2026-01-03T00:00:00Z") ==
          Texts{"2026-01-03T02:00:00+00:00"});
}

TEST_CASE("recurrence: exceptions are left out, by the day or by the time", "[desk]") {
    auto text = rrule("FREQ=DAILY;BYHOUR=2,14", "2026-01-01T00:00");
    text.except = {"2026-01-01", "2026-01-02T14:00"};
    CHECK(next(text, "2026-01-01T00:00:00Z") == Texts{"2026-01-02T02:00:00+00:00",
                                                      "2026-01-03T02:00:00+00:00",
                                                      "2026-01-03T14:00:00+00:00"});
}

TEST_CASE("recurrence: it goes on the same from anywhere", "[desk]") {
    const RecurrenceText texts[] = {
        rrule("FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,FR;WKST=SU", "2025-11-07T23:15", "Europe/Berlin"),
        rrule("FREQ=MONTHLY;INTERVAL=5;BYDAY=2WE", "2025-01-08T04:00", "America/New_York"),
        rrule("FREQ=DAILY;INTERVAL=9;BYHOUR=3,17", "2025-02-01T00:00", "Australia/Lord_Howe"),
        rrule("FREQ=YEARLY;INTERVAL=2;BYMONTH=3,10;BYDAY=-1SU", "2019-03-31T02:30",
              "Europe/Berlin"),
        cron("17 */5 1-7 * mon", "Asia/Bangkok")};
    for (const RecurrenceText& text : texts) {
        const auto recurrence = Recurrence::parse(text).value();
        const auto all = recurrence.next(parse_rfc3339("2025-12-01T00:00:00Z").value(), 12);
        REQUIRE(all.size() >= 4);
        for (std::size_t i = 1; i < all.size(); ++i) {
            CAPTURE(text.rrule, text.cron, i, all[i].local);
            CHECK(all[i - 1].starts_at < all[i].starts_at);
            CHECK(recurrence.next(all[i].starts_at, 1).at(0).local == all[i].local);
            CHECK(recurrence.next(all[i - 1].starts_at + Duration{1}, 1).at(0).local ==
                  all[i].local);
        }
    }
}

TEST_CASE("recurrence: a time that the clocks jump over comes as much later", "[desk]") {
    const auto text = rrule("FREQ=DAILY", "2026-03-01T02:30", "Europe/Berlin");
    CHECK(next(text, "2026-03-28T00:00:00Z") == Texts{"2026-03-28T02:30:00+01:00",
                                                      "2026-03-29T03:30:00+02:00",
                                                      "2026-03-30T02:30:00+02:00"});
    const auto found =
        Recurrence::parse(text)->next(parse_rfc3339("2026-03-29T00:00:00Z").value(), 1);
    CHECK(format_rfc3339(found.at(0).starts_at) == "2026-03-29T01:30:00.000Z");
    CHECK(found.at(0).note ==
          "02:30 does not exist on that day: clocks are set forward; it is 03:30");
}

TEST_CASE("recurrence: of a time that comes twice only the first pass counts", "[desk]") {
    const auto text = cron("30 2 * * *", "Europe/Berlin");
    CHECK(next(text, "2026-10-24T22:00:00Z", 2) ==
          Texts{"2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"});
    // Between both passes the next one is that of the day after.
    CHECK(next(text, "2026-10-25T00:45:00Z", 1) == Texts{"2026-10-26T02:30:00+01:00"});
    const auto found =
        Recurrence::parse(text)->next(parse_rfc3339("2026-10-24T22:00:00Z").value(), 1);
    CHECK(found.at(0).note ==
          "02:30 comes twice on that day: clocks are set back; this is the "
          "first");
}

TEST_CASE("recurrence: clocks that jump keep the order, and each moment comes once", "[desk]") {
    const auto text = cron("*/30 1-4 * * *", "Europe/Berlin");
    CHECK(next(text, "2026-03-29T00:00:00Z", 5) ==
          Texts{"2026-03-29T01:00:00+01:00", "2026-03-29T01:30:00+01:00",
                "2026-03-29T03:00:00+02:00", "2026-03-29T03:30:00+02:00",
                "2026-03-29T04:00:00+02:00"});
    CHECK(next(text, "2026-10-25T00:00:00Z", 4) ==
          Texts{"2026-10-25T02:00:00+02:00", "2026-10-25T02:30:00+02:00",
                "2026-10-25T03:00:00+01:00", "2026-10-25T03:30:00+01:00"});
}

TEST_CASE("recurrence: zones that change by half an hour or without the sun are no exception",
          "[desk]") {
    // Lord Howe Island: by half an hour. Samoa had no 30 December 2011.
    CHECK(next(cron("15 2 * * *", "Australia/Lord_Howe"), "2026-10-03T14:00:00Z", 1) ==
          Texts{"2026-10-04T02:45:00+11:00"});
    CHECK(next(cron("0 12 29-31 12 *", "Pacific/Apia"), "2011-12-29T00:00:00Z", 3) ==
          Texts{"2011-12-29T12:00:00-10:00", "2011-12-31T12:00:00+14:00",
                "2012-12-29T12:00:00+14:00"});
}

TEST_CASE("recurrence: what is wrong is named, with how to do better", "[desk]") {
    CHECK(refusal_of({}) == "recurrence: give either rrule or cron");
    auto both = rrule("FREQ=DAILY", "2026-01-01T00:00");
    both.cron = "* * * * *";
    CHECK(refusal_of(both) == "recurrence: give either rrule or cron");
    CHECK(refusal_of(cron("* * * * *", "")).starts_with("zone: is missing"));
    CHECK(refusal_of(cron("* * * * *", "Europe/Nowhere")).starts_with("zone: 'Europe/Nowhere'"));
    CHECK(refusal_of(cron("* * * * *", "../../etc/passwd")).starts_with("zone: "));
    CHECK(refusal_of(rrule("FREQ=DAILY", "")).starts_with("first: "));
    CHECK(refusal_of(rrule("FREQ=DAILY", "2026-02-30T00:00")).starts_with("first: "));
    auto excepts = rrule("FREQ=DAILY", "2026-01-01T00:00");
    excepts.except = {"christmas"};
    CHECK(refusal_of(excepts).starts_with("except: "));
    excepts.except = std::vector<std::string>(101, "2026-01-01");
    CHECK(refusal_of(excepts) == "except: at most 100");
}

TEST_CASE("recurrence rule: what RFC 5545 does not allow, or would never end, is refused",
          "[desk]") {
    const auto why = [](const char* rule) { return refusal_of(rrule(rule, "2026-01-01T02:00")); };
    CHECK(why("BYDAY=MO").starts_with("RRULE FREQ: is missing"));
    CHECK(why("FREQ=HOURLY").starts_with("RRULE FREQ: must be"));
    CHECK(why("FREQ=DAILY;BYDAY=2MO").starts_with("RRULE BYDAY: an ordinal"));
    CHECK(why("FREQ=DAILY;FOO=1") == "RRULE FOO: is not known here");
    CHECK(why("FREQ=DAILY;FREQ=DAILY") == "RRULE FREQ: is there twice");
    CHECK(why("FREQ=DAILY;COUNT=2;UNTIL=20270101").starts_with("RRULE COUNT: cannot"));
    CHECK(why("FREQ=DAILY;COUNT=10001").starts_with("RRULE COUNT: takes 1 to 10000"));
    CHECK(why("FREQ=DAILY;BYHOUR=24").starts_with("RRULE BYHOUR: takes numbers below 24"));
    CHECK(why("FREQ=DAILY;BYMONTH=1,").starts_with("RRULE BYMONTH: has an empty item"));
    CHECK(why("FREQ=DAILY;INTERVAL=0").find("out of its range") != std::string::npos);
    CHECK(why("FREQ=DAILY;UNTIL=tomorrow").starts_with("RRULE UNTIL: write"));
    CHECK(why("FREQ").starts_with("RRULE FREQ: write NAME=value"));
    CHECK(why(std::string(501, 'x').c_str()) == "RRULE: at most 500 bytes");
}

TEST_CASE("recurrence rule: one that never comes is none, quickly", "[desk]") {
    CHECK(next(rrule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01T02:00"),
               "2026-01-01T00:00:00Z")
              .empty());
    CHECK(next(rrule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01T02:00"),
               "2026-01-01T00:00:00Z")
              .empty());
    CHECK(next(cron("0 0 30 2 *"), "2026-01-01T00:00:00Z").empty());
}

TEST_CASE("cron: fields take names, ranges, steps and lists", "[desk]") {
    CHECK(next(cron("5/20 8-10/2 * * *"), "2026-01-01T08:30:00Z", 4) ==
          Texts{"2026-01-01T08:45:00+00:00", "2026-01-01T10:05:00+00:00",
                "2026-01-01T10:25:00+00:00", "2026-01-01T10:45:00+00:00"});
    CHECK(next(cron("0 3 * feb,JUL Sun"), "2026-01-01T00:00:00Z", 1) ==
          Texts{"2026-02-01T03:00:00+00:00"});
    CHECK(next(cron("0 3 * * 7"), "2026-01-01T00:00:00Z", 1) == Texts{"2026-01-04T03:00:00+00:00"});
    CHECK(next(cron("0 3 * * 5-7"), "2026-01-02T04:00:00Z", 2) ==
          Texts{"2026-01-03T03:00:00+00:00", "2026-01-04T03:00:00+00:00"});
}

TEST_CASE("cron: when both kinds of day are restricted one of them is enough", "[desk]") {
    CHECK(next(cron("0 0 13 * fri"), "2026-01-01T00:00:00Z") == Texts{"2026-01-02T00:00:00+00:00",
                                                                      "2026-01-09T00:00:00+00:00",
                                                                      "2026-01-13T00:00:00+00:00"});
    CHECK(next(cron("0 0 13 * *"), "2026-01-01T00:00:00Z", 1) ==
          Texts{"2026-01-13T00:00:00+00:00"});
}

TEST_CASE("cron: what is wrong is named by its field", "[desk]") {
    CHECK(refusal_of(cron("* * * *")).find("five fields") != std::string::npos);
    CHECK(refusal_of(cron("60 * * * *")).starts_with("cron minute: '60'"));
    CHECK(refusal_of(cron("* 24 * * *")).starts_with("cron hour: "));
    CHECK(refusal_of(cron("* * 0 * *")).starts_with("cron day of month: "));
    CHECK(refusal_of(cron("* * * foo *")).starts_with("cron month: "));
    CHECK(refusal_of(cron("* * * * 8")).starts_with("cron day of week: "));
    CHECK(refusal_of(cron("5-1 * * * *")).starts_with("cron minute: "));
    CHECK(refusal_of(cron("*/0 * * * *")).starts_with("cron minute: "));
    CHECK(refusal_of(cron("1-2-3 * * * *")).starts_with("cron minute: "));
    CHECK(refusal_of(cron("1, * * * *")).starts_with("cron minute: "));
}
