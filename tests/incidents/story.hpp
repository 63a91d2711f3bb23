#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/symptom.hpp"

namespace foreshock::incidents::test {

/// A host of a story and what is said of it: "rack" = "r7".
struct StoryHost {
    std::string name;
    std::map<std::string, std::string> labels;
};

/// A service of the catalogue: where it runs and which services it needs.
struct StoryService {
    std::string name;
    std::vector<std::string> hosts;
    std::vector<std::string> needs;
    std::string weight;
};

/// What is said of a symptom; what is left out stays as it was, or is the usual.
struct StoryWord {
    SymptomStatus status = SymptomStatus::raised;
    std::string kind;
    std::vector<std::string> hosts;
    std::string component;
    std::optional<Phase> phase;
    std::optional<Severity> severity;
    std::optional<Duration> eta;      ///< the disruption is expected so long after this word
    std::optional<Duration> since;    ///< the first sign came so long before this word
    std::optional<Duration> spooled;  ///< it was said so long ago and waited in the spool
};

/// A symptom that names the incident which holds it: "unit.failed@app-1", or with a component
/// "unit.failed@app-1:shop". The component is named by its last word.
struct Mention {
    std::string kind;
    std::string host;
    std::string component;

    [[nodiscard]] std::string text() const {
        return kind + "@" + host + (component.empty() ? "" : ":" + component);
    }
};

/// One line of a story. `words` are those after the verb, with groups of hosts spelled out.
struct StoryAct {
    std::size_t line = 0;
    Duration at{0};
    std::string verb;
    std::vector<std::string> words;
    std::optional<StoryWord> word;   ///< of raise, update and clear
    std::vector<Mention> mentioned;  ///< of what people do, and of expectations
};

/// What happens to a fleet over some time, and what people must see of it.
struct Story {
    std::string title;
    TimePoint starts_at = from_unix_ms(1'790'000'000'000);
    std::vector<std::string> needs;  ///< features without which it cannot be played
    std::vector<StoryHost> hosts;
    std::vector<StoryService> services;
    std::vector<StoryAct> acts;  ///< in the order of time
};

}  // namespace foreshock::incidents::test
