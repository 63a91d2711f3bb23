#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>

#include "core/result.hpp"

namespace foreshock::collectors {

/// Runs work that may block (a name lookup, a TLS handshake, reading from a hung mount) beside the
/// agent's one thread. Implemented in agent/. For one thread.
class Background {
public:
    virtual ~Background() = default;

    /// `work` may outlive whoever asked for it: it must own all that it touches, and end by itself
    /// where it can. unavailable: earlier work of that name still runs, or too many others do; it
    /// was not begun then.
    virtual Result<void> start(std::string_view name, std::function<void()> work) = 0;
};

/// A question that somebody answers in the background. For the thread that asks.
template <class Answer>
class Question {
public:
    /// Begins to ask; an earlier answer that was not taken is forgotten. Errors as
    /// Background::start.
    Result<void> ask(Background& background, std::string_view name,
                     std::function<Result<Answer>()> work) {
        auto slot = std::make_shared<Slot>();
        auto begun = background.start(name, [slot, work = std::move(work)] {
            Result<Answer> answer = work();
            const std::lock_guard lock{slot->mutex};
            slot->answer.emplace(std::move(answer));
        });
        if (begun) slot_ = std::move(slot);
        return begun;
    }

    /// Asked, and the answer not taken yet.
    [[nodiscard]] bool is_open() const { return slot_ != nullptr; }

    /// The answer, once, when it has come.
    std::optional<Result<Answer>> take() {
        if (!slot_) return std::nullopt;
        std::optional<Result<Answer>> answer;
        {
            const std::lock_guard lock{slot_->mutex};
            answer.swap(slot_->answer);
        }
        if (answer) slot_.reset();
        return answer;
    }

private:
    struct Slot {
        std::mutex mutex;
        std::optional<Result<Answer>> answer;
    };

    std::shared_ptr<Slot> slot_;
};

}  // namespace foreshock::collectors
