#include "server/app/self_judge.hpp"

namespace foreshock::app {
namespace {

constexpr const char* engine_hung = "server.engine.hung";
constexpr const char* store_refuses = "server.store.refuses";
constexpr const char* outbox_stuck = "server.outbox.stuck";
constexpr const char* disk_full = "server.disk.low";

}  // namespace

std::vector<SelfFault> SelfJudge::judge(const SelfReading& reading) {
    std::vector<SelfFault> faults;
    if (turns_before_ == reading.engine_turns) {
        faults.push_back({engine_hung, "critical", "The engine has not moved since the last look"});
    }
    turns_before_ = reading.engine_turns;
    if (!reading.not_ready_because.empty()) {
        faults.push_back({store_refuses, "critical",
                          "The server cannot keep what it is told: " + reading.not_ready_because});
    }
    if (reading.outbox_waits && *reading.outbox_waits > settings_.outbox_stuck_after) {
        faults.push_back({outbox_stuck, "critical",
                          "A word about an incident has not been delivered for " +
                              format_duration(*reading.outbox_waits) +
                              ": its channel refuses it or is away"});
    }
    if (reading.free_bytes && *reading.free_bytes < settings_.disk_free_min_bytes) {
        faults.push_back({disk_full, "critical",
                          "Only " + std::to_string(*reading.free_bytes >> 20U) +
                              " MiB are free where incidents and samples are kept"});
    }
    return faults;
}

std::vector<std::string> self_kinds() {
    return {engine_hung, store_refuses, outbox_stuck, disk_full};
}

}  // namespace foreshock::app
