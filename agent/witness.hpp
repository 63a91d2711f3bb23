#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "collectors/background.hpp"
#include "core/sighting.hpp"
#include "core/time.hpp"

namespace foreshock::agent {

/// Looks at other hosts when the server, which no longer hears them, asks so in its answers to
/// reports. In the background, one round at a time, and not more often than every `pause`: the
/// server asks until it has heard. For one thread.
class Witness {
public:
    static constexpr Duration pause = std::chrono::seconds{10};

    /// Looks at one host; called on a background thread, must own what it touches.
    using Look = std::function<Sighting(const SightingQuestion&)>;

    explicit Witness(Look look) : look_(std::move(look)) {}

    /// `answer`: the server's, as it is. Without a background nothing is looked at.
    void asked(std::string_view answer, collectors::Background* background, TimePoint now);

    /// What was seen since, once.
    std::vector<Sighting> take();

    /// When `take` should be tried; nothing while nobody looks.
    [[nodiscard]] std::optional<TimePoint> next_look(TimePoint now) const;

private:
    Look look_;
    collectors::Question<std::vector<Sighting>> round_;
    TimePoint next_round_{};
};

}  // namespace foreshock::agent
