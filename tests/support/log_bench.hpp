#pragma once

#include <functional>
#include <string>
#include <vector>

#include "collectors/background.hpp"
#include "collectors/log_sink.hpp"

namespace foreshock::test {

/// Keeps all lines.
class RecordingLogSink final : public collectors::LogSink {
public:
    struct Line {
        TimePoint at;
        std::string source;
        std::string unit;
        LogSeverity severity;
        std::string text;
    };

    void add(const LogLine& line) override {
        lines.push_back({line.at, std::string{line.source}, std::string{line.unit}, line.severity,
                         std::string{line.text}});
    }

    /// The texts, one behind the other, each ended by '|'.
    [[nodiscard]] std::string texts() const {
        std::string all;
        for (const Line& line : lines)
            all += line.text + "|";
        return all;
    }

    std::vector<Line> lines;
};

/// Does the work at once, or keeps it until `run_all` when it is to hold.
class StubBackground final : public collectors::Background {
public:
    Result<void> start(std::string_view /*name*/, std::function<void()> work) override {
        ++started;
        if (!holds) {
            work();
        } else {
            held.push_back(std::move(work));
        }
        return {};
    }

    void run_all() {
        for (const auto& work : held)
            work();
        held.clear();
    }

    bool holds = false;
    std::size_t started = 0;
    std::vector<std::function<void()>> held;
};

}  // namespace foreshock::test
