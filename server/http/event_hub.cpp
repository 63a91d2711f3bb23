#include "server/http/event_hub.hpp"

#include <algorithm>

namespace foreshock::http {

EventFrame event_frame(std::uint64_t id, std::string_view name, std::string_view data) {
    std::string text;
    if (id != 0) text += "id: " + std::to_string(id) + "\n";
    text += "event: " + std::string{name} + "\ndata: ";
    for (const char c : data) {
        if (c == '\r') continue;
        text.push_back(c);
        if (c == '\n') text += "data: ";
    }
    return {id, std::make_shared<const std::string>(text + "\n\n")};
}

void EventStream::begin(std::vector<EventFrame> caught_up) {
    {
        const std::lock_guard lock{mutex_};
        std::uint64_t covered = 0;
        for (const EventFrame& frame : caught_up)
            covered = std::max(covered, frame.id);
        std::erase_if(
            frames_, [&](const EventFrame& frame) { return frame.id != 0 && frame.id <= covered; });
        frames_.insert(frames_.begin(), caught_up.begin(), caught_up.end());
        holding_ = false;
    }
    wake();
}

std::string EventStream::take() {
    const std::lock_guard lock{mutex_};
    std::string text;
    if (holding_) return text;
    for (const EventFrame& frame : frames_)
        text += *frame.text;
    frames_.clear();
    return text;
}

bool EventStream::ended() const {
    const std::lock_guard lock{mutex_};
    return ended_;
}

void EventStream::on_ready(std::function<void()> wake) {
    {
        const std::lock_guard lock{mutex_};
        wake_ = std::move(wake);
    }
    this->wake();
}

bool EventStream::push(const EventFrame& frame) {
    bool taken = false;
    {
        const std::lock_guard lock{mutex_};
        if (ended_) return false;
        taken = frames_.size() < frames_max_;
        if (taken) {
            frames_.push_back(frame);
        } else {
            ended_ = true;
            frames_.clear();
        }
    }
    wake();
    return taken;
}

void EventStream::end() {
    {
        const std::lock_guard lock{mutex_};
        ended_ = true;
        frames_.clear();
    }
    wake();
}

void EventStream::wake() {
    std::function<void()> call;
    {
        const std::lock_guard lock{mutex_};
        call = wake_;
    }
    if (call) call();
}

Result<std::shared_ptr<EventStream>> EventHub::open() {
    const std::lock_guard lock{mutex_};
    std::erase_if(streams_, [](const auto& stream) { return stream.expired(); });
    if (closed_ || streams_.size() >= streams_max_) {
        ++refused_;
        return fail(Errc::unavailable, closed_ ? "the server is stopping"
                                               : std::to_string(streams_max_) +
                                                     " event streams are open, which is the most");
    }
    auto stream = std::make_shared<EventStream>(frames_max_);
    streams_.push_back(stream);
    return stream;
}

void EventHub::publish(const EventFrame& frame) {
    const std::lock_guard lock{mutex_};
    for (auto it = streams_.begin(); it != streams_.end();) {
        const std::shared_ptr<EventStream> stream = it->lock();
        const bool was_open = stream && !stream->ended();
        const bool stays = was_open && stream->push(frame);
        if (was_open && !stays) ++overrun_;
        it = stays ? std::next(it) : streams_.erase(it);
    }
}

void EventHub::close() {
    {
        const std::lock_guard lock{mutex_};
        closed_ = true;
    }
    renew();
}

void EventHub::renew() {
    const std::lock_guard lock{mutex_};
    for (const auto& weak : streams_) {
        if (const auto stream = weak.lock()) stream->end();
    }
    streams_.clear();
}

std::size_t EventHub::open_count() const {
    const std::lock_guard lock{mutex_};
    return static_cast<std::size_t>(std::count_if(
        streams_.begin(), streams_.end(), [](const auto& stream) { return !stream.expired(); }));
}

std::uint64_t EventHub::refused() const {
    const std::lock_guard lock{mutex_};
    return refused_;
}

std::uint64_t EventHub::overrun() const {
    const std::lock_guard lock{mutex_};
    return overrun_;
}

}  // namespace foreshock::http
