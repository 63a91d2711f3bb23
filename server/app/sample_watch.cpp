#include "server/app/sample_watch.hpp"

namespace foreshock::app {

void SampleWatch::restore(const incidents::Incident& incident) {
    for (const incidents::IncidentSymptom& known : incident.symptoms) {
        if (!known.is_active()) continue;
        if (known.symptom.kind == incidents::peer_drift_kind) peers_.restore(known.symptom);
        if (known.symptom.kind == incidents::data_silent_kind) silence_.restore(known.symptom);
    }
}

std::vector<Symptom> SampleWatch::take(const std::string& host,
                                       const std::vector<history::SeriesBlock>& blocks,
                                       TimePoint at) {
    std::vector<Symptom> said;
    const auto keep = [&said](std::vector<Symptom> symptoms) {
        std::move(symptoms.begin(), symptoms.end(), std::back_inserter(said));
    };
    for (const history::SeriesBlock& block : blocks) {
        if (block.values.empty()) continue;
        keep(silence_.see(host, block.key, block.values.back(), at));
        const auto signal = peers_.signal_of(block.key.labels, block.key.signal);
        if (signal) peers_.observe(host, *signal, block.values.back());
    }
    keep(silence_.look(host, at));
    return said;
}

}  // namespace foreshock::app
