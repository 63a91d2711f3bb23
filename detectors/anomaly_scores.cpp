#include "detectors/anomaly_scores.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <istream>
#include <memory>
#include <ostream>

#include "detectors/csv.hpp"
#include "detectors/engines/anomaly_judge.hpp"

namespace foreshock::detectors {
namespace {

/// Rounded down: what is below the threshold stays below it in print.
std::string print_score(double score) {
    std::array<char, 32> text{};
    const int size = std::snprintf(text.data(), text.size(), "%.6f", std::floor(score * 1e6) / 1e6);
    return {text.data(), static_cast<std::size_t>(size)};
}

class Scoring {
public:
    Result<void> read_header(const std::vector<std::string>& names) {
        const auto time = std::find(names.begin(), names.end(), "timestamp");
        const auto value = std::find(names.begin(), names.end(), "value");
        if (time == names.end() || value == names.end())
            return fail(Errc::malformed, "columns 'timestamp' and 'value' are needed");
        time_column_ = static_cast<std::size_t>(time - names.begin());
        value_column_ = static_cast<std::size_t>(value - names.begin());
        return {};
    }

    double score(const std::vector<std::string>& cells) {
        ++report_.rows;
        const auto at = time_column_ < cells.size() ? parse_csv_time(cells[time_column_])
                                                    : fail(Errc::malformed, "no time");
        if (at) at_ = *at;
        if (!at) ++report_.times_unreadable;
        const auto value = value_column_ < cells.size() ? parse_csv_number(cells[value_column_])
                                                        : fail(Errc::malformed, "no value");
        if (!value || !*value || !std::isfinite(**value)) {
            ++report_.values_unreadable;
            return 0;
        }
        const AnomalyVerdict verdict = judge_->observe(at_, **value);
        if (verdict.is_flagged) ++report_.flagged;
        return verdict.score;
    }

    [[nodiscard]] const AnomalyScoreReport& report() const { return report_; }

private:
    std::unique_ptr<AnomalyJudge> judge_ = std::make_unique<AnomalyJudge>();
    AnomalyScoreReport report_;
    TimePoint at_{};
    std::size_t time_column_ = 0;
    std::size_t value_column_ = 1;
};

}  // namespace

Result<AnomalyScoreReport> score_anomalies(std::istream& csv, std::ostream& out) {
    Scoring scoring;
    std::string line;
    std::size_t number = 0;
    while (std::getline(csv, line)) {
        const std::string place = "line " + std::to_string(++number);
        if (line.size() > csv_line_bytes_max) return fail(Errc::too_large, place + " is too long");
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (line.empty() && number > 1) continue;
        const auto cells = parse_csv_line(line);
        if (!cells) return fail(Error{cells.error()}.with(place));
        if (number == 1) {
            if (auto done = scoring.read_header(*cells); !done)
                return fail(std::move(done).error().with(place));
            out << line << ",anomaly_score\n";
        } else {
            out << line << ',' << print_score(scoring.score(*cells)) << '\n';
        }
        if (!out) return fail(Errc::unavailable, "the scores cannot be written");
    }
    if (number == 0) return fail(Errc::malformed, "there is no first line with column names");
    return scoring.report();
}

}  // namespace foreshock::detectors
