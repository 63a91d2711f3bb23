#pragma once

#include <string>
#include <vector>

#include "detectors/recording.hpp"

namespace foreshock::test {

/// Everything that a recording tells, as lines of text: "12 cpu.time.busy_ratio{core=\"0\"} 0.5".
/// Times are seconds after `origin`.
class Recorded final : public detectors::RecordingSink {
public:
    explicit Recorded(detectors::Recording& recording, std::int64_t origin_ms = 0)
        : origin_ms_(origin_ms) {
        while (true) {
            auto at = recording.next();
            if (!at) {
                error = at.error().what;
                code = at.error().code;
                return;
            }
            if (!*at) return;
            if (auto played = recording.play(*this); !played) {
                error = played.error().what;
                return;
            }
            moments.push_back(**at);
        }
    }

    SeriesId series(const SeriesKey& key) override { return table_.intern(key.signal, key.labels); }

    void value(SeriesId series, TimePoint at, double value) override {
        const SeriesKey& key = table_.key(series);
        said.push_back(time(at) + " " + key.signal + key.labels.text() + " " + number(value));
    }

    void line(const LogLine& line) override {
        said.push_back(time(line.at) + " " + std::string{line.unit} + ": " +
                       std::string{line.text});
        sources.emplace_back(line.source);
        severities.push_back(line.severity);
    }

    std::vector<std::string> said;
    std::vector<std::string> sources;
    std::vector<LogSeverity> severities;
    std::vector<TimePoint> moments;
    std::string error;
    Errc code{};

private:
    static std::string number(double value) {
        std::string text = std::to_string(value);
        while (text.ends_with('0'))
            text.pop_back();
        if (text.ends_with('.')) text.pop_back();
        return text;
    }

    [[nodiscard]] std::string time(TimePoint at) const {
        return number(static_cast<double>(to_unix_ms(at) - origin_ms_) / 1000);
    }

    std::int64_t origin_ms_;
    SeriesTable table_;
};

}  // namespace foreshock::test
