#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/symptom.hpp"

/// One definition of "right" for the agent, the server and recorded data: what a forecast first
/// promised, held against what came. The terms are those of forecast verification (hit, miss,
/// false alarm: Wilks, Statistical Methods in the Atmospheric Sciences, 3rd ed., ch. 8).
namespace foreshock {

/// How an announced disruption ended. Early and late speak of the time that was named.
enum class ForecastVerdict : std::uint8_t {
    pending,      ///< its time has not come
    hit,          ///< it came between the first forecast's earliest and latest time
    early,        ///< it came, after the latest time: a too early one was named
    late,         ///< it came, before the earliest time: a too late one was named
    never,        ///< nothing came and nobody made room: a false alarm
    prevented,    ///< nothing came because there was room again: says neither yes nor no
    withdrawn,    ///< nobody can know: the subject, the detector or the host went away
    unannounced,  ///< it came without a word before: a miss
};

std::string_view to_string(ForecastVerdict verdict);
std::optional<ForecastVerdict> parse_forecast_verdict(std::string_view text);

/// The announced disruption was there: hit, early or late.
constexpr bool came_true(ForecastVerdict verdict) {
    return verdict == ForecastVerdict::hit || verdict == ForecastVerdict::early ||
           verdict == ForecastVerdict::late;
}

struct ForecastScoring {
    /// Between a disruption and the word of it lie a sample interval and the detector's hold.
    Duration notice_max = std::chrono::seconds{15};
    /// What is announced again, or comes, so soon after it was taken back is the same announcement.
    Duration second_thoughts = std::chrono::minutes{30};
    /// A disruption is waited for beyond the latest time as long as that was away when announced,
    /// within these bounds.
    Duration patience_min = std::chrono::minutes{10};
    Duration patience_max = std::chrono::hours{24 * 7};
    std::size_t forecasts_max = 1000;
};

/// One forecast from its first word to its verdict.
struct ScoredForecast {
    std::string id;  ///< of the symptom that made it
    std::string kind;
    Subject subject;
    TimePoint raised_at;
    Forecast first;
    Forecast newest;
    ForecastVerdict verdict = ForecastVerdict::pending;
    ForecastVerdict if_over = ForecastVerdict::never;  ///< the verdict unless it still comes
    std::optional<TimePoint> taken_back_at;
    std::optional<TimePoint> happened_at;  ///< when it was noticed
    std::optional<TimePoint> settled_at;

    /// How long before the disruption it was announced; zero unless it came true.
    [[nodiscard]] Duration lead() const;
};

/// hit, early or late: the first interval against a disruption that was noticed at `noticed_at` and
/// began at most `notice_max` before.
ForecastVerdict judge_time(const Forecast& first, TimePoint noticed_at, Duration notice_max);

/// never, prevented or withdrawn: what a last word (`cleared`) means. Prevented when the engine saw
/// the usage fall, or when there is more room now than when it was announced.
ForecastVerdict judge_end(const Forecast& first, const Symptom& cleared);

/// Follows announcements, one for each host, kind and component. Symptoms without a forecast are
/// none of its business, but for those that an engine that forecasts raises as `limit_met`.
/// Pure; times come in. For one thread. Memory: about 1 KiB per announcement, at most
/// forecasts_max.
class ForecastScorer {
public:
    explicit ForecastScorer(ForecastScoring scoring = {}) : scoring_(scoring) {}

    /// Takes up what an earlier run left pending.
    void resume(ScoredForecast announcement);

    /// What is new or has changed because of this word. Times are the symptom's.
    std::vector<ScoredForecast> hear(const Symptom& symptom);

    /// What is settled because its time has come.
    std::vector<ScoredForecast> advance(TimePoint now);

    /// Nobody watches `host` any more: what is pending there is withdrawn unless it is announced
    /// again, or comes, within `second_thoughts`.
    std::vector<ScoredForecast> lose_sight(std::string_view host, TimePoint at);

    /// Nothing is known of it any more, whatever becomes of it.
    void forget(const Subject& subject, const std::string& kind);

    /// Without a verdict and not taken back, by host, kind and component.
    [[nodiscard]] std::vector<ScoredForecast> open() const;

    /// Not followed because of forecasts_max.
    [[nodiscard]] std::uint64_t refused() const { return refused_; }

    [[nodiscard]] std::size_t size() const { return known_.size(); }

private:
    using Key = std::tuple<std::string, std::string, std::string>;  // host, kind, component
    using Changed = std::vector<ScoredForecast>;

    void begin(const Symptom& symptom, Changed& changed);
    void follow(ScoredForecast& known, const Symptom& symptom, Changed& changed) const;
    void take_back(ScoredForecast& known, const Symptom& symptom, Changed& changed) const;
    [[nodiscard]] TimePoint due(const ScoredForecast& known) const;
    bool make_room();

    ForecastScoring scoring_;
    std::map<Key, ScoredForecast> known_;  // settled ones stay until their symptom is cleared
    bool may_sweep_ = false;               // some of them may have settled since the last sweep
    std::uint64_t refused_ = 0;
};

}  // namespace foreshock
