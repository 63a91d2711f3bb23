#include "server/app/sample_watch.hpp"

#include <algorithm>

namespace foreshock::app {

using incidents::LearnedOfHost;

void SampleWatch::recall(const LearnedOfHost& learned, TimePoint now) {
    peers_.recall(learned.host, learned.peers, now);
    if (!learned.streams.empty()) silence_.recall(learned.host, learned.streams, learned.at);
}

std::vector<std::string> SampleWatch::next_to_save(TimePoint now) {
    const std::size_t hosts = std::max(peers_.host_count(), silence_.host_count());
    const Duration since = saved_at_ ? now - *saved_at_ : Duration{0};
    if (!saved_at_ || since < Duration{0}) saved_at_ = now;
    // As many as make up the share of the time that has passed; a fraction waits.
    const auto due =
        static_cast<std::size_t>(std::min<Duration>(since, saved_every).count() *
                                 static_cast<std::int64_t>(hosts) / saved_every.count());
    if (due == 0) return {};
    saved_at_ = now;
    std::vector<std::string> names = peers_.hosts_after(saved_, due);
    for (std::string& name : silence_.hosts_after(saved_, due))
        names.push_back(std::move(name));
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    if (names.size() > due) names.resize(due);
    saved_ = names.empty() ? "" : names.back();
    return names;
}

std::vector<LearnedOfHost> SampleWatch::take_learned(TimePoint now) {
    std::vector<LearnedOfHost> learned;
    std::set<std::string> hosts = std::exchange(forgotten_, {});
    for (std::string& name : next_to_save(now))
        hosts.insert(std::move(name));
    for (const std::string& name : hosts)
        learned.push_back({name, now, peers_.learned(name), silence_.learned(name)});
    return learned;
}

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
