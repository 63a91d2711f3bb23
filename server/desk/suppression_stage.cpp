#include "server/desk/suppression_stage.hpp"

#include <iterator>

#include "server/incidents/fingerprint.hpp"
#include "server/incidents/muting.hpp"

namespace foreshock::desk {

using incidents::Changes;
using incidents::Incident;
using incidents::IncidentSymptom;
using incidents::MutesJudged;

Result<Changes> SuppressionStage::apply(incidents::Input&& input) {
    if (auto* word = std::get_if<incidents::SymptomArrived>(&input)) {
        word->muted_by = suppression_.mutes_of(word->symptom, "");
    }
    if (const auto* news = std::get_if<incidents::ServicesChanged>(&input)) {
        suppression_.see(news->map);
    }
    Result<Changes> changes = engine_.apply(input);
    if (!changes) return changes;
    for (const Incident& incident : changes->incidents)
        suppression_.note(incident, incident.updated_at);
    return changes;
}

void SuppressionStage::judge(const std::string& incident_id, TimePoint now,
                             std::vector<Changes>& follows) {
    const Incident* incident = engine_.find(incident_id);
    if (!incident || !incident->has_active_symptoms()) return;
    MutesJudged judged{now, incident_id, {}};
    for (const IncidentSymptom& known : incident->symptoms) {
        if (!counts_for_muting(*incident, known)) continue;
        std::vector<incidents::Mute> mutes = suppression_.mutes_of(known.symptom, incident_id);
        if (mutes == known.muted_by) continue;
        judged.symptoms.push_back({incidents::fingerprint(known.symptom), std::move(mutes)});
    }
    if (judged.symptoms.empty()) return;
    if (Result<Changes> changes = apply(std::move(judged))) follows.push_back(std::move(*changes));
}

std::vector<Changes> SuppressionStage::settle(TimePoint now, SuppressionChanges& changes) {
    std::vector<Changes> follows;
    for (const EndingSoon& ending : suppression_.advance(now, changes)) {
        // One word to the world for all that it hides.
        bool tells = true;
        for (const std::string& id : ending.incidents) {
            auto told = apply(incidents::SuppressionEnding{now, id, ending.reason, tells});
            if (!told) continue;
            tells = false;
            follows.push_back(std::move(*told));
        }
    }
    std::vector<Changes> judged = judge_anew(now);
    std::move(judged.begin(), judged.end(), std::back_inserter(follows));
    return follows;
}

std::vector<Changes> SuppressionStage::judge_anew(TimePoint now) {
    std::vector<Changes> follows;
    if (judged_epoch_ == suppression_.epoch()) return follows;
    judged_epoch_ = suppression_.epoch();
    std::vector<std::string> open;
    for (const Incident* incident : engine_.open_incidents())
        open.push_back(incident->id);
    for (const std::string& id : open)
        judge(id, now, follows);
    return follows;
}

}  // namespace foreshock::desk
