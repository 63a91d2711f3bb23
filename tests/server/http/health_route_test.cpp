#include "server/http/health_route.hpp"

#include "api_fixture.hpp"

namespace foreshock::http {
namespace {

TEST_CASE("health: ready until the board says why not, healthy all along", "[http][health]") {
    StatusBoard board;
    RequestCounters counters;
    const Front front{{}, health_routes(board), counters};
    CHECK(ask(front, get("/-/ready")).status == 200);
    Status status;
    status.not_ready_because = "the store is full";
    board.write(status);
    const Response response = ask(front, get("/-/ready"));
    CHECK(response.status == 503);
    CHECK(response.body == "not ready: the store is full\n");
    CHECK_FALSE(response.field("Retry-After").empty());
    CHECK(ask(front, get("/-/healthy")).status == 200);
}

}  // namespace
}  // namespace foreshock::http
