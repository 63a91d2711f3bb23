#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace foreshock::http {

/// One server-sent event as it goes over the wire; id 0 has no id line.
struct EventFrame {
    std::uint64_t id = 0;
    std::shared_ptr<const std::string> text;  ///< shared by all streams that carry it
};

/// "id: 7\nevent: incident\ndata: {…}\n\n"; line ends in `data` become further data lines.
EventFrame event_frame(std::uint64_t id, std::string_view name, std::string_view data);

/// What one reader has still to read. Holds live frames back until `begin`. Safe from any thread.
class EventStream {
public:
    explicit EventStream(std::size_t frames_max) : frames_max_(frames_max) {}

    /// First `caught_up`, then what is newer: frames held back whose id it covers are dropped.
    void begin(std::vector<EventFrame> caught_up);

    /// All that waits, joined; empty when there is nothing.
    std::string take();

    /// The reader was too slow, or the server stops: what waits is lost, the connection shall end.
    [[nodiscard]] bool ended() const;

    /// Called, from the publisher's thread, when there is something to take or it has ended.
    void on_ready(std::function<void()> wake);

    /// False when the stream has ended or ends now, at its bound.
    bool push(const EventFrame& frame);
    void end();

private:
    void wake();

    const std::size_t frames_max_;
    mutable std::mutex mutex_;
    std::deque<EventFrame> frames_;
    std::function<void()> wake_;
    bool holding_ = true;
    bool ended_ = false;
};

/// Brings every event to every stream. Safe from any thread.
class EventHub {
public:
    explicit EventHub(std::size_t streams_max = 64, std::size_t frames_max = 1000)
        : streams_max_(streams_max), frames_max_(frames_max) {}

    /// unavailable at `streams_max`. The stream is shared by the connection that owns it and the
    /// publisher that looks it up; the connection's end removes it.
    Result<std::shared_ptr<EventStream>> open();

    void publish(const EventFrame& frame);
    /// Ends all streams: readers come back, and are asked anew who they are.
    void renew();
    /// Likewise; later ones are refused.
    void close();

    [[nodiscard]] std::size_t open_count() const;
    [[nodiscard]] std::uint64_t refused() const;
    /// Streams ended because their reader was too slow.
    [[nodiscard]] std::uint64_t overrun() const;

private:
    const std::size_t streams_max_;
    const std::size_t frames_max_;
    mutable std::mutex mutex_;
    std::list<std::weak_ptr<EventStream>> streams_;
    std::uint64_t refused_ = 0;
    std::uint64_t overrun_ = 0;
    bool closed_ = false;
};

}  // namespace foreshock::http
