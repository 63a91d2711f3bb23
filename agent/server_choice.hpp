#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/time.hpp"

namespace foreshock::agent {

/// Which of several servers takes the next report. They are tried in their order, the next after
/// each failure, round and round. Away from the first, a report is tried there now and then; once
/// all such probes of a while went well, it is the chosen one again. Pure: time is handed in.
class ServerChoice {
public:
    static constexpr Duration probe_every = std::chrono::seconds{30};
    static constexpr Duration probe_wait_max = std::chrono::minutes{10};
    static constexpr Duration well_for = std::chrono::seconds{60};

    struct Attempt {
        std::size_t server = 0;
        bool is_probe = false;
    };

    /// `count` is at least 1. Begins with the first.
    explicit ServerChoice(std::size_t count = 1) : not_before_(count, TimePoint::min()) {}

    /// Where to send now; probes only with what may wait a moment longer.
    [[nodiscard]] Attempt next(TimePoint now, bool may_probe) const;

    void succeeded(Attempt attempt, TimePoint now);

    /// It gave no answer, or cannot serve. `retry_after` is what it asked for.
    void failed(Attempt attempt, TimePoint now, std::optional<Duration> retry_after = {});

    [[nodiscard]] std::size_t count() const { return not_before_.size(); }

    [[nodiscard]] std::size_t chosen() const { return chosen_; }

    /// Before then the chosen one does not want to be asked.
    [[nodiscard]] TimePoint ready_at() const { return not_before_[chosen_]; }

private:
    void probe_succeeded(TimePoint now);

    std::vector<TimePoint> not_before_;
    std::size_t chosen_ = 0;
    TimePoint probe_at_{};
    Duration probe_wait_ = probe_every;
    std::optional<TimePoint> well_since_;
};

}  // namespace foreshock::agent
