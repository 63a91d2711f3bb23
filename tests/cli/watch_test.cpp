#include "cli/watch.hpp"

#include <algorithm>
#include <sstream>

#include <catch2/catch.hpp>
#include <signal.h>

#include "tests/support/http_receiver.hpp"
#include "tests/support/incident_samples.hpp"
#include "tests/support/manual_clock.hpp"

using namespace foreshock;
using namespace foreshock::cli;
using foreshock::test::HttpReceiver;
using foreshock::test::ManualClock;
using foreshock::test::ReceivedRequest;

namespace {

std::string one_line(std::string json) {
    std::replace(json.begin(), json.end(), '\n', ' ');
    return json;
}

const std::string stream_head =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t times = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++times;
    return times;
}

}  // namespace

TEST_CASE("watch: a lost connection is made again and goes on where it ended",
          "[cli][integration]") {
    Interrupts interrupts;
    int calls = 0;
    HttpReceiver server{[&](const ReceivedRequest&) {
        // The second connection is the last: Ctrl-C arrives while it is open.
        if (++calls == 2) ::kill(::getpid(), SIGINT);
        return stream_head +
               "event: heartbeat\ndata: {}\n\nevent: incident\nid: " + std::to_string(40 + calls) +
               "\ndata: " + one_line(test::incident_summary) + "\n\n";
    }};
    ApiClient api{{server.url(), ""}};
    const ManualClock clock;
    Look look;
    std::ostringstream out;
    CHECK(watch_incidents(api, clock, look, interrupts, out));
    REQUIRE(server.requests().size() == 2);
    CHECK(server.requests()[0].target == "/api/v1/events/stream");
    CHECK(server.requests()[1].headers.at("last-event-id") == "41");
    CHECK(count(out.str(), "INC-000042 P2") >= 1);
    CHECK(count(out.str(), "the connection was lost") == 1);
}

TEST_CASE("watch: a server that says no ends it", "[cli][integration]") {
    Interrupts interrupts;
    HttpReceiver server{[](const ReceivedRequest&) { return test::http_answer(401); }};
    ApiClient api{{server.url(), ""}};
    const ManualClock clock;
    std::ostringstream out;
    CHECK(watch_incidents(api, clock, Look{}, interrupts, out).error().code == Errc::refused);
}

TEST_CASE("interrupts: a signal is noticed and does not end the process", "[cli]") {
    Interrupts interrupts;
    CHECK_FALSE(interrupts.arrived());
    ::kill(::getpid(), SIGTERM);
    CHECK(interrupts.wait(std::chrono::seconds{5}));
    CHECK(interrupts.arrived());
}

TEST_CASE("interrupts: something to read ends the sleep as well", "[cli]") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const UniqueFd read_end{ends[0]};
    { const UniqueFd write_end{ends[1]}; }
    Interrupts interrupts;
    CHECK_FALSE(interrupts.wait(std::chrono::seconds{5}, read_end.get()));
}
