#include "server/render/incident_json.hpp"
#include "server/render/review_text.hpp"

namespace foreshock::render {
namespace {

constexpr std::string_view meaningful = "\\`*_{}[]<>()#+!|~&";

/// One line of plain words: what means something to Markdown is escaped, control characters go.
std::string plain(std::string_view text) {
    std::string line;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20) {
            line += ' ';
            continue;
        }
        if (meaningful.find(c) != std::string_view::npos) line += '\\';
        line += c;
    }
    return line;
}

void add_row(std::string_view name, const std::string& value, std::string& page) {
    if (!value.empty()) page += "| " + std::string{name} + " | " + value + " |\n";
}

std::string time_or_empty(const std::optional<TimePoint>& at) {
    return at ? format_rfc3339(*at) : std::string{};
}

std::string span_or_empty(const std::optional<Duration>& span) {
    return span ? describe_duration(*span) : std::string{};
}

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts)
        all += (all.empty() ? "" : ", ") + plain(text);
    return all;
}

std::string cause_words(const incidents::Closure& closure) {
    std::string words = plain(closure.cause);
    if (!closure.hypothesis.empty()) words += " (hypothesis " + plain(closure.hypothesis) + ")";
    return words;
}

void add_figures(const ReviewSubject& subject, std::string& page) {
    const auto& [incident, review, diagnosis] = subject;
    page += "| | |\n|---|---|\n";
    add_row("Category", plain(incident.category), page);
    add_row("Worst priority", "P" + std::to_string(review.worst_priority), page);
    add_row("Outcome", std::string{to_string(incident.outcome)}, page);
    add_row("Hosts", joined(diagnosis.hosts), page);
    add_row("Components", joined(diagnosis.components), page);
    add_row("First sign", format_rfc3339(incident.first_sign_at), page);
    add_row("Opened", format_rfc3339(incident.opened_at), page);
    add_row("Announced", time_or_empty(incident.announced_at), page);
    add_row("Acknowledged", time_or_empty(incident.acknowledged_at), page);
    add_row("Disruption", time_or_empty(review.disruption_at), page);
    add_row("Resolved", time_or_empty(incident.resolved_at), page);
    add_row("Announced before the disruption", span_or_empty(review.lead_time), page);
    add_row("From first sign to first word", span_or_empty(review.time_to_tell), page);
    add_row("From first word to somebody taking it", span_or_empty(review.time_to_take), page);
    add_row("From opening to resolution", span_or_empty(review.time_to_resolve), page);
    add_row("People", joined(review.people), page);
    add_row("Resolution", plain(review.resolution), page);
    add_row("Known error", plain(review.known_error), page);
    const auto& closure = subject.incident.reporting.closure;
    if (closure) add_row("Cause", cause_words(*closure), page);
    if (closure) add_row("Fix", plain(closure->fix), page);
}

void add_reasons(std::string_view side, const std::vector<incidents::Reason>& reasons,
                 std::string& page) {
    for (const incidents::Reason& reason : reasons)
        page += "  - " + std::string{side} + ": " + plain(reason.text) + "\n";
}

void add_causes(const ReviewSubject& subject, std::string& page) {
    page += "\n## Probable causes\n\n";
    for (const incidents::ProbableCause& cause : subject.diagnosis.causes) {
        page += "- " + plain(cause.what) + ": " + plain(cause.sentence) + "\n";
        add_reasons("for", cause.evidence_for, page);
        add_reasons("against", cause.evidence_against, page);
    }
    if (subject.incident.hypotheses.empty()) return;
    page += "\n## Hypotheses\n\n";
    for (const incidents::Hypothesis& one : subject.incident.hypotheses) {
        page += "- " + one.id + " " + std::string{to_string(one.state)} + ": " + plain(one.text) +
                " (" + plain(one.author) + ")\n";
        for (const incidents::HypothesisEvidence& evidence : one.evidence) {
            page += "  - " + std::string{to_string(evidence.state)} + " by " +
                    plain(evidence.actor) + ": " + plain(evidence.text) + "\n";
        }
    }
}

void add_changes(const ReviewSubject& subject, std::string& page) {
    if (subject.diagnosis.changes.empty()) return;
    page += "\n## What changed before\n\n";
    for (const incidents::HostChange& change : subject.diagnosis.changes) {
        page += "- " + format_rfc3339(change.at) + " " + plain(describe_change(change)) + " on " +
                joined(change.hosts) + "\n";
    }
}

void add_moments(const ReviewSubject& subject, std::string& page) {
    page += "\n## Timeline\n\n";
    for (const incidents::Event& event : subject.review.moments) {
        page += "- " + format_rfc3339(event.at) + " " + std::string{to_string(event.kind)} + " (" +
                plain(event.actor) + "): " + plain(event.reason.text);
        if (!event.text.empty()) page += " — " + plain(event.text);
        page += "\n";
    }
}

}  // namespace

std::string review_markdown(const ReviewSubject& subject) {
    const incidents::Incident& incident = subject.incident;
    std::string page =
        "# " + incident_reference(incident.number) + ": " + plain(incident.title) + "\n\n";
    page += plain(incident.sentence) + "\n\n";
    add_figures(subject, page);
    add_causes(subject, page);
    add_changes(subject, page);
    add_moments(subject, page);
    page += "\n## Follow-ups\n\n";
    for (const incidents::Reason& reason : subject.review.follow_ups)
        page += "- [ ] " + plain(reason.text) + "\n";
    return page;
}

}  // namespace foreshock::render
