#include "server/http/event_hub.hpp"

#include <catch2/catch.hpp>

namespace foreshock::http {
namespace {

TEST_CASE("event_hub: a frame is the text of the standard", "[http][events]") {
    CHECK(*event_frame(7, "incident", "{}").text == "id: 7\nevent: incident\ndata: {}\n\n");
    CHECK(*event_frame(0, "heartbeat", "{}").text == "event: heartbeat\ndata: {}\n\n");
    CHECK(*event_frame(0, "x", "a\r\nb").text == "event: x\ndata: a\ndata: b\n\n");
}

TEST_CASE("event_hub: every stream gets every event, in order", "[http][events]") {
    EventHub hub;
    const auto a = *hub.open();
    const auto b = *hub.open();
    a->begin({});
    b->begin({});
    hub.publish(event_frame(1, "x", "one"));
    hub.publish(event_frame(2, "x", "two"));
    CHECK(a->take() == "id: 1\nevent: x\ndata: one\n\nid: 2\nevent: x\ndata: two\n\n");
    CHECK(a->take().empty());
    CHECK_FALSE(b->take().empty());
}

TEST_CASE("event_hub: live events wait for what was missed, and none comes twice",
          "[http][events]") {
    EventHub hub;
    const auto stream = *hub.open();
    hub.publish(event_frame(5, "x", "live"));
    hub.publish(event_frame(6, "x", "live"));
    CHECK(stream->take().empty());
    stream->begin({event_frame(4, "x", "missed"), event_frame(5, "x", "missed")});
    CHECK(stream->take() ==
          "id: 4\nevent: x\ndata: missed\n\nid: 5\nevent: x\ndata: missed\n\n"
          "id: 6\nevent: x\ndata: live\n\n");
}

TEST_CASE("event_hub: a reader at its bound goes on, one event more ends it", "[http][events]") {
    EventHub hub{8, 3};
    const auto slow = *hub.open();
    slow->begin({});
    for (std::uint64_t i = 1; i <= 3; ++i)
        hub.publish(event_frame(i, "x", ""));
    CHECK_FALSE(slow->ended());
    hub.publish(event_frame(4, "x", ""));
    CHECK(slow->ended());
    CHECK(slow->take().empty());
    CHECK(hub.overrun() == 1);
    CHECK(hub.open_count() == 0);
}

TEST_CASE("event_hub: takes its bound of streams and not one more", "[http][events]") {
    EventHub hub{2, 3};
    auto a = *hub.open();
    const auto b = *hub.open();
    const auto refused = hub.open();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::unavailable);
    CHECK(hub.refused() == 1);
    a.reset();
    CHECK(hub.open());
}

TEST_CASE("event_hub: a stream wakes its connection", "[http][events]") {
    EventHub hub;
    const auto stream = *hub.open();
    int woken = 0;
    stream->on_ready([&] { ++woken; });
    CHECK(woken == 1);
    stream->begin({});
    hub.publish(event_frame(1, "x", ""));
    CHECK(woken == 3);
}

TEST_CASE("event_hub: when the server stops, streams end and new ones are refused",
          "[http][events]") {
    EventHub hub;
    const auto stream = *hub.open();
    hub.close();
    CHECK(stream->ended());
    CHECK_FALSE(hub.open());
}

}  // namespace
}  // namespace foreshock::http
