#include "core/symptom.hpp"

namespace foreshock {

std::string_view to_string(Phase phase) {
    return phase == Phase::impending ? "impending" : "occurring";
}

std::string_view to_string(Severity severity) {
    switch (severity) {
        case Severity::info:
            return "info";
        case Severity::warning:
            return "warning";
        case Severity::critical:
            return "critical";
    }
    return "unknown";
}

std::string_view to_string(SymptomStatus status) {
    switch (status) {
        case SymptomStatus::raised:
            return "raised";
        case SymptomStatus::updated:
            return "updated";
        case SymptomStatus::cleared:
            return "cleared";
    }
    return "unknown";
}

}  // namespace foreshock
