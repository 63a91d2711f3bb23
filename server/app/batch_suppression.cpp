#include "server/app/batch_draft.hpp"

namespace foreshock::app {

using incidents::Incident;

void BatchEngine::apply(DeskCommand& command, Draft& draft) {
    if (!ports_.suppression) {
        return command.done(fail(Errc::unavailable, "this server keeps no silences"));
    }
    Result<desk::SuppressionAnswer> answer =
        desk::carry_out(*suppression_, command.command, draft.suppression);
    ports_.counters.suppressions_refused = suppression_->refused();
    if (!answer) return command.done(fail(std::move(answer).error()));
    draft.desk_replies.push_back({std::move(command.done), std::move(*answer)});
}

Result<void> BatchEngine::load_suppression(const std::vector<Incident>& unfinished, TimePoint now) {
    std::vector<desk::Silence> silences;
    std::vector<desk::MaintenanceWindow> windows;
    if (ports_.suppression) {
        auto stored = ports_.suppression->silences();
        if (!stored) return fail(std::move(stored).error());
        silences = std::move(*stored);
        auto stored_windows = ports_.suppression->windows();
        if (!stored_windows) return fail(std::move(stored_windows).error());
        windows = std::move(*stored_windows);
    }
    Result<desk::Dependencies> dependencies = desk::Dependencies::compile(settings_.dependencies);
    if (!dependencies) return fail(std::move(dependencies).error());
    suppression_.emplace(settings_.suppression, std::move(silences), std::move(windows),
                         std::move(*dependencies), now);
    for (const Incident& incident : unfinished)
        suppression_->note(incident, now);
    for (const std::string& complaint : suppression_->complaints())
        ports_.say(true, complaint);
    return {};
}

void BatchEngine::settle_suppression(Draft& draft) {
    for (incidents::Changes& changes : stage_->settle(draft.now, draft.suppression))
        collect(std::move(changes), draft);
    ports_.counters.suppressions_active = suppression_->active_count();
}

void BatchEngine::judge_suppression(Draft& draft) {
    for (incidents::Changes& changes : stage_->judge_anew(draft.now))
        collect(std::move(changes), draft);
}

}  // namespace foreshock::app
