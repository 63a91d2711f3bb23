#include "detectors/episode.hpp"

#include <algorithm>

namespace foreshock::detectors {

void EpisodeBook::take(const Symptom& symptom) {
    auto found = open_.find(symptom.id);
    if (found == open_.end()) {
        if (symptom.status == SymptomStatus::cleared) return;
        if (episodes_.size() == episodes_max) {
            refused_ += symptom.status == SymptomStatus::raised ? 1 : 0;
            return;
        }
        found = open_.emplace(symptom.id, episodes_.size()).first;
        Episode opened;
        opened.kind = symptom.kind;
        opened.component = symptom.subject.component;
        opened.sentence = symptom.sentence;
        opened.raised_at = symptom.observed_at;
        opened.forecast = symptom.forecast;
        episodes_.push_back(std::move(opened));
    }
    Episode& episode = episodes_[found->second];
    if (symptom.status == SymptomStatus::cleared) {
        episode.cleared_at = symptom.observed_at;
        open_.erase(found);
        return;
    }
    episode.severity = std::max(episode.severity, symptom.severity);
    if (symptom.phase == Phase::occurring && !episode.occurring_at)
        episode.occurring_at = symptom.observed_at;
}

}  // namespace foreshock::detectors
