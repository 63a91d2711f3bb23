#include "server/incidents/report_steps.hpp"

#include <algorithm>

#include "server/incidents/categorise.hpp"
#include "server/incidents/hypothesis_steps.hpp"
#include "server/incidents/lifecycle.hpp"

namespace foreshock::incidents {
namespace {

Result<IncidentReport*> report_of(Turn& turn, const std::string& id) {
    IncidentReport* report = turn.incident.reporting.find(id);
    if (!report) {
        return fail(Errc::not_found,
                    "incident " + std::to_string(turn.incident.number) + " holds no report " + id);
    }
    return report;
}

Result<void> must_be_resolved(const Incident& incident) {
    if (incident.state == IncidentState::resolved) return {};
    return fail(Errc::conflict, "incident " + std::to_string(incident.number) + " is " +
                                    std::string{to_string(incident.state)} +
                                    ": only what is resolved can be confirmed or rejected");
}

void put_closure(Turn& turn, Closure closure) {
    std::string why = closure.cause.empty() ? "how it ended" : "the cause: " + closure.cause;
    if (!closure.hypothesis.empty()) why += " (hypothesis " + closure.hypothesis + ")";
    turn.write(EventKind::closure_recorded,
               {{closure.code, why}, "", closure.code, closure.fix, closure.recorded_by});
    turn.incident.reporting.closure = std::move(closure);
}

}  // namespace

Result<void> answer_reporter(Turn& turn, const PersonStep& step, const AnswerReporter& what) {
    if (what.text.empty()) return fail(Errc::invalid, "text: an answer needs words");
    Reporting& reporting = turn.incident.reporting;
    if (reporting.reports.empty()) {
        return fail(Errc::conflict, "nobody reported incident " +
                                        std::to_string(turn.incident.number) +
                                        ": there is no one to answer");
    }
    if (!what.report_id.empty()) {
        if (const auto report = report_of(turn, what.report_id); !report)
            return fail(report.error());
    }
    const bool is_first = !reporting.first_answered_at;
    if (is_first) reporting.first_answered_at = turn.at;
    turn.write(EventKind::answered,
               {{is_first ? "first_answer" : "answer", "a person answered who reported it"},
                "",
                what.report_id,
                what.text,
                step.actor});
    return {};
}

Result<void> hear_reporter(Turn& turn, const PersonStep& step, const HearReporter& what) {
    if (what.text.empty()) return fail(Errc::invalid, "text: a message needs words");
    if (const auto report = report_of(turn, what.report_id); !report) return fail(report.error());
    turn.write(
        EventKind::reporter_said,
        {{"message", "who reported it wrote again"}, "", what.report_id, what.text, step.actor});
    return {};
}

Result<void> reporter_confirms(Turn& turn, const PersonStep& step, const ReporterConfirms& what) {
    if (what.satisfaction < 0 || what.satisfaction > 5) {
        return fail(Errc::invalid, "satisfaction: from 1 (poor) to 5 (good)");
    }
    const auto report = report_of(turn, what.report_id);
    if (!report) return fail(report.error());
    if (auto done = must_be_resolved(turn.incident); !done) return done;
    if ((*report)->confirmation == Confirmation::confirmed) return {};
    (*report)->confirmation = Confirmation::confirmed;
    (*report)->satisfaction = what.satisfaction;
    turn.write(EventKind::confirmed,
               {{"reporter", "who reported it says that it is well"},
                "",
                what.satisfaction == 0 ? "" : std::to_string(what.satisfaction),
                what.text,
                step.actor});
    if (turn.incident.reporting.is_confirmed_by_all() && !turn.incident.has_active_symptoms()) {
        close(turn, {"confirmed_by_reporter", step.actor + " says that it is well"}, step.actor);
    }
    return {};
}

Result<void> reporter_rejects(Turn& turn, const PersonStep& step, const ReporterRejects& what) {
    const auto report = report_of(turn, what.report_id);
    if (!report) return fail(report.error());
    if (auto done = must_be_resolved(turn.incident); !done) return done;
    for (IncidentReport& one : turn.incident.reporting.reports) {
        if (one.confirmation == Confirmation::asked) one.confirmation = Confirmation::not_asked;
    }
    (*report)->confirmation = Confirmation::not_fixed;
    turn.write(EventKind::not_fixed, {{"reporter", "who reported it says that it is not well"},
                                      "",
                                      what.report_id,
                                      what.text,
                                      step.actor});
    reopen(turn, {"not_fixed", step.actor + " says that it is not fixed"}, step.actor);
    turn.incident.handling.held_open_by = step.actor;
    if (turn.incident.last_word) turn.tell(Transition::reopened, what.text);
    return {};
}

Result<void> note_answer(Turn& turn, const PersonStep& step, const NoteAnswer& what) {
    if (what.question.empty()) return fail(Errc::invalid, "question: which one is answered?");
    if (what.answer.empty()) return fail(Errc::invalid, "answer: what was said?");
    auto& answers = turn.incident.reporting.answers;
    const auto same = std::find_if(answers.begin(), answers.end(), [&](const QuestionAnswer& one) {
        return one.question == what.question;
    });
    const QuestionAnswer answer{what.question, what.answer, step.actor, turn.at};
    if (same != answers.end()) {
        *same = answer;
    } else if (answers.size() < Reporting::answers_max) {
        answers.push_back(answer);
    } else {
        return fail(Errc::invalid, "question: " + std::to_string(Reporting::answers_max) +
                                       " are answered already, which is the bound");
    }
    turn.write(EventKind::question_answered,
               {{"answer", what.question}, "", "", what.answer, step.actor});
    return {};
}

Result<void> record_step(Turn& turn, const PersonStep& step, const RecordStep& what) {
    if (std::find(step_types.begin(), step_types.end(), what.type) == step_types.end()) {
        return fail(Errc::invalid,
                    "type: must be one of checked, changed, communicated, escalated");
    }
    if (what.text.empty()) return fail(Errc::invalid, "text: say what was done");
    turn.write(EventKind::step_taken,
               {{what.type, what.outcome.empty() ? "no outcome was noted" : what.outcome},
                "",
                "",
                what.text,
                step.actor});
    return {};
}

Result<void> record_closure(Turn& turn, const PersonStep& step, const RecordClosure& what) {
    if (std::find(closure_codes.begin(), closure_codes.end(), what.code) == closure_codes.end()) {
        std::string known;
        for (const std::string_view code : closure_codes)
            known += (known.empty() ? "" : ", ") + std::string{code};
        return fail(Errc::invalid, "code: must be one of " + known);
    }
    std::string cause = what.cause;
    if (!what.hypothesis.empty()) {
        const auto accepted = accepted_hypothesis(turn.incident, what.hypothesis);
        if (!accepted) return fail(accepted.error());
        if (cause.empty()) cause = (*accepted)->text;
    }
    put_closure(turn, {what.code, cause, what.fix, step.actor, turn.at, what.hypothesis});
    return {};
}

void record_cause(Turn& turn, const ResolveAsked& step) {
    const auto accepted = accepted_hypothesis(turn.incident, step.hypothesis);
    if (!accepted) return;
    Closure closure = turn.incident.reporting.closure.value_or(Closure{"fixed", "", "", "", {}});
    if (closure.cause.empty()) closure.cause = (*accepted)->text;
    if (closure.fix.empty()) closure.fix = step.reason;
    closure.recorded_by = step.actor;
    closure.recorded_at = turn.at;
    closure.hypothesis = step.hypothesis;
    put_closure(turn, std::move(closure));
}

Result<void> correct_category(Turn& turn, const PersonStep& step, const CorrectCategory& what) {
    Incident& incident = turn.incident;
    if (!is_category_name(what.category))
        return fail(Errc::invalid, "category: a word such as storage, in lower case");
    if (!what.subcategory.empty() && !is_category_name(what.subcategory))
        return fail(Errc::invalid, "subcategory: a word such as space, in lower case, or nothing");
    if (what.reason.empty()) return fail(Errc::invalid, "reason: say why it belongs there");
    const std::string before = category_path(incident.category, incident.subcategory);
    const std::string after = category_path(what.category, what.subcategory);
    if (before == after) return {};
    incident.category = what.category;
    incident.subcategory = what.subcategory;
    incident.category_reasons = {
        {"category.person", step.actor + " put it there, from " + before + ": " + what.reason}};
    turn.write(EventKind::category_corrected,
               {{"person", what.reason}, before, after, what.reason, step.actor});
    return {};
}

Result<void> publish_words(Turn& turn, const PersonStep& step, const PublishWords& what) {
    Reporting& reporting = turn.incident.reporting;
    if (reporting.public_words == what.text) return {};
    reporting.public_words = what.text;
    turn.write(EventKind::published,
               {{what.text.empty() ? "taken_back" : "words", "for the status page"},
                "",
                "",
                what.text,
                step.actor});
    return {};
}

void take_report(Turn& turn, IncidentReport report) {
    Reporting& reporting = turn.incident.reporting;
    const Reason why = report.joined_because.empty() ? Reason{"first_report", "it began with this"}
                                                     : report.joined_because.front();
    turn.write(EventKind::report_joined, {why, report.channel, report.id, report.words,
                                          report.reporter.empty() ? "reporter" : report.reporter});
    if (reporting.reports.size() < Reporting::reports_max) {
        reporting.reports.push_back(std::move(report));
    } else {
        ++reporting.reports_beyond;
    }
}

void take_reports_of(Turn& turn, const Incident& from, const Reason& why) {
    for (IncidentReport report : from.reporting.reports) {
        report.joined_because = {why};
        take_report(turn, std::move(report));
    }
    Reporting& reporting = turn.incident.reporting;
    reporting.reports_beyond += from.reporting.reports_beyond;
    const auto first = from.reporting.first_answered_at;
    if (first && (!reporting.first_answered_at || *first < *reporting.first_answered_at))
        reporting.first_answered_at = first;
}

void ask_reporters(Turn& turn) {
    std::size_t asked = 0;
    for (IncidentReport& report : turn.incident.reporting.reports) {
        if (report.contact.empty()) continue;
        report.confirmation = Confirmation::asked;
        ++asked;
    }
    if (asked == 0) return;
    turn.write(
        EventKind::confirmation_asked,
        {{"resolved", std::to_string(asked) + (asked == 1 ? " reporter is" : " reporters are") +
                          " asked whether it is well; silence for " +
                          describe_duration(turn.settings.close_after) + " is consent"},
         "",
         "",
         ""});
}

}  // namespace foreshock::incidents
