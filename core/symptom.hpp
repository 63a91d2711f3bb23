#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/labels.hpp"
#include "core/snapshot.hpp"
#include "core/time.hpp"

namespace foreshock {

/// Has it happened, or is it on its way?
enum class Phase : std::uint8_t { impending, occurring };

enum class Severity : std::uint8_t { info, warning, critical };

/// A symptom speaks up, says something new about itself, and at last takes it back.
enum class SymptomStatus : std::uint8_t { raised, updated, cleared };

/// What the symptom is about. `component` is a word and a name: "filesystem /var",
/// "process shop", "memory"; empty means the host as a whole.
struct Subject {
    std::string host;
    std::string component;

    auto operator<=>(const Subject&) const = default;
};

/// The disruption that a symptom precedes. earliest ≤ expected ≤ latest. `level`, `limit` and
/// `slope_per_second` let a page draw the line from (`made_at`, `level`) to the limit.
struct Forecast {
    std::string disruption;  ///< "writes to /var fail"
    TimePoint made_at;
    TimePoint earliest;
    TimePoint expected;
    TimePoint latest;
    double confidence = 0;  ///< 0 to 1
    double level = 0;
    double limit = 0;
    double slope_per_second = 0;
};

/// One number that made the detector speak.
struct Evidence {
    std::string signal;
    Labels labels;
    double value = 0;
    std::optional<double> limit;
    Duration window{0};  ///< how far back the judgement looked
    std::string note;    ///< "grew 3.1 MiB/s, steady over 10 s, 40 s and 2 min"
};

/// What a detector says. `id` names the episode: the same from raised to cleared.
struct Symptom {
    std::string id;
    std::string kind;         ///< "filesystem.space.exhaustion": a row of the pack
    std::string category;     ///< from the pack: "storage"
    std::string subcategory;  ///< "space"
    Subject subject;
    Phase phase = Phase::impending;
    Severity severity = Severity::warning;
    SymptomStatus status = SymptomStatus::raised;
    TimePoint first_sign;   ///< when the signal began to move; ≤ onset
    TimePoint onset;        ///< when the detector raised it
    TimePoint observed_at;  ///< the moment this message speaks of
    std::optional<Forecast> forecast;
    std::vector<Evidence> evidence;
    std::string reason;    ///< enumerated by the engine: "slopes_agree", "band_entered"
    std::string sentence;  ///< plain words with numbers
    int impact = 3;        ///< the kind's hint: 1 the host, 2 a service, 3 a component
    std::string guide;     ///< what it means, how to check, how to fix
    std::vector<std::string> questions;    ///< for the first line
    std::vector<std::string> leads_to;     ///< kinds that this one causes
    std::optional<HostSnapshot> snapshot;  ///< at onset, on `raised` only
};

std::string_view to_string(Phase phase);
std::string_view to_string(Severity severity);
std::string_view to_string(SymptomStatus status);

}  // namespace foreshock
