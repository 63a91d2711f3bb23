#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace foreshock::reports {

/// How often each sender may have something within a span: answers of a machine to one mailbox,
/// reports of one contact. Forgets senders that were quiet for the span, and beyond `senders_max`
/// refuses new ones. Pure; for one thread.
class SenderBudget {
public:
    static constexpr std::size_t senders_max = 10'000;

    SenderBudget(std::size_t times, Duration span) : times_(times), span_(span) {}

    /// Takes one of the sender's times; false, and nothing taken, when there are none left.
    bool take(std::string_view sender, TimePoint now);

    /// When the sender may ask again; `now` if at once.
    [[nodiscard]] TimePoint next_at(std::string_view sender, TimePoint now) const;

    [[nodiscard]] std::uint64_t refused() const { return refused_; }

private:
    void forget_quiet(TimePoint now);

    std::size_t times_;
    Duration span_;
    std::map<std::string, std::deque<TimePoint>, std::less<>> taken_;
    std::uint64_t refused_ = 0;
};

}  // namespace foreshock::reports
