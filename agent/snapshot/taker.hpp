#pragma once

#include <deque>
#include <string>
#include <vector>

#include "agent/snapshot/recipe.hpp"

namespace foreshock::agent::snapshot {

/// Looks around when symptoms are raised. Recipes that need rates look twice: the symptom waits
/// for the second look, at most `second_look_after`. For one thread.
class Taker {
public:
    static constexpr Duration second_look_after{1000};
    /// Beyond it, symptoms go out without a snapshot: a storm must not cost the host more.
    static constexpr std::size_t per_minute_max = 20;

    explicit Taker(Sources sources) : sources_(std::move(sources)) {}

    /// Takes the symptom in charge; it comes back from `take_ready` with its snapshot. Unknown
    /// recipe names are passed over.
    void begin(Symptom symptom, const std::vector<std::string>& recipes, TimePoint now);

    /// The symptoms that are complete, in the order in which they came. `at_once` does not wait
    /// for second looks: the agent is about to stop.
    std::vector<Symptom> take_ready(TimePoint now, bool at_once = false);

    /// When `take_ready` has something to do; nothing when no symptom waits.
    [[nodiscard]] std::optional<TimePoint> next_look() const;

    [[nodiscard]] std::uint64_t skipped() const { return skipped_; }

private:
    struct Pending {
        Symptom symptom;
        std::vector<const Recipe*> recipes;
        SubjectHints hints;
        Look first;
        TimePoint due;
    };

    bool is_too_often(TimePoint now);
    Look look(const Pending& pending, TimePoint now);
    void finish(Pending& pending, TimePoint now);

    Sources sources_;
    std::deque<Pending> pending_;
    std::deque<TimePoint> taken_;
    std::uint64_t skipped_ = 0;
    // Symptoms raised together share one reading of all processes.
    TimePoint processes_at_{};
    std::vector<collectors::ProcessEntry> processes_;
};

}  // namespace foreshock::agent::snapshot
