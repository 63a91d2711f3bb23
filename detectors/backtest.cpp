#include "detectors/backtest.hpp"

#include <algorithm>
#include <cmath>
#include <istream>
#include <map>

#include "core/number.hpp"
#include "detectors/catalog.hpp"
#include "detectors/csv.hpp"

namespace foreshock::detectors {
namespace {

/// Keeps what was said, and the newest form of every announcement.
class Recorder final : public SymptomSink {
public:
    explicit Recorder(BacktestReport& report) : report_(report) {}

    void say(Symptom symptom) override {
        take_in(scorer_.hear(symptom));
        if (report_.symptoms.size() < backtest_symptoms_max)
            report_.symptoms.push_back(std::move(symptom));
    }

    void advance(TimePoint now) { take_in(scorer_.advance(now)); }

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
    ForecastScorer scorer_;
    std::map<std::string, std::size_t> places_;  // by id, into report_.scores
};

/// One column of the data, or the constant limit beside it.
struct Column {
    SeriesId series;
    bool is_watched;
};

class Run {
public:
    Run(const Pack& pack, Detector& detector, BacktestReport& report)
        : pack_(pack), detector_(detector), report_(report), recorder_(report) {}

    Result<void> read_header(const std::vector<std::string>& names, const BacktestBinding& binding);
    Result<void> read_row(const std::vector<std::string>& cells);

private:
    Result<SeriesKey> key_of(const std::string& name, const BacktestBinding& binding) const;
    Column attach(const SeriesKey& key);
    void attach_limit(const SeriesKey& usage, double limit);

    const Pack& pack_;
    Detector& detector_;
    BacktestReport& report_;
    Recorder recorder_;
    SeriesTable table_;
    std::vector<Column> columns_;
    std::vector<std::pair<SeriesId, double>> constants_;
};

Result<SeriesKey> Run::key_of(const std::string& name, const BacktestBinding& binding) const {
    if (name == "value") {
        if (binding.signal.empty())
            return fail(Errc::invalid, "the column 'value' needs a signal to stand for");
        return SeriesKey{binding.signal, binding.labels};
    }
    const std::size_t brace = name.find('{');
    auto labels = Labels::parse(brace == name.npos ? "" : std::string_view{name}.substr(brace));
    if (!labels) return fail(std::move(labels).error().with("column " + name));
    return SeriesKey{name.substr(0, brace), std::move(*labels)};
}

Column Run::attach(const SeriesKey& key) {
    const SeriesId id = table_.intern(key.signal, key.labels);
    const Column column{id, detector_.attach(id, key)};
    ++report_.series;
    if (!column.is_watched) ++report_.series_unwatched;
    return column;
}

/// The limit signal of each kind that watches this usage gets the constant as its value.
void Run::attach_limit(const SeriesKey& usage, double limit) {
    for (const KindSettings& kind : pack_.kinds) {
        const auto* settings = std::get_if<ExhaustionSettings>(&kind.settings);
        if (!settings || settings->usage != usage.signal || settings->limit.empty()) continue;
        const SeriesKey key{settings->limit, usage.labels};
        const SeriesId id = table_.intern(key.signal, key.labels);
        if (detector_.attach(id, key)) constants_.emplace_back(id, limit);
    }
}

Result<void> Run::read_header(const std::vector<std::string>& names,
                              const BacktestBinding& binding) {
    if (names.size() < 2) return fail(Errc::malformed, "a time and a value column are needed");
    for (std::size_t i = 1; i < names.size(); ++i) {
        const auto key = key_of(names[i], binding);
        if (!key) return fail(key.error());
        columns_.push_back(attach(*key));
        if (binding.limit) attach_limit(*key, *binding.limit);
    }
    return {};
}

Result<void> Run::read_row(const std::vector<std::string>& cells) {
    if (cells.size() > columns_.size() + 1)
        return fail(Errc::malformed, "more cells than the first line has names");
    const auto at = parse_csv_time(cells.front());
    if (!at) return fail(at.error());
    if (report_.rows > 0 && *at <= report_.to) {
        ++report_.rows_out_of_order;
        return {};
    }
    if (report_.rows++ == 0) report_.from = *at;
    report_.to = *at;
    for (const auto& [series, limit] : constants_)
        detector_.observe({series, *at, limit}, recorder_);
    for (std::size_t i = 1; i < cells.size(); ++i) {
        const auto value = parse_csv_number(cells[i]);
        if (!value) return fail(value.error());
        if (!*value) continue;
        ++report_.values;
        const Column& column = columns_[i - 1];
        if (column.is_watched) detector_.observe({column.series, *at, **value}, recorder_);
    }
    detector_.advance(*at, recorder_);
    recorder_.advance(*at);
    return {};
}

Result<void> read_all(std::istream& csv, Run& run, const BacktestBinding& binding) {
    std::string line;
    std::size_t number = 0;
    while (std::getline(csv, line)) {
        const std::string place = "line " + std::to_string(++number);
        if (line.size() > csv_line_bytes_max) return fail(Errc::too_large, place + " is too long");
        if (line.empty() || line == "\r") continue;
        const auto cells = parse_csv_line(line);
        if (!cells) return fail(Error{cells.error()}.with(place));
        const auto done = number == 1 ? run.read_header(*cells, binding) : run.read_row(*cells);
        if (!done) return fail(Error{done.error()}.with(place));
    }
    if (number == 0) return fail(Errc::malformed, "there is no first line with column names");
    return {};
}

std::string_view outcome_words(ForecastVerdict verdict) {
    switch (verdict) {
        case ForecastVerdict::prevented:
            return "was relieved in time";
        case ForecastVerdict::withdrawn:
            return "was withdrawn";
        case ForecastVerdict::pending:
            return "was open at the end of the data";
        default:
            return "did not come true";
    }
}

std::string render_score(const ScoredForecast& score) {
    std::string text =
        format_rfc3339(score.raised_at) + "  " + score.kind + "  " + score.subject.component + "  ";
    if (!came_true(score.verdict)) return text + std::string{outcome_words(score.verdict)} + "\n";
    text += "came true " + describe_duration(score.lead()) + " later, ";
    text += score.verdict == ForecastVerdict::hit ? "inside the interval" : "outside the interval";
    return text + ", off by " + describe_number(std::round(error_ratio(score) * 1000) / 10) +
           " %\n";
}

}  // namespace

double error_ratio(const ScoredForecast& announcement) {
    const Duration lead = announcement.lead();
    if (lead == Duration{0}) return 0;
    return to_seconds(announcement.first.expected - *announcement.happened_at) / to_seconds(lead);
}

Result<BacktestReport> backtest(const Pack& pack, std::istream& csv,
                                const BacktestBinding& binding) {
    const auto detector = make_detectors(pack);
    BacktestReport report;
    Run run{pack, *detector, report};
    if (auto done = read_all(csv, run, binding); !done) return fail(std::move(done).error());
    return report;
}

std::string render(const BacktestReport& report) {
    std::string text;
    for (const Symptom& symptom : report.symptoms) {
        text += format_rfc3339(symptom.observed_at) + "  ";
        text +=
            std::string{to_string(symptom.status)} + "  " + std::string{to_string(symptom.phase)};
        text += "  " + std::string{to_string(symptom.severity)} + "  " + symptom.kind + "  ";
        text += symptom.sentence + "\n";
    }
    if (!report.scores.empty()) text += "\nAnnouncements\n";
    for (const ScoredForecast& score : report.scores)
        text += render_score(score);
    const auto good =
        std::count_if(report.scores.begin(), report.scores.end(),
                      [](const ScoredForecast& score) { return came_true(score.verdict); });
    text += "\n" + std::to_string(report.rows) + " rows, " + std::to_string(report.series) +
            " series (" + std::to_string(report.series_unwatched) + " that no kind looks at), " +
            describe_duration(report.to - report.from) + ": " + std::to_string(good) + " of " +
            std::to_string(report.scores.size()) + " announcements came true, " +
            std::to_string(report.unannounced) + " limits were met unannounced\n";
    return text;
}

}  // namespace foreshock::detectors
