#pragma once

#include <algorithm>
#include <mutex>

#include "server/desk/subscription.hpp"

namespace foreshock::test {

class MemorySubscriptions final : public desk::Subscriptions {
public:
    Result<std::vector<desk::Subscription>> list() const override {
        const std::scoped_lock lock{mutex_};
        return all_;
    }

    Result<void> add(const desk::Subscription& one) override {
        const std::scoped_lock lock{mutex_};
        const bool is_there = std::any_of(all_.begin(), all_.end(),
                                          [&](const auto& known) { return known.id == one.id; });
        if (is_there) return fail(Errc::conflict, "they are subscribed already");
        all_.push_back(one);
        return {};
    }

    Result<void> remove(std::string_view id) override {
        const std::scoped_lock lock{mutex_};
        if (std::erase_if(all_, [&](const auto& one) { return one.id == id; }) == 0) {
            return fail(Errc::not_found, "subscription " + std::string{id});
        }
        return {};
    }

private:
    mutable std::mutex mutex_;
    std::vector<desk::Subscription> all_;
};

}  // namespace foreshock::test
