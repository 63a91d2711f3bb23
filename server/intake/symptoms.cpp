#include "server/intake/symptoms.hpp"

#include <algorithm>

namespace foreshock::intake {
namespace {

void shift(Symptom& symptom, Duration back) {
    symptom.first_sign -= back;
    symptom.onset -= back;
    symptom.observed_at -= back;
    if (symptom.snapshot) symptom.snapshot->taken_at -= back;
    if (!symptom.forecast) return;
    symptom.forecast->made_at -= back;
    symptom.forecast->earliest -= back;
    symptom.forecast->expected -= back;
    symptom.forecast->latest -= back;
}

void limit_to(Symptom& symptom, TimePoint latest) {
    symptom.observed_at = std::min(symptom.observed_at, latest);
    symptom.onset = std::min(symptom.onset, symptom.observed_at);
    symptom.first_sign = std::min(symptom.first_sign, symptom.onset);
}

}  // namespace

std::vector<incidents::SymptomArrived> arrived_symptoms(wire::Report& report,
                                                        TimePoint received_at) {
    const Duration ahead = report.sent_at - received_at;
    std::vector<incidents::SymptomArrived> arrived;
    arrived.reserve(report.symptoms.size());
    for (Symptom& symptom : std::exchange(report.symptoms, {})) {
        incidents::SymptomArrived& word = arrived.emplace_back();
        word.at = received_at;
        word.symptom = std::move(symptom);
        word.replay = report.replay;
        Symptom& mine = word.symptom;
        mine.subject.host = report.host_name.empty() ? report.agent_id : report.host_name;
        if (ahead > clock_ahead_max) shift(mine, ahead);
        limit_to(mine, received_at + clock_ahead_max);
    }
    return arrived;
}

Result<void> check_identity(const wire::Report& report, std::string_view token_agent_id) {
    if (report.agent_id != token_agent_id) {
        return fail(Errc::refused, "the token belongs to agent '" + std::string{token_agent_id} +
                                       "', the report says it is '" + report.agent_id + "'");
    }
    if (report.agent_id.empty()) return fail(Errc::invalid, "agent_id is empty");
    if (report.run_id.empty()) return fail(Errc::invalid, "run_id is empty");
    if (report.sequence == 0) return fail(Errc::invalid, "sequence must be 1 or more");
    return {};
}

}  // namespace foreshock::intake
