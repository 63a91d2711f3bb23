#pragma once

#include <algorithm>
#include <mutex>

#include "server/incidents/ports.hpp"

namespace foreshock::test {

/// The outbox port on a list, with a switch that makes the store fail.
class RecordedOutbox final : public incidents::Outbox {
public:
    void put(incidents::OutboxEntry entry) {
        const std::scoped_lock lock{mutex_};
        entries_.push_back(std::move(entry));
    }

    Result<std::vector<incidents::OutboxEntry>> due_in(const incidents::OutboxLane& lane,
                                                       TimePoint now,
                                                       std::size_t limit) const override {
        const std::scoped_lock lock{mutex_};
        if (is_broken_) return fail(Errc::unavailable, "disk full");
        std::vector<incidents::OutboxEntry> found;
        for (const auto& entry : entries_) {
            if (!is_in(lane, entry)) continue;
            if (entry.due_at <= now && found.size() < limit) found.push_back(entry);
        }
        return found;
    }

    Result<std::optional<TimePoint>> next_due_in(const incidents::OutboxLane&) const override {
        const std::scoped_lock lock{mutex_};
        std::optional<TimePoint> next;
        for (const auto& entry : entries_)
            next = next ? std::min(*next, entry.due_at) : entry.due_at;
        return next;
    }

    Result<incidents::OutboxEntry> take(std::string_view id, TimePoint) override {
        const std::scoped_lock lock{mutex_};
        for (const auto& entry : entries_) {
            if (entry.id == id) return entry;
        }
        return fail(Errc::not_found, std::string{id});
    }

    Result<void> note(const incidents::Event& event) override {
        const std::scoped_lock lock{mutex_};
        events_.push_back(event);
        return {};
    }

    Result<void> hand_over(std::string_view id, const incidents::OutboxEntry& to,
                           const incidents::Event& event) override {
        const std::scoped_lock lock{mutex_};
        for (auto& entry : entries_) {
            if (entry.id != id) continue;
            entry.channel = to.channel;
            entry.recipient = to.recipient;
            entry.due_at = to.due_at;
            entry.attempts = 0;
        }
        events_.push_back(event);
        return {};
    }

    Result<void> put(const std::vector<incidents::OutboxEntry>& more) override {
        for (const auto& entry : more)
            put(entry);
        return {};
    }

    Result<std::size_t> count() const override {
        const std::scoped_lock lock{mutex_};
        return entries_.size();
    }

    /// As when somebody acknowledged.
    void remove(std::string_view id) {
        const std::scoped_lock lock{mutex_};
        std::erase_if(entries_, [&](const auto& one) { return one.id == id; });
    }

    Result<void> settle(std::string_view id, const incidents::Event& event) override {
        const std::scoped_lock lock{mutex_};
        if (is_broken_) return fail(Errc::unavailable, "disk full");
        if (std::erase_if(entries_, [&](const auto& one) { return one.id == id; }) == 0) {
            return fail(Errc::not_found, std::string{id});
        }
        events_.push_back(event);
        return {};
    }

    Result<void> postpone(std::string_view id, TimePoint due_at, std::string_view error) override {
        const std::scoped_lock lock{mutex_};
        for (auto& entry : entries_) {
            if (entry.id != id) continue;
            entry.due_at = due_at;
            entry.last_error = error;
            ++entry.attempts;
        }
        return {};
    }

    void set_broken(bool is_broken) {
        const std::scoped_lock lock{mutex_};
        is_broken_ = is_broken;
    }

    [[nodiscard]] std::vector<incidents::OutboxEntry> entries() const {
        const std::scoped_lock lock{mutex_};
        return entries_;
    }

    [[nodiscard]] std::vector<incidents::Event> events() const {
        const std::scoped_lock lock{mutex_};
        return events_;
    }

private:
    static bool is_in(const incidents::OutboxLane& lane, const incidents::OutboxEntry& entry) {
        const auto& names = lane.channels;
        const bool is_named = std::find(names.begin(), names.end(), entry.channel) != names.end();
        return is_named != lane.is_rest;
    }

    mutable std::mutex mutex_;
    bool is_broken_ = false;
    std::vector<incidents::OutboxEntry> entries_;
    std::vector<incidents::Event> events_;
};

}  // namespace foreshock::test
