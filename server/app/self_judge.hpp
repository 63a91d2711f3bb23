#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"

namespace foreshock::app {

struct SelfSettings {
    std::string alive_url;                     ///< empty: nobody is told
    Duration every = std::chrono::minutes{1};  ///< a look, and a word that it lives
    Duration outbox_stuck_after = std::chrono::minutes{10};
    std::uint64_t disk_free_min_bytes = 256 << 20;
};

/// What the server knows of its own health at one moment.
struct SelfReading {
    std::uint64_t engine_turns = 0;           ///< grows while the engine's thread is alive
    std::string not_ready_because;            ///< empty: it takes reports and keeps them
    std::optional<Duration> outbox_waits;     ///< of the oldest word that was not delivered
    std::optional<std::uint64_t> free_bytes;  ///< where the data are, for its user
};

/// What is wrong with the server itself.
struct SelfFault {
    std::string kind;      ///< "server.outbox.stuck"
    std::string severity;  ///< "warning" or "critical"
    std::string sentence;
};

/// Judges one reading after the other. A pure state machine.
class SelfJudge {
public:
    explicit SelfJudge(SelfSettings settings) : settings_(std::move(settings)) {}

    /// All that is wrong now; nothing: it lives, and may say so to the outside.
    std::vector<SelfFault> judge(const SelfReading& reading);

private:
    SelfSettings settings_;
    std::optional<std::uint64_t> turns_before_;
};

/// All kinds that a SelfJudge knows.
std::vector<std::string> self_kinds();

}  // namespace foreshock::app
