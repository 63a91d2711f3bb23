#pragma once

#include <string>
#include <vector>

#include "server/incidents/changes_before.hpp"

namespace foreshock::incidents {

/// A question for the first line, and what telemetry already says to it.
struct Question {
    std::string text;
    std::vector<std::string> known;  ///< at most `known_max`; empty: a person has to be asked

    bool operator==(const Question&) const = default;
};

constexpr std::size_t known_max = 3;

/// The incident's questions, each once. One about changes ("Was … updated lately?") is given those
/// of its host, or that none was seen; one that asks which is given the culprits of the snapshot at
/// onset; any other its first figures. Those of a report's category come last, to be asked.
std::vector<Question> prefilled_questions(const Incident& incident,
                                          const std::vector<HostChange>& changes);

}  // namespace foreshock::incidents
