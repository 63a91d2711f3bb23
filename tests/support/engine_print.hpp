#pragma once

#include <sstream>
#include <string>

#include "server/incidents/engine.hpp"

namespace foreshock::incidents::test {

/// Everything that an engine decides, as text: two runs are equal when their texts are.
class EnginePrint {
public:
    std::string text(const Changes& changes) {
        for (const Incident& incident : changes.incidents)
            add(incident);
        for (const Event& event : changes.events)
            add(event);
        for (const MemberChange& change : changes.members)
            std::visit([this](const auto& one) { add(one); }, change);
        for (const KinVerdict& verdict : changes.feedback) {
            out_ << verdict.a << ' ' << verdict.b << ' ' << verdict.merged << ' ' << verdict.split
                 << '\n';
        }
        for (const Announcement& one : changes.announcements) {
            out_ << one.incident_id << to_string(one.transition) << one.revision << at(one.at)
                 << one.explanation << '\n';
        }
        return out_.str();
    }

    std::string text(const Incident& incident) {
        add(incident);
        return out_.str();
    }

private:
    static std::string at(std::optional<TimePoint> time) {
        return time ? "@" + std::to_string(to_unix_ms(*time)) : "@-";
    }

    void add(const Incident& one) {
        out_ << one.id << ' ' << one.number << ' ' << one.revision << ' ' << one.title << ' '
             << one.sentence << ' ' << to_string(one.state) << ' ' << to_string(one.outcome) << ' '
             << to_string(one.phase) << ' ' << to_string(one.severity) << ' ' << one.category << '/'
             << one.subcategory << " P" << one.priority.level << ' ' << one.priority.impact
             << one.priority.urgency << ' ' << one.owner << ' ' << at(one.first_sign_at)
             << at(one.opened_at) << at(one.updated_at) << at(one.announced_at)
             << at(one.acknowledged_at) << at(one.recovering_since) << at(one.resolved_at)
             << at(one.closed_at) << at(one.reopened_at) << one.occurred << one.times_reopened
             << ' ' << one.symptoms_beyond << ' ' << one.beyond.active << ' '
             << one.beyond.occurring << ' ' << one.beyond.critical << ' ' << one.beyond.hosts << ' '
             << one.merged_into << (one.regrouped ? one.regrouped->other : "");
        for (const Reason& reason : one.priority.reasons)
            out_ << reason.code << reason.text;
        if (one.forecast) out_ << at(one.forecast->expected);
        if (one.last_word) {
            out_ << " told " << to_string(one.last_word->transition) << at(one.last_word->at)
                 << one.last_word->priority_level << to_string(one.last_word->phase);
        }
        add(one.handling);
        out_ << '\n';
        for (const IncidentSymptom& symptom : one.symptoms)
            add(symptom);
    }

    void add(const Handling& one) {
        if (one.waiting)
            out_ << " waits " << one.waiting->reason << at(one.waiting->since)
                 << at(one.waiting->wake_at);
        if (one.major) {
            out_ << " major " << one.major->declared_by << one.major->reason
                 << at(one.major->declared_at) << at(one.major->ended_at);
            for (const MajorRole& role : one.major->roles)
                out_ << ' ' << role.name << ' ' << role.holder << at(role.given_at);
        }
        for (const IncidentLink& link : one.links)
            out_ << ' ' << to_string(link.kind) << link.incident_id << link.number << link.linked_by
                 << at(link.linked_at);
        out_ << ' ' << one.held_open_by;
        for (const TimePoint back : one.returns)
            out_ << at(back);
    }

    void add(const IncidentSymptom& one) {
        out_ << "  " << one.symptom.id << ' ' << one.symptom.kind << ' '
             << one.symptom.subject.component << ' ' << to_string(one.symptom.status)
             << to_string(one.symptom.phase) << to_string(one.symptom.severity)
             << at(one.symptom.observed_at) << at(one.received_at) << at(one.cleared_at)
             << at(one.line_at) << at(one.replayed_since) << at(one.orphaned_since)
             << one.times_raised << to_string(one.worst_phase) << to_string(one.worst_severity);
        for (const Reason& reason : one.joined_because)
            out_ << reason.code << reason.text;
        for (const std::string& id : one.past_episodes)
            out_ << ' ' << id;
        out_ << '\n';
    }

    void add(const MemberState& state) {
        out_ << to_string(state.phase) << to_string(state.severity) << to_string(state.worst_phase)
             << to_string(state.worst_severity) << state.times_raised << at(state.observed_at)
             << at(state.received_at) << at(state.cleared_at) << at(state.orphaned_since) << '\n';
    }

    void add(const MemberEntered& entered) {
        const Member& member = entered.member;
        out_ << "  member of " << member.incident << ' ' << member.fingerprint << ' '
             << member.words.episode << ' ' << member.words.host << ' ' << member.words.kind << ' '
             << member.words.component << ' ' << member.words.because << ' ';
        add(member.state);
    }

    void add(const MemberChanged& changed) {
        out_ << "  member of " << changed.incident << ' ' << changed.fingerprint << ' ';
        add(changed.state);
    }

    void add(const MembersPassed& passed) {
        out_ << "  members of " << passed.from << " to " << passed.to << '\n';
    }

    void add(const Event& event) {
        out_ << event.incident_id << at(event.at) << to_string(event.kind) << ' ' << event.actor
             << ' ' << event.reason.code << ' ' << event.reason.text << ' ' << event.from << "->"
             << event.to << ' ' << event.text << '\n';
    }

    std::ostringstream out_;
};

}  // namespace foreshock::incidents::test
