#include "agent/judge.hpp"

#include <algorithm>

namespace foreshock::agent {

void Judge::attach(const SeriesTable& table) {
    for (std::size_t number = wanted_.size(); number < table.size(); ++number) {
        const SeriesId id{static_cast<std::uint32_t>(number)};
        wanted_.push_back(detector_->attach(id, table.key(id)));
    }
}

std::vector<Symptom> Judge::feed(const SeriesTable& table, const std::vector<Sample>& samples,
                                 TimePoint now) {
    attach(table);
    for (const Sample& sample : samples) {
        if (wanted_[static_cast<std::size_t>(sample.series)]) detector_->observe(sample, *this);
    }
    detector_->advance(now, *this);
    forecasts_.advance(now);
    return std::exchange(said_, {});
}

std::vector<detectors::Learned> Judge::learned() const {
    std::vector<detectors::Learned> all = detector_->save();
    forecasts_.save(all);
    return all;
}

std::optional<std::size_t> Judge::learned_part(std::size_t part, std::size_t wanted,
                                               std::vector<detectors::Learned>& out) const {
    const auto next = detector_->save_part(part, wanted, out);
    if (!next) forecasts_.save(out);
    return next;
}

void Judge::say(Symptom symptom) {
    forecasts_.hear(symptom);
    said_.push_back(std::move(symptom));
}

void Judge::remember(const Symptom& symptom) {
    if (symptom.status == SymptomStatus::cleared) {
        open_.erase(symptom.id);
        return;
    }
    Symptom& kept = open_[symptom.id];
    const bool keeps_snapshot = !symptom.snapshot && kept.snapshot;
    std::optional<HostSnapshot> snapshot = std::move(kept.snapshot);
    kept = symptom;
    if (keeps_snapshot) kept.snapshot = std::move(snapshot);
    if (open_.size() <= open_max) return;
    const auto oldest = std::min_element(open_.begin(), open_.end(), [](auto& a, auto& b) {
        return a.second.observed_at < b.second.observed_at;
    });
    open_.erase(oldest);
}

std::vector<Symptom> Judge::open(TimePoint now) const {
    std::vector<Symptom> all;
    for (const auto& [id, symptom] : open_) {
        all.push_back(symptom);
        all.back().status = SymptomStatus::updated;
        all.back().observed_at = std::max(now, symptom.observed_at);
    }
    return all;
}

const Symptom* Judge::find_open(std::string_view id) const {
    const auto found = open_.find(id);
    return found == open_.end() ? nullptr : &found->second;
}

std::vector<Symptom> Judge::replace(std::unique_ptr<detectors::Detector> detector, TimePoint now,
                                    std::string_view reason) {
    std::vector<Symptom> taken_back = open(now);
    for (Symptom& symptom : taken_back) {
        symptom.status = SymptomStatus::cleared;
        symptom.reason = reason;
        symptom.snapshot.reset();
    }
    open_.clear();
    forecasts_.lose_sight(now);
    wanted_.clear();
    detector_ = std::move(detector);
    return taken_back;
}

}  // namespace foreshock::agent
