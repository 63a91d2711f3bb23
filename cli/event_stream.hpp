#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace foreshock::cli {

struct StreamEvent {
    std::string name = "message";
    std::string data;
};

/// Takes a stream apart as it arrives, piece by piece (WHATWG HTML §9.2, server-sent events).
/// Lines and events beyond the bound are dropped. For one thread.
class EventStreamReader {
public:
    static constexpr std::size_t event_bytes_max = 4 << 20;

    explicit EventStreamReader(std::function<void(const StreamEvent&)> on_event)
        : on_event_(std::move(on_event)) {}

    void take(std::string_view bytes);

    /// What the last event with an id had: where to go on after a lost connection.
    [[nodiscard]] const std::string& last_event_id() const { return last_event_id_; }

    /// A new connection: half an event of the old one is forgotten.
    void restart();

private:
    void take_line(std::string_view line);
    void dispatch();

    std::function<void(const StreamEvent&)> on_event_;
    std::string line_;
    StreamEvent event_;
    bool has_data_ = false;
    std::string last_event_id_;
};

}  // namespace foreshock::cli
