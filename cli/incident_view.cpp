#include "cli/incident_view.hpp"

#include <algorithm>
#include <cmath>

#include "cli/table.hpp"
#include "cli/words.hpp"
#include "core/number.hpp"

namespace foreshock::cli {
namespace {

std::string heading(std::string_view text, const Look& look) {
    return "\n" + look.paint(Colour::bold, text) + "\n";
}

std::string labelled(std::string_view label, std::string_view text, const Look& look) {
    constexpr std::size_t label_width = 10;
    std::string wrapped = wrap(text, look.width, label_width);
    if (wrapped.empty()) return {};
    return look.paint(Colour::dim, label) + std::string(label_width - label.size(), ' ') +
           wrapped.substr(label_width);
}

std::string title_lines(const IncidentSummary& incident, const Look& look) {
    std::string first = incident.reference + "  " +
                        look.paint(colour_of_priority(incident.priority), incident.priority) +
                        "  " + incident.phase + "  " + state_words(incident);
    if (!incident.outcome.empty() && incident.outcome != "open") first += "  " + incident.outcome;
    return first + "\n" + look.paint(Colour::bold, incident.title) + "\n" +
           wrap(incident.sentence, look.width, 0);
}

std::string when(TimePoint at, const Look& look) {
    const Duration left = at - look.now;
    const std::string span = describe_duration(std::chrono::abs(left));
    return left >= Duration{0} ? "in " + span : span + " ago";
}

std::string forecast_words(const Forecast& forecast, const Look& look) {
    return forecast.disruption + " " + when(forecast.expected, look) + ", at " +
           look.clock(forecast.expected) + " (between " + look.clock(forecast.earliest) + " and " +
           look.clock(forecast.latest) + ", confidence " +
           std::to_string(std::lround(forecast.confidence * 100)) + " %). Now " +
           describe_number(forecast.level) + " of " + describe_number(forecast.limit) + ", " +
           describe_number(forecast.slope_per_second) + " more per second.";
}

std::string owner_words(const IncidentSummary& incident) {
    if (!incident.owner.empty()) return incident.owner;
    if (!incident.is_open) return "nobody";
    return "nobody yet: foreshock incidents ack " + std::to_string(incident.number);
}

std::string since_words(const IncidentSummary& incident, const Look& look) {
    if (!incident.opened_at) return {};
    std::string words = "opened " + look.clock(*incident.opened_at);
    if (incident.first_sign_at) words += ", first sign " + look.clock(*incident.first_sign_at);
    if (incident.recovering_since && incident.is_open) {
        words += ", quiet since " + look.clock(*incident.recovering_since) +
                 ": resolved when it stays so";
    }
    if (incident.resolved_at) words += ", resolved " + look.clock(*incident.resolved_at);
    if (incident.times_reopened > 0) {
        words +=
            ", came back " + counted(static_cast<std::size_t>(incident.times_reopened), "time");
    }
    return words;
}

std::string joined(const std::vector<std::string>& texts, std::string_view separator) {
    std::string out;
    for (const std::string& text : texts) {
        if (!out.empty()) out += separator;
        out += text;
    }
    return out;
}

std::string facts(const IncidentSummary& incident, const Look& look) {
    std::string out = "\n";
    if (incident.forecast && incident.is_open && !incident.recovering_since) {
        out += labelled("Forecast", forecast_words(*incident.forecast, look), look);
    }
    out += labelled("Priority",
                    incident.priority + ": impact " + std::to_string(incident.impact) +
                        ", urgency " + std::to_string(incident.urgency) + " (1 is highest)",
                    look);
    for (const std::string& reason : incident.priority_reasons) {
        out += labelled("", "- " + reason, look);
    }
    out += labelled("Category", incident.category + " / " + incident.subcategory, look);
    out += labelled("Host", joined(incident.hosts, ", "), look);
    out += labelled("Component", joined(incident.components, ", "), look);
    out += labelled("Owner", owner_words(incident), look);
    return out + labelled("Since", since_words(incident, look), look);
}

std::string first_sign_lines(const IncidentDetail& incident, const Look& look) {
    if (incident.first_signs.empty()) return {};
    std::string out = heading("First signs", look);
    for (const FirstSignLine& sign : incident.first_signs) {
        out += wrap(look.clock(sign.at) + "  " + sign.host + "  " + sign.component + ": " +
                        sign.signal + " began to move",
                    look.width, 2);
    }
    return out;
}

std::string evidence_line(const Evidence& evidence, const Look& look) {
    std::string line =
        evidence.signal + evidence.labels.text() + " = " + describe_number(evidence.value);
    if (evidence.limit) line += ", limit " + describe_number(*evidence.limit);
    if (evidence.window > Duration{0}) line += ", over " + describe_duration(evidence.window);
    std::string out = wrap(line, look.width, 2);
    return evidence.note.empty() ? out : out + wrap(evidence.note, look.width, 4);
}

std::string symptom_lines(const IncidentDetail& incident, const Look& look) {
    std::string out;
    for (const SymptomDetail& symptom : incident.symptoms) {
        std::string about = symptom.kind + " on " + symptom.host;
        if (!symptom.component.empty()) about += ", " + symptom.component;
        if (symptom.cleared_at) about += " (cleared " + look.clock(*symptom.cleared_at) + ")";
        out += heading("Evidence: " + about, look);
        if (symptom.sentence != incident.summary.sentence) {
            out += wrap(symptom.sentence, look.width, 2);
        }
        for (const Evidence& evidence : symptom.evidence)
            out += evidence_line(evidence, look);
        for (const std::string& reason : symptom.joined_because) {
            out += wrap("belongs here: " + reason, look.width, 2);
        }
    }
    return out;
}

std::string snapshot_lines(const IncidentDetail& incident, const Look& look) {
    std::string out;
    for (const SymptomDetail& symptom : incident.symptoms) {
        if (!symptom.snapshot) continue;
        out +=
            heading(symptom.host + " as it was at " + look.clock(symptom.snapshot->taken_at), look);
        for (const SnapshotSection& section : symptom.snapshot->sections) {
            out += render_section(section, look);
        }
    }
    return out;
}

std::string guide_lines(const IncidentDetail& incident, const Look& look) {
    std::string out;
    if (!incident.guide.empty()) {
        out += heading("What to do", look) + wrap(incident.guide, look.width, 2);
    }
    return out + question_lines(incident.diagnosis, look);
}

std::string timeline_lines(const IncidentDetail& incident, const Look& look) {
    std::string out = heading("Timeline", look);
    for (const TimelineLine& line : incident.timeline) {
        std::string kind = line.kind;
        std::replace(kind.begin(), kind.end(), '_', ' ');
        std::string words = look.clock(line.at) + "  " + kind;
        if (!line.from.empty() && !line.to.empty()) words += ": " + line.from + " to " + line.to;
        if (!line.actor.empty() && line.actor != "engine") words += " by " + line.actor;
        if (!line.text.empty()) words += ": " + line.text;
        if (!line.reason.empty() && line.reason != line.text) words += " (" + line.reason + ")";
        out += wrap(words, look.width, 2);
    }
    return out;
}

}  // namespace

std::string render_section(const SnapshotSection& section, const Look& look) {
    std::vector<TableColumn> columns{{" "}};
    std::size_t longest = 0;
    for (std::size_t i = 0; i < section.columns.size(); ++i) {
        columns.push_back({section.columns[i]});
        // The widest column, usually a command line or a path, is the one that gives way.
        std::size_t widest = 0;
        for (const auto& row : section.rows)
            widest = std::max(widest, columns_of(row[i]));
        if (widest > longest) {
            for (TableColumn& column : columns)
                column.takes_the_rest = false;
            columns.back().takes_the_rest = true;
            longest = widest;
        }
    }
    std::vector<std::vector<TableCell>> rows;
    for (std::size_t i = 0; i < section.rows.size(); ++i) {
        const bool is_culprit = section.culprit == i;
        const Colour colour = is_culprit ? Colour::red : Colour::none;
        std::vector<TableCell> row{{is_culprit ? ">" : " ", colour}};
        for (const std::string& cell : section.rows[i])
            row.push_back({cell, colour});
        rows.push_back(std::move(row));
    }
    return "  " + section.title + (rows.empty() ? ": nothing\n" : "\n") +
           (rows.empty() ? "" : render_table(columns, rows, look));
}

std::string render_incident(const IncidentDetail& incident, const Look& look) {
    return title_lines(incident.summary, look) + facts(incident.summary, look) +
           first_sign_lines(incident, look) + cause_lines(incident.diagnosis, look) +
           symptom_lines(incident, look) + snapshot_lines(incident, look) +
           guide_lines(incident, look) + timeline_lines(incident, look);
}

std::string render_incident_line(const IncidentSummary& incident, const Look& look) {
    const std::string eta = countdown(incident, look.now);
    std::string words = state_words(incident);
    if (incident.is_open && incident.phase == "impending" && !incident.recovering_since) {
        words += ", expected in " + eta;
    } else if (incident.is_open && !incident.recovering_since) {
        words += ", occurring";
    } else if (!incident.is_open && incident.outcome != "open" && !incident.outcome.empty()) {
        words += ", " + incident.outcome;
    }
    return look.clock(look.now) + "  " + incident.reference + " " +
           look.paint(colour_of_priority(incident.priority), incident.priority) + "  " +
           incident.title + " (" + words + ")\n";
}

}  // namespace foreshock::cli
