#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/forecast_score.hpp"
#include "server/http/status_board.hpp"
#include "server/incidents/ports.hpp"

namespace foreshock::app {

/// What the server knows of forecasts: which are open, and how those ended that it has seen.
/// Bounded by ForecastScoring::forecasts_max and `kinds_max`. For one thread.
class ForecastBook {
public:
    static constexpr Duration replay_wait = std::chrono::minutes{1};
    static constexpr std::size_t kinds_max = 512;  ///< counted since the start, for /metrics

    /// Begins anew from the store.
    Result<void> load(incidents::Ledger& ledger);

    /// A replayed one waited in a spool, and what came next may still wait there.
    void hear(const incidents::SymptomArrived& word);
    /// The host's agent fell silent or began anew: what it had announced may never be heard of
    /// again.
    void lose_sight(std::string_view host, TimePoint at);
    /// What is kept elsewhere from now on is no business of this book.
    void forget(const Symptom& symptom);
    /// Settles what is due, but for a while after a replayed word.
    void advance(TimePoint now);

    /// What has changed since the last call, each once as it is now: to be made durable.
    std::vector<ScoredForecast> take_changed();

    /// Durable now; the accuracy is counted anew when something was settled.
    void committed(const std::vector<ScoredForecast>& forecasts);

    /// After a verdict, and now and then because old ones leave the window.
    [[nodiscard]] bool is_refresh_due(TimePoint now) const;

    /// Counts the accuracy anew. An error leaves the old numbers.
    Result<void> refresh(incidents::Ledger& ledger, const std::vector<incidents::Host>& hosts,
                         TimePoint now);

    /// Fills in what is known of forecasts.
    void show(http::Status& status) const;

private:
    void note(std::vector<ScoredForecast> changed);

    ForecastScorer scorer_;
    std::map<std::string, ScoredForecast> changed_;  // by id
    std::map<std::pair<std::string, ForecastVerdict>, std::uint64_t> scored_;
    std::shared_ptr<const std::vector<incidents::ForecastAccuracy>> accuracy_ =
        std::make_shared<std::vector<incidents::ForecastAccuracy>>();
    bool is_stale_ = true;
    TimePoint refresh_at_{};
    std::optional<TimePoint> replayed_at_;
};

}  // namespace foreshock::app
