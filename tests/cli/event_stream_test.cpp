#include "cli/event_stream.hpp"

#include <vector>

#include <catch2/catch.hpp>

using namespace foreshock::cli;

namespace {

struct Heard {
    std::vector<std::string> events;
    EventStreamReader reader{
        [this](const StreamEvent& event) { events.push_back(event.name + "=" + event.data); }};
};

using Events = std::vector<std::string>;

const std::string stream =
    "event: incident\r\nid: 7\r\ndata: {\"a\":1}\r\n\r\n"
    ": comment\n\n"
    "event: heartbeat\ndata:\n\n"
    "data: one\ndata: two\n\n";

}  // namespace

TEST_CASE("event stream: events end at an empty line", "[cli]") {
    Heard heard;
    heard.reader.take(stream);
    CHECK(heard.events == Events{"incident={\"a\":1}", "heartbeat=", "message=one\ntwo"});
    CHECK(heard.reader.last_event_id() == "7");
}

TEST_CASE("event stream: it does not matter where the pieces end", "[cli]") {
    for (std::size_t cut = 1; cut < stream.size(); ++cut) {
        Heard heard;
        heard.reader.take(stream.substr(0, cut));
        heard.reader.take(stream.substr(cut));
        CHECK(heard.events.size() == 3);
    }
}

TEST_CASE("event stream: half an event is forgotten with its connection, the id is not", "[cli]") {
    Heard heard;
    heard.reader.take("id: 9\ndata: half");
    heard.reader.restart();
    heard.reader.take("data: whole\n\n");
    CHECK(heard.events == Events{"message=whole"});
    CHECK(heard.reader.last_event_id() == "9");
}

TEST_CASE("event stream: a line beyond the bound is cut, the stream goes on", "[cli]") {
    Heard heard;
    heard.reader.take("data: " + std::string(EventStreamReader::event_bytes_max, 'x'));
    heard.reader.take("\n\ndata: next\n\n");
    REQUIRE_FALSE(heard.events.empty());
    CHECK(heard.events.back() == "message=next");
}
