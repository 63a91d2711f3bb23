#pragma once

#include <map>
#include <mutex>
#include <tuple>

#include "server/desk/external_threads.hpp"

namespace foreshock::test {

/// The memory of channels, with a switch that makes the store fail.
class MemoryThreads final : public desk::ExternalThreads {
public:
    Result<std::optional<std::string>> find(std::string_view channel, std::string_view recipient,
                                            std::string_view incident_id) const override {
        const std::scoped_lock lock{mutex_};
        if (is_broken_) return fail(Errc::unavailable, "disk full");
        const auto found = kept_.find(Key{channel, recipient, incident_id});
        if (found == kept_.end()) return std::optional<std::string>{};
        return std::optional{found->second};
    }

    Result<void> keep(const desk::ExternalThread& thread) override {
        const std::scoped_lock lock{mutex_};
        if (is_broken_ || (keeps_left_ && (*keeps_left_)-- == 0)) {
            keeps_left_.reset();
            return fail(Errc::unavailable, "disk full");
        }
        kept_[Key{thread.channel, thread.recipient, thread.incident_id}] = thread.record;
        return {};
    }

    Result<std::vector<desk::ExternalThread>> unfinished(std::string_view channel,
                                                         std::size_t limit) const override {
        const std::scoped_lock lock{mutex_};
        std::vector<desk::ExternalThread> all;
        for (const auto& [key, record] : kept_) {
            const auto& [name, recipient, incident] = key;
            if (name == channel && all.size() < limit)
                all.push_back({name, recipient, incident, record});
        }
        return all;
    }

    Result<void> forget_closed() override { return {}; }

    void set_broken(bool is_broken) {
        const std::scoped_lock lock{mutex_};
        is_broken_ = is_broken;
    }

    /// So many may still be kept; the one after fails, once.
    void fail_after(int keeps) {
        const std::scoped_lock lock{mutex_};
        keeps_left_ = keeps;
    }

    [[nodiscard]] std::string record(const std::string& channel, const std::string& recipient,
                                     const std::string& incident_id) const {
        return find(channel, recipient, incident_id)->value_or("");
    }

private:
    using Key = std::tuple<std::string, std::string, std::string>;
    mutable std::mutex mutex_;
    bool is_broken_ = false;
    std::optional<int> keeps_left_;
    std::map<Key, std::string> kept_;
};

}  // namespace foreshock::test
