#pragma once

#include "server/incidents/person_step.hpp"
#include "server/incidents/turn.hpp"

/// What passes between the desk and those who reported an incident. An error changes nothing.
namespace foreshock::incidents {

/// invalid without words; not_found for a report that is not of this incident. The first one of a
/// person stops the first-response clock.
Result<void> answer_reporter(Turn& turn, const PersonStep& step, const AnswerReporter& what);

/// A reporter wrote again. not_found and invalid likewise.
Result<void> hear_reporter(Turn& turn, const PersonStep& step, const HearReporter& what);

/// The reporter says that it is well: closed once all who were asked say so. conflict unless it is
/// resolved; saying it twice changes nothing. invalid for a satisfaction beyond 0 to 5.
Result<void> reporter_confirms(Turn& turn, const PersonStep& step, const ReporterConfirms& what);

/// The reporter says that it is not: the same incident is open again until a person resolves it.
/// conflict unless it is resolved.
Result<void> reporter_rejects(Turn& turn, const PersonStep& step, const ReporterRejects& what);

/// invalid without question or answer, and at Reporting::answers_max. The same question again
/// replaces its answer.
Result<void> note_answer(Turn& turn, const PersonStep& step, const NoteAnswer& what);

/// invalid for a type that is none of `step_types`, or without words.
Result<void> record_step(Turn& turn, const PersonStep& step, const RecordStep& what);

/// invalid for a code that is none of closure_codes; errors of `accepted_hypothesis`.
Result<void> record_closure(Turn& turn, const PersonStep& step, const RecordClosure& what);

/// Its resolution names an accepted hypothesis: that is the cause, and the reason the fix, unless
/// somebody recorded others before.
void record_cause(Turn& turn, const ResolveAsked& step);

/// invalid for names that are none of categories, or without a reason. Nothing where it is there
/// already.
Result<void> correct_category(Turn& turn, const PersonStep& step, const CorrectCategory& what);

/// What the status page says beside the state; empty words take back what it said.
Result<void> publish_words(Turn& turn, const PersonStep& step, const PublishWords& what);

/// Puts the report into the incident and on its timeline, with the strongest reason; beyond
/// Reporting::reports_max it is counted.
void take_report(Turn& turn, IncidentReport report);

/// Reports of `from` come with it when it becomes part of the turn's incident.
void take_reports_of(Turn& turn, const Incident& from, const Reason& why);

/// It was resolved: everybody who reported it is asked.
void ask_reporters(Turn& turn);

}  // namespace foreshock::incidents
