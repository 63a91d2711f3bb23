#include "server/incidents/isolation.hpp"

#include "core/hash.hpp"

namespace foreshock::incidents {
namespace {

const std::string guide_text =
    "Most hosts stopped reporting at the same moment, so what failed is likelier the way to this "
    "server than each of them. Check: can this server reach its gateway and a few hosts (ping)? "
    "Did its address, firewall, certificate or DNS name change? Are the hosts well when asked "
    "directly? Agents keep what they see meanwhile and send it later; no host is called lost "
    "until then.";

}  // namespace

std::optional<Symptom> Isolation::judge(TimePoint now, const Lateness& lateness) {
    is_released_ = false;
    if (!is_majority(lateness)) {
        if (!since_) return std::nullopt;
        return ended(now, "hosts_speak_again", "hosts report to this server again");
    }
    if (!since_) {
        since_ = now;
        named_by_ = lateness.median_last_seen;
        return raised(now, lateness);
    }
    const bool some_speak = lateness.late < lateness.expected;
    if (!some_speak || now - *since_ < settings_.hold_while_some_speak) return std::nullopt;
    is_released_ = true;
    return ended(now, "others_speak", "some hosts report all the time, so it can be reached");
}

Symptom Isolation::symptom(TimePoint now) const {
    Symptom symptom;
    symptom.id = stable_id(
        {server_isolated_kind, settings_.server_name, std::to_string(to_unix_ms(named_by_))});
    symptom.kind = server_isolated_kind;
    symptom.category = "availability";
    symptom.subcategory = "network";
    symptom.subject = {settings_.server_name, std::string{server_component}};
    symptom.phase = Phase::occurring;
    symptom.severity = Severity::critical;
    symptom.first_sign = named_by_;
    symptom.onset = since_.value_or(now);
    symptom.observed_at = now;
    symptom.impact = 1;
    return symptom;
}

Symptom Isolation::raised(TimePoint now, const Lateness& lateness) const {
    Symptom raised = symptom(now);
    const std::string late = std::to_string(lateness.late);
    const std::string expected = std::to_string(lateness.expected);
    raised.status = SymptomStatus::raised;
    raised.reason = "majority_silent";
    raised.sentence = late + " of " + expected +
                      " hosts fell silent at once: this server is cut off from them, or they all "
                      "failed together; no host is called lost before that is known";
    raised.evidence.push_back({"fleet.hosts.silent_count", Labels{},
                               static_cast<double>(lateness.late),
                               static_cast<double>(lateness.expected) / 2, Duration{0},
                               "of " + expected + " hosts that should report"});
    raised.guide = guide_text;
    raised.questions = {"Can this server reach its gateway and a few of the hosts?",
                        "Did its network, address, firewall or certificate change just now?",
                        "Do users of the hosts notice anything?"};
    return raised;
}

Symptom Isolation::ended(TimePoint now, std::string_view reason, std::string_view sentence) {
    Symptom cleared = symptom(now);
    cleared.status = SymptomStatus::cleared;
    cleared.reason = reason;
    cleared.sentence = sentence;
    since_.reset();
    return cleared;
}

}  // namespace foreshock::incidents
