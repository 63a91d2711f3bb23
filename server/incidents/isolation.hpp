#pragma once

#include <optional>
#include <string>

#include "core/symptom.hpp"

namespace foreshock::incidents {

inline constexpr std::string_view server_isolated_kind = "server.isolated";
inline constexpr std::string_view server_component = "network";

struct IsolationSettings {
    std::size_t hosts_min = 3;  ///< below that many hosts there is no majority
    Duration hold_while_some_speak = std::chrono::minutes{5};
    std::string server_name = "foreshock-server";  ///< the host that the symptom is about
};

/// How the hosts that should speak do.
struct Lateness {
    std::size_t expected = 0;
    std::size_t late = 0;
    TimePoint median_last_seen;  ///< of the expected ones: a late one's while most are late
};

/// Knows when it is the server that is cut off: the kind "server.isolated". Pure.
///
/// When most hosts fall silent at once it is said once, and no host is called lost. While nobody
/// speaks that holds without end; while some do, who prove that the server can be reached, it
/// holds for a time, and then the silent ones are lost after all.
///
/// Its symptom is named by when most hosts were last heard: whichever run of the server notices
/// one silence, it is one symptom. A new run knows nothing of what the one before said: the engine
/// is told AgentStarted of the server, so that what is not said again ends. For one thread.
class Isolation {
public:
    explicit Isolation(IsolationSettings settings) : settings_(std::move(settings)) {}

    /// What is to be said at `now`, if anything. To be asked when somebody is overdue, and as long
    /// as it holds.
    std::optional<Symptom> judge(TimePoint now, const Lateness& lateness);

    /// Nobody may be called lost now.
    [[nodiscard]] bool holds_verdicts() const { return since_.has_value(); }

    /// Those who are lost now fell silent with most others.
    [[nodiscard]] bool was_released_now() const { return is_released_; }

private:
    [[nodiscard]] bool is_majority(const Lateness& lateness) const {
        return lateness.expected >= settings_.hosts_min && lateness.late * 2 > lateness.expected;
    }

    [[nodiscard]] Symptom symptom(TimePoint now) const;
    [[nodiscard]] Symptom raised(TimePoint now, const Lateness& lateness) const;
    Symptom ended(TimePoint now, std::string_view reason, std::string_view sentence);

    IsolationSettings settings_;
    std::optional<TimePoint> since_;
    TimePoint named_by_;
    bool is_released_ = false;
};

}  // namespace foreshock::incidents
