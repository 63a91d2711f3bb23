#include "detectors/backtest.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "detectors/catalog.hpp"
#include "detectors/csv_recording.hpp"

namespace foreshock::detectors {
namespace {

/// Keeps what was said, and the newest form of every announcement.
class Recorder final : public SymptomSink {
public:
    explicit Recorder(BacktestReport& report) : report_(report) {}

    void say(Symptom symptom) override {
        take_in(scorer_.hear(symptom));
        book_.take(symptom);
        if (report_.symptoms.size() < backtest_symptoms_max)
            report_.symptoms.push_back(std::move(symptom));
        else
            ++report_.refused;
    }

    void advance(TimePoint now) { take_in(scorer_.advance(now)); }

    /// Nothing more is said.
    void finish() {
        report_.episodes = book_.episodes();
        report_.refused += book_.refused();
    }

private:
    void take_in(std::vector<ScoredForecast> changed) {
        for (ScoredForecast& each : changed) {
            if (each.verdict == ForecastVerdict::unannounced) {
                ++report_.unannounced;
                continue;
            }
            const auto [place, is_new] = places_.try_emplace(each.id, report_.scores.size());
            if (is_new) report_.scores.emplace_back();
            report_.scores[place->second] = std::move(each);
        }
    }

    BacktestReport& report_;
    EpisodeBook book_;
    ForecastScorer scorer_;
    std::map<std::string, std::size_t> places_;  // by id, into report_.scores
};

/// One pack at work.
class Trial {
public:
    explicit Trial(Contestant contestant)
        : contestant_(std::move(contestant)), recorder_(report_) {}

    void attach(SeriesId id, const SeriesKey& key) {
        const bool is_watched = contestant_.detector->attach(id, key);
        ++report_.series;
        report_.series_unwatched += is_watched ? 0 : 1;
    }

    /// The limit signals that belong to this usage.
    [[nodiscard]] std::set<std::string> limits_of(const SeriesKey& usage) const {
        std::set<std::string> signals;
        for (const KindSettings& kind : contestant_.pack.kinds) {
            const auto* settings = std::get_if<ExhaustionSettings>(&kind.settings);
            if (settings && settings->usage == usage.signal && !settings->limit.empty())
                signals.insert(settings->limit);
        }
        return signals;
    }

    Detector& detector() { return *contestant_.detector; }

    Recorder& recorder() { return recorder_; }

    BacktestReport& report() { return report_; }

private:
    Contestant contestant_;
    BacktestReport report_;
    Recorder recorder_;
};

/// Everything that is recorded, told to all trials.
class Trials final : public RecordingSink {
public:
    Trials(std::vector<Contestant> contestants, std::optional<double> limit) : limit_(limit) {
        for (Contestant& contestant : contestants)
            trials_.emplace_back(std::move(contestant));
    }

    SeriesId series(const SeriesKey& key) override {
        const std::size_t known = table_.size();
        const SeriesId id = table_.intern(key.signal, key.labels);
        if (table_.size() == known) return id;
        for (Trial& trial : trials_)
            trial.attach(id, key);
        if (limit_) add_limits(key);
        return id;
    }

    void value(SeriesId series, TimePoint at, double value) override {
        for (const SeriesId limit : std::exchange(limits_due_, {}))
            observe({limit, at, *limit_});
        ++values_;
        observe({series, at, value});
    }

    void line(const LogLine& line) override {
        ++lines_;
        for (Trial& trial : trials_)
            trial.detector().read(line, trial.recorder());
    }

    /// All of this moment has been told.
    void advance(TimePoint at) {
        if (rows_ == 0) from_ = at;
        if (rows_ == 0 || at != to_) ++rows_;
        to_ = at;
        limits_due_ = limits_;
        for (Trial& trial : trials_) {
            trial.detector().advance(at, trial.recorder());
            trial.recorder().advance(at);
        }
    }

    std::vector<BacktestReport> finish(const RecordingCounts& counts) {
        std::vector<BacktestReport> reports;
        for (Trial& trial : trials_) {
            trial.recorder().finish();
            BacktestReport& report = trial.report();
            report.rows = rows_;
            report.values = values_;
            report.lines = lines_;
            report.from = from_;
            report.to = to_;
            report.rows_out_of_order = counts.out_of_order;
            report.malformed = counts.malformed;
            report.refused += counts.refused + table_.refused();
            reports.push_back(std::move(report));
        }
        return reports;
    }

private:
    void observe(const Sample& sample) {
        if (sample.series == SeriesTable::overflow) return;
        for (Trial& trial : trials_)
            trial.detector().observe(sample, trial.recorder());
    }

    void add_limits(const SeriesKey& usage) {
        std::set<std::string> signals;
        for (Trial& trial : trials_)
            signals.merge(trial.limits_of(usage));
        for (const std::string& signal : signals) {
            const SeriesKey key{signal, usage.labels};
            const SeriesId id = table_.intern(key.signal, key.labels);
            for (Trial& trial : trials_)
                trial.detector().attach(id, key);
            limits_.push_back(id);
            limits_due_.push_back(id);
        }
    }

    SeriesTable table_{backtest_series_max};
    std::deque<Trial> trials_;  // their addresses are known to their parts
    std::optional<double> limit_;
    std::vector<SeriesId> limits_;
    std::vector<SeriesId> limits_due_;  // not told at this moment yet
    std::size_t rows_ = 0;
    std::size_t values_ = 0;
    std::size_t lines_ = 0;
    TimePoint from_{};
    TimePoint to_{};
};

}  // namespace

double error_ratio(const ScoredForecast& announcement) {
    const Duration lead = announcement.lead();
    if (lead == Duration{0}) return 0;
    return to_seconds(announcement.first.expected - *announcement.happened_at) / to_seconds(lead);
}

Result<std::vector<BacktestReport>> backtest(std::vector<Contestant> contestants,
                                             Recording& recording, std::optional<double> limit) {
    Trials trials{std::move(contestants), limit};
    while (true) {
        const auto at = recording.next();
        if (!at) return fail(at.error());
        if (!*at) break;
        if (auto played = recording.play(trials); !played) return fail(std::move(played).error());
        trials.advance(**at);
    }
    return trials.finish(recording.counts());
}

Result<std::vector<BacktestReport>> backtest(const std::vector<Pack>& packs, Recording& recording,
                                             std::optional<double> limit) {
    std::vector<Contestant> contestants;
    for (const Pack& pack : packs)
        contestants.push_back({pack, make_detectors(pack)});
    return backtest(std::move(contestants), recording, limit);
}

Result<BacktestReport> backtest(const Pack& pack, std::istream& csv,
                                const BacktestBinding& binding) {
    CsvRecording recording{csv, {binding.signal, binding.labels}};
    auto reports = backtest(std::vector<Pack>{pack}, recording, binding.limit);
    if (!reports) return fail(std::move(reports).error());
    return std::move(reports->front());
}

}  // namespace foreshock::detectors
