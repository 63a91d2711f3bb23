#pragma once

#include <string>
#include <vector>

#include "cli/json_field.hpp"
#include "cli/terminal.hpp"

namespace foreshock::cli {

struct CauseLine {
    std::string what;
    std::string component;
    std::vector<std::string> evidence_for;
    std::vector<std::string> evidence_against;
};

struct QuestionLine {
    std::string question;
    std::vector<std::string> known;
};

/// What the server's diagnosis says beside first signs and guide, in lines.
struct DiagnosisDetail {
    std::vector<CauseLine> causes;
    std::vector<std::string> changes;
    std::vector<std::string> fixes;    ///< of known errors, with their records
    std::vector<std::string> similar;  ///< incidents of the past, with how they were resolved
    std::vector<QuestionLine> questions;
};

/// Reads the diagnosis of an incident. Of a server that does not know the newer parts the
/// questions are read from their older form.
DiagnosisDetail read_diagnosis(const Json& diagnosis);

/// Probable causes with their evidence, changes before, known fixes, similar incidents.
std::string cause_lines(const DiagnosisDetail& diagnosis, const Look& look);

/// What to ask, and below it what is known already.
std::string question_lines(const DiagnosisDetail& diagnosis, const Look& look);

}  // namespace foreshock::cli
