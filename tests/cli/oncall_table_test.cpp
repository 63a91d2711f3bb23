#include "cli/oncall_table.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::cli;

namespace {

const std::string answer = R"([
{"schedule":"primary","title":"First line","team":"","zone":"Asia/Bangkok",
 "now":{"person":"ann","begins_at":"2026-11-26T02:00:00.000Z","ends_at":"2026-11-27T02:00:00.000Z",
        "begins_local":"2026-11-26T09:00:00+07:00","ends_local":"2026-11-27T09:00:00+07:00"},
 "next":{"person":"bo","begins_at":"2026-11-27T02:00:00.000Z","ends_at":"2026-11-28T02:00:00.000Z",
        "begins_local":"2026-11-27T09:00:00+07:00","ends_local":"2026-11-28T09:00:00+07:00"}},
{"schedule":"nights","now":null,"next":null}])";

Look look() {
    return {parse_rfc3339("2026-11-26T04:00:00Z").value(), {}, 120, false};
}

}  // namespace

TEST_CASE("on call: who has it for how long, and who is next, on the wall of the schedule",
          "[cli]") {
    CHECK(render_on_call(read_on_call(answer).value(), look()) ==
          "SCHEDULE  NOW     LEFT    UNTIL             NEXT  FROM\n"
          "primary   ann     22h00m  2026-11-27 09:00  bo    2026-11-27 09:00\n"
          "nights    nobody  -       -                 -     -\n");
}

TEST_CASE("on call: without a schedule it says where one is made", "[cli]") {
    CHECK(render_on_call({}, look()) ==
          "There is no schedule: the server's configuration has [[schedule]].\n");
}

TEST_CASE("on call: what is no list is told", "[cli]") {
    CHECK(read_on_call("{}").error().code == Errc::malformed);
    CHECK(read_on_call("no").error().code == Errc::malformed);
    CHECK(read_on_call("[1]").value().at(0).schedule.empty());
}
