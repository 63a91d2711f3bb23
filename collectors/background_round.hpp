#pragma once

#include <optional>
#include <string>
#include <utility>

#include "collectors/background.hpp"
#include "core/time.hpp"

namespace foreshock::collectors {

/// A search in the background that begins anew every so often. Its collector asks at every tick
/// and has the answer within a tick of its coming. For one thread.
template <class Answer>
class BackgroundRound {
public:
    using Found = Result<std::optional<Answer>>;

    /// `background` may be null: then there is no data.
    BackgroundRound(Background* background, std::string name, Duration every)
        : background_(background), name_(std::move(name)), every_(every) {}

    /// Will the next step begin a search, unless an answer has come?
    [[nodiscard]] bool is_due(TimePoint now) const {
        return !question_.is_open() && (!begun_ || now - *begun_ >= every_ || now < *begun_);
    }

    /// The answer, once, in the tick after it came; else nothing. Begins the next search when it
    /// is due. Errors: those of the search, and of Background::start.
    template <class Work>
    Found step(TimePoint now, const Work& work) {
        if (!background_) return fail(Errc::no_data, name_ + ": nothing can run in the background");
        if (auto answer = question_.take()) {
            if (!*answer) return fail(std::move(*answer).error());
            return std::optional<Answer>{std::move(**answer)};
        }
        if (!is_due(now)) return std::optional<Answer>{};
        auto asked = question_.ask(*background_, name_, work);
        if (!asked) return fail(std::move(asked).error());
        begun_ = now;
        return std::optional<Answer>{};
    }

private:
    Background* background_;
    std::string name_;
    Duration every_;
    Question<Answer> question_;
    std::optional<TimePoint> begun_;
};

}  // namespace foreshock::collectors
