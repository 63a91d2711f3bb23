#include "server/incidents/hand_steps.hpp"

#include "server/incidents/bridge_steps.hpp"
#include "server/incidents/fix_steps.hpp"
#include "server/incidents/lifecycle.hpp"
#include "server/incidents/links.hpp"
#include "server/incidents/major.hpp"
#include "server/incidents/pending.hpp"
#include "server/incidents/report_steps.hpp"
#include "server/incidents/transfer.hpp"

namespace foreshock::incidents {
namespace {

tl::unexpected<Error> conflict(const Incident& incident, std::string_view words) {
    return fail(Errc::conflict, "incident " + std::to_string(incident.number) + " is " +
                                    std::string{to_string(incident.state)} + ": " +
                                    std::string{words});
}

/// One step each: the overload is chosen by what is done.
struct Taking {
    Turn& turn;
    Turn* other;
    const PersonStep& step;

    Result<void> operator()(const Pend& what) const { return pend(turn, step, what); }

    Result<void> operator()(const Resume&) const { return resume(turn, step); }

    Result<void> operator()(const Reopen& what) const { return reopen_by_hand(turn, step, what); }

    Result<void> operator()(const ConfirmClosed& what) const {
        return confirm_closed(turn, step, what);
    }

    Result<void> operator()(const DeclareMajor& what) const {
        return declare_major(turn, step, what);
    }

    Result<void> operator()(const GiveRole& what) const { return give_role(turn, step, what); }

    Result<void> operator()(const EndMajor& what) const { return end_major(turn, step, what); }

    Result<void> operator()(const MakeLink& what) const {
        if (!other) return fail(Errc::not_found, "incident " + what.other_id);
        return make_link(turn, *other, step, what);
    }

    Result<void> operator()(const RemoveLink& what) const {
        return remove_link(turn, other, step, what);
    }

    Result<void> operator()(const Transfer& what) const { return transfer(turn, step, what); }

    Result<void> operator()(const OpenBridge& what) const { return open_bridge(turn, step, what); }

    Result<void> operator()(const BridgeReady& what) const {
        return bridge_ready(turn, step, what);
    }

    Result<void> operator()(const JoinBridge&) const { return join_bridge(turn, step); }

    Result<void> operator()(const EndBridge&) const { return end_bridge(turn, step); }

    Result<void> operator()(const AnswerReporter& what) const {
        return answer_reporter(turn, step, what);
    }

    Result<void> operator()(const HearReporter& what) const {
        return hear_reporter(turn, step, what);
    }

    Result<void> operator()(const ReporterConfirms& what) const {
        return reporter_confirms(turn, step, what);
    }

    Result<void> operator()(const ReporterRejects& what) const {
        return reporter_rejects(turn, step, what);
    }

    Result<void> operator()(const NoteAnswer& what) const { return note_answer(turn, step, what); }

    Result<void> operator()(const RecordStep& what) const { return record_step(turn, step, what); }

    Result<void> operator()(const ApplyFix& what) const { return apply_fix(turn, step, what); }

    Result<void> operator()(const RecordClosure& what) const {
        return record_closure(turn, step, what);
    }

    Result<void> operator()(const CorrectCategory& what) const {
        return correct_category(turn, step, what);
    }

    Result<void> operator()(const PublishWords& what) const {
        return publish_words(turn, step, what);
    }

    Result<void> operator()(const GiveUpdate& what) const { return give_update(turn, step, what); }
};

}  // namespace

Result<void> take_step(Turn& turn, Turn* other, const PersonStep& step) {
    return std::visit(Taking{turn, other, step}, step.what);
}

std::string other_incident(const PersonStep& step) {
    if (const auto* link = std::get_if<MakeLink>(&step.what)) return link->other_id;
    if (const auto* link = std::get_if<RemoveLink>(&step.what)) return link->other_id;
    return {};
}

Result<void> give_update(Turn& turn, const PersonStep& step, const GiveUpdate& what) {
    Incident& incident = turn.incident;
    if (what.text.empty()) return fail(Errc::invalid, "text: say how it stands");
    if (!incident.is_open()) return conflict(incident, "there is nothing more to say");
    if (!incident.last_word) return conflict(incident, "nobody was told of it yet");
    turn.write(EventKind::noted,
               {{"update", "told to everybody who follows it"}, "", "", what.text, step.actor});
    turn.tell(Transition::changed, what.text, step.actor);
    return {};
}

Result<void> reopen_by_hand(Turn& turn, const PersonStep& step, const Reopen& what) {
    Incident& incident = turn.incident;
    if (what.reason.empty()) return fail(Errc::invalid, "reason: say why it is not over");
    if (incident.state != IncidentState::resolved) {
        return conflict(incident, "only what is resolved can be reopened");
    }
    reopen(turn, {"person", what.reason}, step.actor);
    incident.handling.held_open_by = step.actor;
    if (incident.last_word) turn.tell(Transition::reopened, what.reason);
    return {};
}

Result<void> confirm_closed(Turn& turn, const PersonStep& step, const ConfirmClosed& what) {
    Incident& incident = turn.incident;
    if (incident.state != IncidentState::resolved) {
        return conflict(incident, "only what is resolved can be closed");
    }
    if (incident.has_active_symptoms()) return conflict(incident, "a symptom is still active");
    const bool is_owner = step.actor == incident.owner;
    close(turn,
          {is_owner ? "confirmed_by_owner" : "confirmed", step.actor + " says that it is well"},
          step.actor, what.note);
    return {};
}

}  // namespace foreshock::incidents
