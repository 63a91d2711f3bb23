#include "server/incidents/questions.hpp"

#include <algorithm>
#include <array>

#include "core/number.hpp"
#include "server/incidents/report_questions.hpp"

namespace foreshock::incidents {
namespace {

constexpr std::array<std::string_view, 12> words_of_change{
    "updated", "changed", "deployed", "restarted", "added",       "removed",
    "upgrade", "install", "replaced", "moved",     "new version", "lately"};

bool asks_for_changes(std::string_view question) {
    return std::any_of(words_of_change.begin(), words_of_change.end(), [&](std::string_view word) {
        return question.find(word) != std::string_view::npos;
    });
}

bool asks_which(std::string_view question) {
    return question.starts_with("Which") || question.starts_with("What") ||
           question.starts_with("Who");
}

std::vector<std::string> known_changes(const Symptom& symptom,
                                       const std::vector<HostChange>& changes,
                                       TimePoint first_sign) {
    std::vector<std::string> known;
    for (const HostChange& change : changes) {
        const bool is_here = std::find(change.hosts.begin(), change.hosts.end(),
                                       symptom.subject.host) != change.hosts.end();
        if (!is_here || known.size() >= known_max) continue;
        const bool is_before = change.at <= first_sign;
        const Duration apart = is_before ? first_sign - change.at : change.at - first_sign;
        known.push_back(describe_change(change) + ", " + describe_duration(apart) +
                        (is_before ? " before" : " after") + " the first sign");
    }
    if (known.empty()) {
        known.push_back("no change was seen on " + symptom.subject.host + " in the " +
                        describe_duration(changes_span) + " before");
    }
    return known;
}

std::string row_words(const SnapshotSection& section, std::size_t row) {
    std::string text;
    for (std::size_t i = 0; i < section.columns.size() && i < section.rows[row].size(); ++i) {
        if (section.rows[row][i].empty()) continue;
        text += (text.empty() ? "" : ", ") + section.columns[i] + " " + section.rows[row][i];
    }
    return section.title + ": " + text;
}

std::vector<std::string> known_culprits(const Symptom& symptom) {
    std::vector<std::string> known;
    if (!symptom.snapshot) return known;
    for (const SnapshotSection& section : symptom.snapshot->sections) {
        const bool has_culprit = section.culprit && *section.culprit < section.rows.size();
        if (has_culprit && known.size() < known_max) {
            known.push_back(row_words(section, *section.culprit));
        }
    }
    return known;
}

std::string figure(const Evidence& evidence) {
    std::string text = evidence.signal + " is " + describe_number(evidence.value);
    if (evidence.limit) text += " of " + describe_number(*evidence.limit);
    if (!evidence.note.empty()) text += ": " + evidence.note;
    return text;
}

std::vector<std::string> known_figures(const Symptom& symptom) {
    std::vector<std::string> known;
    for (const Evidence& evidence : symptom.evidence)
        if (known.size() < known_max) known.push_back(figure(evidence));
    return known;
}

}  // namespace

std::vector<Question> prefilled_questions(const Incident& incident,
                                          const std::vector<HostChange>& changes) {
    std::vector<Question> questions;
    for (const IncidentSymptom& one : incident.symptoms) {
        const Symptom& symptom = one.symptom;
        for (const std::string& text : symptom.questions) {
            const bool is_known = std::any_of(questions.begin(), questions.end(),
                                              [&](const Question& q) { return q.text == text; });
            if (is_known) continue;
            std::vector<std::string> known;
            if (asks_for_changes(text)) {
                known = known_changes(symptom, changes, incident.first_sign_at);
            } else if (asks_which(text)) {
                known = known_culprits(symptom);
            } else {
                known = known_figures(symptom);
            }
            questions.push_back({text, std::move(known)});
        }
    }
    if (!incident.reporting.began_it) return questions;
    for (std::string& text : report_questions(incident.category, "en"))
        questions.push_back({std::move(text), {}});
    return questions;
}

}  // namespace foreshock::incidents
