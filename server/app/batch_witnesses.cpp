// What the batch engine does with other hosts' eyes.

#include "server/app/batch_draft.hpp"

namespace foreshock::app {

void BatchEngine::hear_witness(const wire::Report& report, const std::string& witness,
                               Draft& draft) {
    if (report.replay) return;
    for (const Sighting& sighting : report.sightings)
        tell_engine(absence_->hear(witness, sighting, draft.now), draft);
}

void BatchEngine::ask_witnesses(TimePoint now) {
    std::vector<std::string> suspects = absence_->suspects(now);
    if (suspects.empty() && suspects_.empty()) return;
    if (suspects == suspects_ && now < witnesses_due_) return;
    witnesses_due_ = now + settings_.witnesses_every;
    suspects_ = std::move(suspects);
    witness_board_.write(incidents::choose_witnesses(suspects_, hosts_));
}

}  // namespace foreshock::app
