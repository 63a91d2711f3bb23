#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "core/change.hpp"
#include "core/log_line.hpp"
#include "core/number.hpp"
#include "core/series.hpp"
#include "core/symptom.hpp"

namespace foreshock::test {

/// One stretch of a series: "ramp 100M 200M 3m".
struct Segment {
    std::string shape;
    std::vector<double> numbers;
    Duration length{0};
};

/// One series of a scenario: its stretches one after the other, and what is laid over them.
struct ScenarioSeries {
    SeriesKey key;
    std::vector<Segment> segments;
    double noise = 0;    ///< ± so much, evenly spread
    bool whole = false;  ///< rounded down to whole numbers
    Duration from{0};    ///< first value
};

/// A line of a log, once or again and again:
///
///     line SOURCE SEVERITY FROM "TEXT" [every SPAN to TIME]
///     line kernel err 30s "Buffer I/O error on dev sda, logical block %n"
///     line journal|nginx.service warning 2h "upstream timed out" every 20s to 3h
///
/// SOURCE is the log, and behind a bar the unit; SEVERITY a word of syslog.conf(5); `%n` in the
/// text is the number of the repetition. A text holds no double quotes and no braces.
struct ScenarioLine {
    std::string source;
    std::string unit;
    LogSeverity severity = LogSeverity::informational;
    std::string text;
    Duration from{0};
    Duration every{0};
    Duration to{0};
};

/// What must be said: `what` is raised, occurring, cleared or eta.
struct Expectation {
    std::string what;
    std::string kind;
    std::string component;
    Duration earliest{0};
    Duration latest{0};
};

/// A fact that changes so long after the start.
struct ScenarioChange {
    Duration at{0};
    std::string fact;
    std::string from;
    std::string to;
};

struct Scenario {
    std::string title;
    Duration every{1000};
    Duration length{0};
    std::vector<ScenarioSeries> series;
    std::vector<ScenarioLine> lines;
    std::vector<ScenarioChange> changes;  ///< in the order of time
    std::vector<Expectation> expected;
    std::vector<std::string>
        lookalikes;  ///< kinds that must stay quiet although it looks like them
};

/// Fixed pseudo-random numbers (splitmix64: Steele, Lea, Flood 2014), -1 to 1: the same on every
/// machine.
class Noise {
public:
    explicit Noise(std::uint64_t seed) : state_(seed) {}

    double next() {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return static_cast<double>((z ^ (z >> 31)) >> 11) / 4503599627370496.0 - 1.0;
    }

private:
    std::uint64_t state_;
};

/// Values of one series, tick by tick; not-a-number where it has a gap.
class Curve {
public:
    explicit Curve(const ScenarioSeries& series) : series_(series), noise_(seed_of(series.key)) {}

    double at(Duration since_start) {
        Duration into = since_start - series_.from;
        if (into < Duration{0}) return std::nan("");
        for (const Segment& segment : series_.segments) {
            if (into < segment.length) return finished(value(segment, into));
            into -= segment.length;
        }
        return std::nan("");
    }

private:
    static std::uint64_t seed_of(const SeriesKey& key) {
        std::uint64_t seed = 7;
        for (const char c : key.signal + key.labels.text())
            seed = seed * 31 + static_cast<unsigned char>(c);
        return seed;
    }

    double finished(double value) {
        value += series_.noise * noise_.next();
        return series_.whole ? std::floor(value) : value;
    }

    double value(const Segment& segment, Duration into) {
        const auto& n = segment.numbers;
        const double seconds = to_seconds(into);
        const double share = seconds / to_seconds(segment.length);
        if (segment.shape == "flat") return n[0];
        if (segment.shape == "ramp") return n[0] + (n[1] - n[0]) * share;
        if (segment.shape == "exp") return n[1] + (n[0] - n[1]) * std::exp(-seconds / n[2]);
        if (segment.shape == "boom") return n[0] * std::pow(n[1] / n[0], share);
        if (segment.shape == "saw") return n[0] + (n[1] - n[0]) * std::fmod(seconds / n[2], 1.0);
        if (segment.shape == "sine")
            return n[0] + n[1] * std::sin(2 * std::numbers::pi * seconds / n[2]);
        if (segment.shape == "stairs")
            return n[0] + (n[1] - n[0]) * std::floor(share * n[2]) / n[2];
        if (segment.shape == "drift") return drift(n);
        return std::nan("");  // gap
    }

    /// Noise with a memory of n[2] values around n[0], about n[1] wide.
    double drift(const std::vector<double>& n) {
        const double kept = std::exp(-1 / n[2]);
        wander_ = wander_ * kept + std::sqrt(3 * (1 - kept * kept)) * noise_.next();
        return n[0] + n[1] * std::clamp(wander_, -2.5, 2.5);
    }

    const ScenarioSeries& series_;
    Noise noise_;
    double wander_ = 0;
};

/// Reads the text format of tests/scenarios/README.md.
class ScenarioParser {
public:
    /// invalid names the line.
    static Result<Scenario> parse(std::string_view text) {
        ScenarioParser parser;
        std::size_t number = 0;
        while (!text.empty()) {
            ++number;
            const std::size_t end = std::min(text.find('\n'), text.size());
            if (!parser.take_line(text.substr(0, end)))
                return fail(Errc::invalid, "line " + std::to_string(number) + ": '" +
                                               std::string{text.substr(0, end)} + "'");
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        return parser.scenario_;
    }

private:
    using Words = std::vector<std::string>;

    bool take_line(std::string_view line) {
        const Words words = split(line.substr(0, comment_in(line)));
        if (words.empty()) return true;
        if (words[0] == "title") return set_title(line);
        if (words[0] == "every") return words.size() == 2 && set(words[1], scenario_.every);
        if (words[0] == "for") return words.size() == 2 && set(words[1], scenario_.length);
        if (words[0] == "lookalike") return add_lookalikes(words);
        if (words[0] == "series") return words.size() == 2 && add_series(words[1]);
        if (words[0] == "line") return add_log_line(words);
        if (words[0] == "expect") return add_expectation(words);
        if (words[0] == "change") return add_change(words);
        return !scenario_.series.empty() && add_segment(words, scenario_.series.back());
    }

    bool set_title(std::string_view line) {
        scenario_.title = line.substr(std::min<std::size_t>(6, line.size()));
        return !scenario_.title.empty();
    }

    static bool set(const std::string& word, Duration& into) {
        const auto span = parse_duration(word);
        if (span) into = *span;
        return span.has_value();
    }

    bool add_series(const std::string& word) {
        const std::size_t brace = word.find('{');
        const auto labels = Labels::parse(brace == word.npos ? "" : word.substr(brace));
        if (!labels) return false;
        scenario_.series.emplace_back().key = {word.substr(0, brace), *labels};
        return true;
    }

    static bool add_segment(const Words& words, ScenarioSeries& series) {
        if (words[0] == "whole") return series.whole = true;
        if (words[0] == "noise") return words.size() == 2 && number(words[1], series.noise);
        if (words[0] == "from") return words.size() == 2 && set(words[1], series.from);
        constexpr std::array<std::pair<std::string_view, std::size_t>, 9> shapes{{{"flat", 1},
                                                                                  {"ramp", 2},
                                                                                  {"exp", 3},
                                                                                  {"boom", 2},
                                                                                  {"saw", 3},
                                                                                  {"sine", 3},
                                                                                  {"stairs", 3},
                                                                                  {"drift", 3},
                                                                                  {"gap", 0}}};
        const auto shape = std::find_if(shapes.begin(), shapes.end(), [&words](const auto& each) {
            return each.first == words[0] && words.size() == each.second + 2;
        });
        if (shape == shapes.end()) return false;
        Segment segment{words[0], {}, Duration{0}};
        for (std::size_t i = 1; i + 1 < words.size(); ++i) {
            segment.numbers.emplace_back();
            if (!number(words[i], segment.numbers.back())) return false;
        }
        if (!set(words.back(), segment.length)) return false;
        series.segments.push_back(std::move(segment));
        return true;
    }

    /// lookalike KIND KIND
    bool add_lookalikes(const Words& words) {
        scenario_.lookalikes.insert(scenario_.lookalikes.end(), words.begin() + 1, words.end());
        return words.size() > 1;
    }

    /// Where a comment begins: at the first # that is not in quotes.
    static std::size_t comment_in(std::string_view line) {
        bool quoted = false;
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (line[i] == '"') quoted = !quoted;
            if (line[i] == '#' && !quoted) return i;
        }
        return line.size();
    }

    bool add_log_line(const Words& words) {
        constexpr std::array<std::string_view, 8> severities{"emerg",   "alert",  "crit", "err",
                                                             "warning", "notice", "info", "debug"};
        if (words.size() != 5 && words.size() != 9) return false;
        const auto severity = std::find(severities.begin(), severities.end(), words[2]);
        if (severity == severities.end()) return false;
        const std::size_t bar = std::min(words[1].find('|'), words[1].size());
        ScenarioLine line{words[1].substr(0, bar), {}, {}, words[4], {}, {}, {}};
        line.unit = words[1].substr(std::min(bar + 1, words[1].size()));
        line.severity = static_cast<LogSeverity>(severity - severities.begin());
        if (!set(words[3], line.from)) return false;
        const bool repeats = words.size() == 9;
        if (repeats && (words[5] != "every" || words[7] != "to" || !set(words[6], line.every) ||
                        !set(words[8], line.to) || line.every <= Duration{0}))
            return false;
        scenario_.lines.push_back(std::move(line));
        return true;
    }

    /// expect raised KIND "COMPONENT" 100s..150s
    bool add_expectation(const Words& words) {
        if (words.size() != 5) return false;
        Expectation expected{words[1], words[2], words[3], {}, {}};
        const std::size_t dots = words[4].find("..");
        const std::string last = dots == words[4].npos ? words[4] : words[4].substr(dots + 2);
        scenario_.expected.push_back(expected);
        return set(words[4].substr(0, dots), scenario_.expected.back().earliest) &&
               set(last, scenario_.expected.back().latest);
    }

    /// change 10m "mount./var" "/dev/vdb ext4 rw" ""
    bool add_change(const Words& words) {
        if (words.size() != 5) return false;
        scenario_.changes.push_back({Duration{0}, words[2], words[3], words[4]});
        return set(words[1], scenario_.changes.back().at);
    }

    /// "12", "1.5G" (binary), "20m" and the like are durations in seconds where a period is meant.
    static bool number(std::string word, double& into) {
        constexpr std::string_view units = "KMG";
        const std::size_t unit = units.find(word.back());
        double factor = 1;
        if (unit != units.npos) {
            factor = std::pow(1024.0, static_cast<double>(unit + 1));
            word.pop_back();
        }
        if (const auto plain = parse_double(word)) {
            into = *plain * factor;
            return true;
        }
        const auto span = parse_duration(word);
        if (span) into = to_seconds(*span);
        return span.has_value();
    }

    /// Words at blanks; "…" keeps blanks together. Braces of labels hold no blanks here.
    static Words split(std::string_view line) {
        Words words;
        bool quoted = false;
        bool open = false;
        for (const char c : line) {
            if (c == '"' && !(open && words.back().find('{') != std::string::npos)) {
                if (!quoted) words.emplace_back();
                quoted = !quoted;
                open = quoted;
            } else if (!quoted && (c == ' ' || c == '\t')) {
                open = false;
            } else {
                if (!open) words.emplace_back();
                open = true;
                words.back() += c;
            }
        }
        return words;
    }

    Scenario scenario_;
};

}  // namespace foreshock::test
