#include "server/notify/notice.hpp"

#include <catch2/catch.hpp>

namespace foreshock::notify {
namespace {

Result<Notice> notice_from_body(std::string body) {
    incidents::OutboxEntry entry;
    entry.id = "entry-1";
    entry.incident_id = "thing-1";
    entry.body = std::move(body);
    entry.created_at = from_unix_ms(1'790'000'000'000);
    return notice_of(entry);
}

TEST_CASE("notice: what is told of a breach is urgent and says no more than it must",
          "[notify][breach]") {
    const auto notice = notice_from_body(
        R"({"id":"w","type":"breach","reference":"BR-000003","state":"open",)"
        R"("authority_due_at":"2026-11-29T10:00:00.000Z","authority_settled":false,)"
        R"("words":"raised by ann"})");
    REQUIRE(notice);
    CHECK(notice->subject() == "[BR-000003] data breach, open");
    CHECK(notice->text ==
          "raised by ann\nThe authority is to be told by 2026-11-29T10:00:00.000Z.\n");
    CHECK(notice->priority == 1);
    CHECK(notice->is_open);
    CHECK(notice->id == "entry-1");
    CHECK(notice->at == from_unix_ms(1'790'000'000'000));
}

TEST_CASE("notice: a user's request is words to every kind of channel", "[notify][S18]") {
    incidents::OutboxEntry entry;
    entry.id = "e1";
    entry.incident_id = "rep-1";
    entry.body =
        R"({"event":"request.received","id":"e1","request":{"id":"rep-1","subject":"",)"
        R"("text":"a new laptop\nfor Dao, please","received_at":"2026-03-01T08:30:00.000Z",)"
        R"("reporter":{"name":"Dao","contact":"dao@example.org"},"host":""}})";
    const auto notice = notice_of(entry);
    REQUIRE(notice);
    CHECK(notice->subject() == "Request: a new laptop");
    CHECK(notice->text == "a new laptop\nfor Dao, please\n\nFrom: Dao dao@example.org\n");
    CHECK(notice->severity == "info");
    CHECK(notice->incident_id == "rep-1");
    CHECK(notice->at == parse_rfc3339("2026-03-01T08:30:00Z").value());
}

TEST_CASE("notice: a breach whose authority was told names no deadline", "[notify][breach]") {
    const auto notice = notice_from_body(
        R"({"type":"breach","reference":"BR-000003","state":"closed","authority_settled":true,)"
        R"("words":"closed by ann"})");
    REQUIRE(notice);
    CHECK(notice->text == "closed by ann\n");
    CHECK_FALSE(notice->is_open);
}

TEST_CASE("notice: what is none of its forms is refused", "[notify]") {
    for (const char* body : {"", "[]", "{}", R"({"type":"breech"})", R"({"incident":"x"})"}) {
        CAPTURE(body);
        CHECK_FALSE(notice_from_body(body));
    }
}

TEST_CASE("notice: the same after writing and reading", "[notify]") {
    Notice notice;
    notice.reference = "INC-000001";
    notice.title = "disk fills";
    notice.priority = 2;
    notice.at = from_unix_ms(1'790'000'000'000);
    const auto read = notice_from_body(to_json(notice));
    REQUIRE(read);
    CHECK(to_json(*read) == to_json(notice));
}

}  // namespace
}  // namespace foreshock::notify
