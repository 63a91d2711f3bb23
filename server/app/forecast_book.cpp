#include "server/app/forecast_book.hpp"

namespace foreshock::app {
namespace {

constexpr Duration refresh_every = std::chrono::hours{1};

}  // namespace

Result<void> ForecastBook::load(incidents::Ledger& ledger) {
    Result<std::vector<ScoredForecast>> pending = ledger.load_pending_forecasts();
    if (!pending) return fail(std::move(pending).error());
    scorer_ = ForecastScorer{};
    for (ScoredForecast& announcement : *pending)
        scorer_.resume(std::move(announcement));
    changed_.clear();
    is_stale_ = true;
    return {};
}

void ForecastBook::hear(const incidents::SymptomArrived& word) {
    if (word.replay) replayed_at_ = word.at;
    note(scorer_.hear(word.symptom));
}

void ForecastBook::lose_sight(std::string_view host, TimePoint at) {
    note(scorer_.lose_sight(host, at));
}

void ForecastBook::forget(const Symptom& symptom) {
    scorer_.forget(symptom.subject, symptom.kind);
    std::erase_if(changed_, [&](const auto& one) {
        return one.second.subject == symptom.subject && one.second.kind == symptom.kind;
    });
}

void ForecastBook::advance(TimePoint now) {
    const bool is_replaying =
        replayed_at_ && now >= *replayed_at_ && now - *replayed_at_ < replay_wait;
    if (!is_replaying) note(scorer_.advance(now));
}

void ForecastBook::note(std::vector<ScoredForecast> changed) {
    for (ScoredForecast& each : changed) {
        std::string id = each.id;
        changed_.insert_or_assign(std::move(id), std::move(each));
    }
}

std::vector<ScoredForecast> ForecastBook::take_changed() {
    std::vector<ScoredForecast> changed;
    changed.reserve(changed_.size());
    for (auto& [id, announcement] : changed_)
        changed.push_back(std::move(announcement));
    changed_.clear();
    return changed;
}

void ForecastBook::committed(const std::vector<ScoredForecast>& forecasts) {
    for (const ScoredForecast& each : forecasts) {
        if (each.verdict == ForecastVerdict::pending) continue;
        is_stale_ = true;
        const std::pair key{each.kind, each.verdict};
        if (scored_.contains(key) || scored_.size() < kinds_max) ++scored_[key];
    }
}

bool ForecastBook::is_refresh_due(TimePoint now) const {
    // A clock set back must not keep the numbers from being counted.
    return is_stale_ || now >= refresh_at_ || refresh_at_ - now > refresh_every;
}

Result<void> ForecastBook::refresh(incidents::Ledger& ledger,
                                   const std::vector<incidents::Host>& hosts, TimePoint now) {
    const auto outcomes = ledger.load_forecast_outcomes(now - incidents::accuracy_window);
    if (!outcomes) return fail(outcomes.error());
    accuracy_ = std::make_shared<const std::vector<incidents::ForecastAccuracy>>(
        forecast_accuracy(*outcomes, hosts, now));
    is_stale_ = false;
    refresh_at_ = now + refresh_every;
    return {};
}

void ForecastBook::show(http::Status& status) const {
    status.forecasts_open = scorer_.open();
    status.forecasts_refused = scorer_.refused();
    status.forecasts_scored = scored_;
    status.forecast_accuracy = accuracy_;
}

}  // namespace foreshock::app
