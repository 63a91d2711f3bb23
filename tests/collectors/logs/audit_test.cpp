#include "collectors/logs/audit.hpp"

#include <catch2/catch.hpp>
#include <linux/audit.h>

#include "collectors/logs/audit_message.hpp"
#include "collectors/logs/catalog.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/inline_background.hpp"
#include "tests/support/stub_netlink.hpp"

namespace foreshock::collectors {
namespace {

std::string status_message(std::uint32_t backlog, std::uint32_t limit, std::uint32_t lost) {
    audit_status status{};
    status.backlog = backlog;
    status.backlog_limit = limit;
    status.lost = lost;
    return test::netlink_message(AUDIT_GET, std::string{bytes_of(status)});
}

struct Bench : test::CollectorBench {
    Bench() {
        background = &work;
        netlink = kernel;
        make("audit", logs_catalog());
    }

    void answer(std::string text) {
        kernel->answer = std::move(text);
        REQUIRE(tick(std::chrono::seconds{5}));
        REQUIRE(tick(std::chrono::seconds{5}));
    }

    test::InlineBackground work;
    std::shared_ptr<test::StubNetlink> kernel = std::make_shared<test::StubNetlink>();
};

TEST_CASE("audit: the status of the kernel is read by field", "[collectors][audit]") {
    const auto status = parse_audit_status(status_message(7, 8192, 3));
    REQUIRE(status);
    CHECK(status->backlog == 7);
    CHECK(status->backlog_limit == 8192);
    CHECK(status->lost == 3);
}

TEST_CASE("audit: the shorter status of an older kernel is whole", "[collectors][audit]") {
    const std::string older =
        status_message(7, 64, 3).substr(sizeof(nlmsghdr), offsetof(audit_status, feature_bitmap));
    CHECK(parse_audit_status(test::netlink_message(AUDIT_GET, older))->backlog == 7);
    CHECK(parse_audit_status(test::netlink_message(AUDIT_GET, older.substr(4))).error().code ==
          Errc::malformed);
}

TEST_CASE("audit: other messages are passed over, and an answer without status is malformed",
          "[collectors][audit]") {
    const std::string other = test::netlink_message(AUDIT_USER, "hello");
    CHECK(parse_audit_status(other + status_message(1, 2, 3)));
    CHECK(parse_audit_status(other).error().code == Errc::malformed);
    CHECK(parse_audit_status("").error().code == Errc::malformed);
}

TEST_CASE("audit: records that wait are told beside their limit, and those lost anew",
          "[collectors][audit]") {
    Bench bench;
    bench.answer(status_message(5, 64, 100));
    CHECK(bench.sink.value("audit.backlog.waiting_count") == 5);
    CHECK(bench.sink.value("audit.backlog.limit_count") == 64);
    CHECK_FALSE(bench.sink.value("audit.records.lost_new_count"));
    bench.answer(status_message(64, 64, 130));
    CHECK(bench.sink.value("audit.records.lost_count") == 130);
    CHECK(bench.sink.value("audit.records.lost_new_count") == 30);
}

TEST_CASE("audit: a backlog without limit has none", "[collectors][audit]") {
    Bench bench;
    bench.answer(status_message(5, 0, 0));
    CHECK(bench.sink.value("audit.backlog.waiting_count") == 5);
    CHECK_FALSE(bench.sink.value("audit.backlog.limit_count"));
}

TEST_CASE("audit: who may not ask is quiet and asks no more", "[collectors][audit]") {
    Bench bench;
    bench.kernel->answer = fail(Errc::refused, "Operation not permitted");
    REQUIRE(bench.tick());
    for (int minute = 0; minute < 3; ++minute)
        CHECK(bench.tick(std::chrono::minutes{1}).error().code == Errc::no_data);
    CHECK(bench.kernel->asked.size() == 1);
}

TEST_CASE("audit: another error is told, and asked again", "[collectors][audit]") {
    Bench bench;
    bench.kernel->answer = fail(Errc::unreadable, "no buffer");
    REQUIRE(bench.tick());
    CHECK(bench.tick(std::chrono::seconds{10}).error().code == Errc::unreadable);
    bench.answer(status_message(5, 64, 0));
    CHECK(bench.sink.value("audit.backlog.waiting_count") == 5);
    test::CollectorBench alone;
    alone.make("audit", logs_catalog());
    CHECK(alone.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
