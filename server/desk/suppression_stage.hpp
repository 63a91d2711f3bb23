#pragma once

#include <vector>

#include "server/desk/suppression.hpp"
#include "server/incidents/engine.hpp"

namespace foreshock::desk {

/// Engine and suppression as one: each word about a symptom reaches the engine with what mutes it,
/// and what begins, ends or changes of that is judged for all that is open. Pure; for one thread.
class SuppressionStage {
public:
    /// Both must outlive it. `settle` brings them together before anything else.
    SuppressionStage(incidents::Engine& engine, Suppression& suppression)
        : engine_(engine), suppression_(suppression) {}

    /// As Engine::apply.
    Result<incidents::Changes> apply(incidents::Input&& input);

    /// Lets time pass for silences and windows, then judges anew where that may make a difference.
    /// What follows is in order; `changes` is to become durable with it.
    std::vector<incidents::Changes> settle(TimePoint now, SuppressionChanges& changes);

    /// The second half of that alone: cheap when nothing can differ.
    std::vector<incidents::Changes> judge_anew(TimePoint now);

private:
    void judge(const std::string& incident_id, TimePoint now,
               std::vector<incidents::Changes>& follows);

    incidents::Engine& engine_;
    Suppression& suppression_;
    std::uint64_t judged_epoch_ = 0;
};

}  // namespace foreshock::desk
