#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "server/app/self_test.hpp"

namespace foreshock::app {

struct SelfSettings {
    std::string alive_url;                     ///< empty: nobody is told
    Duration every = std::chrono::minutes{1};  ///< a look, and a word that it lives
    Duration outbox_stuck_after = std::chrono::minutes{10};
    std::uint64_t disk_free_min_bytes = 256 << 20;
    Duration test_every = std::chrono::minutes{5};   ///< a self-test; 0: none
    Duration test_within = std::chrono::minutes{1};  ///< its word must be out
    std::string test_channel;  ///< by which it goes out; empty: to nobody, once out of the outbox
};

/// A certificate that should have been renewed by now.
struct EndingCertificate {
    std::string whose;  ///< "agent web-1"
    TimePoint ends_at;
};

/// What the server knows of its own health at one moment.
struct SelfReading {
    std::uint64_t engine_turns = 0;           ///< grows while the engine's thread is alive
    std::string not_ready_because;            ///< empty: it takes reports and keeps them
    std::optional<Duration> outbox_waits;     ///< of the oldest word that was not delivered
    std::optional<std::uint64_t> free_bytes;  ///< where the data are, for its user
    SelfTestReading test;
    std::vector<EndingCertificate> own_certificates;  ///< the server's, and its authority's
    std::vector<EndingCertificate> agent_certificates;
};

/// What is wrong with the server itself.
struct SelfFault {
    std::string kind;      ///< "server.outbox.stuck"
    std::string severity;  ///< "warning" or "critical"
    std::string sentence;
};

/// A warning is an incident; with anything graver it no longer says to the outside that it lives.
constexpr bool is_alive(const std::vector<SelfFault>& faults) {
    for (const SelfFault& fault : faults) {
        if (fault.severity == "critical") return false;
    }
    return true;
}

/// Judges one reading after the other. A pure state machine.
class SelfJudge {
public:
    explicit SelfJudge(SelfSettings settings) : settings_(std::move(settings)) {}

    /// All that is wrong now.
    std::vector<SelfFault> judge(const SelfReading& reading);

private:
    SelfSettings settings_;
    std::optional<std::uint64_t> turns_before_;
};

/// All kinds that a SelfJudge knows.
std::vector<std::string> self_kinds();

}  // namespace foreshock::app
