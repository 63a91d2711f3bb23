#pragma once

#include <string>
#include <vector>

#include "agent/log.hpp"

namespace foreshock::test {

/// Keeps what is said.
class RecordingLog final : public agent::EventLog {
public:
    struct Line {
        agent::LogLevel level;
        std::string text;
    };

    std::vector<Line> lines;

    void say(agent::LogLevel level, std::string_view text) override {
        lines.push_back({level, std::string{text}});
    }

    /// How many lines contain the words.
    [[nodiscard]] int count(std::string_view words) const {
        int found = 0;
        for (const Line& line : lines)
            found += line.text.find(words) != std::string::npos ? 1 : 0;
        return found;
    }
};

}  // namespace foreshock::test
