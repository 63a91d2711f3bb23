#include "server/app/self_judge.hpp"

#include <algorithm>

namespace foreshock::app {
namespace {

constexpr const char* engine_hung = "server.engine.hung";
constexpr const char* store_refuses = "server.store.refuses";
constexpr const char* outbox_stuck = "server.outbox.stuck";
constexpr const char* disk_full = "server.disk.low";
constexpr const char* test_failed = "server.self_test.failed";
constexpr const char* certificate_ending = "server.certificate.ending";
constexpr const char* agents_unrenewed = "server.agent_certificates.unrenewed";

constexpr std::size_t names_told_max = 10;

std::string words_of(const SelfTestReading& test, Duration within) {
    if (test.waits && *test.waits > within) {
        return "for " + format_duration(*test.waits) + " nothing came out";
    }
    return test.failed_because;
}

/// "web-1, web-2 and 7 more; the first ends at …"
std::string words_of(const std::vector<EndingCertificate>& ending) {
    std::string words;
    TimePoint first = ending.front().ends_at;
    for (std::size_t i = 0; i < ending.size(); ++i) {
        first = std::min(first, ending[i].ends_at);
        if (i < names_told_max) words += (i == 0 ? "" : ", ") + ending[i].whose;
    }
    if (ending.size() > names_told_max)
        words += " and " + std::to_string(ending.size() - names_told_max) + " more";
    return words + "; the first ends at " + format_rfc3339(first);
}

void judge_certificates(const SelfReading& reading, std::vector<SelfFault>& faults) {
    if (!reading.own_certificates.empty()) {
        faults.push_back(
            {certificate_ending, "warning",
             "Should have been renewed by now: " + words_of(reading.own_certificates)});
    }
    if (!reading.agent_certificates.empty()) {
        faults.push_back({agents_unrenewed, "warning",
                          "Agents have not renewed their certificates: " +
                              words_of(reading.agent_certificates)});
    }
}

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
    const std::string test = words_of(reading.test, settings_.test_within);
    if (!test.empty()) {
        faults.push_back({test_failed, "critical",
                          "A test word that the server sent itself did not come out of its outbox "
                          "within " +
                              format_duration(settings_.test_within) + ": " + test});
    }
    judge_certificates(reading, faults);
    return faults;
}

std::vector<std::string> self_kinds() {
    return {engine_hung, store_refuses,      outbox_stuck,    disk_full,
            test_failed, certificate_ending, agents_unrenewed};
}

}  // namespace foreshock::app
