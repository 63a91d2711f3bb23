#include "detectors/engines/expiry.hpp"

#include <algorithm>
#include <cmath>

#include "detectors/identity.hpp"
#include "detectors/symptom_text.hpp"

namespace foreshock::detectors {
namespace {

/// Beyond a century a date is a mark for "never".
constexpr double seconds_max = 100.0 * 366 * 86400;

}  // namespace

/// The episode is the thing's, and over long before a member that is gone gives way.
Worth ExpiryEngine::Member::worth() const {
    return lease.renews_itself() ? Worth::learned : Worth::nothing;
}

ExpiryEngine::ExpiryEngine(const KindSettings& kind)
    : kind_(kind),
      settings_(std::get<ExpirySettings>(kind.settings)),
      members_(settings_.series_max, counters_, [](const Labels& labels) {
          Member member;
          member.labels = &labels;
          return member;
      }) {}

Severity ExpiryEngine::severity_of(Nearness nearness) const {
    const bool is_grave = nearness != Nearness::warning;
    return std::min(is_grave ? Severity::critical : Severity::warning, settings_.severity_max);
}

std::optional<std::uint32_t> ExpiryEngine::attach(const SeriesKey& key) {
    if (key.signal != settings_.signal || !is_wanted(kind_, key.labels)) return std::nullopt;
    return members_.attach(key.labels);
}

void ExpiryEngine::observe(std::uint32_t slot, const Sample& sample, SymptomSink& /*out*/) {
    const double left =
        settings_.is_date ? sample.value - to_seconds(sample.at.time_since_epoch()) : sample.value;
    if (std::abs(left) >= seconds_max) {
        ++counters_.values_dropped;
        return;
    }
    const auto told = members_.tell(slot, sample);
    if (!told) return;
    Member& member = *told.subject;
    const bool is_first = told.before == TimePoint{};
    if (is_first) join_thing(slot, *member.labels);
    const TimePoint end = sample.at + from_seconds(left);
    const Lease::News news = member.lease.tell(sample.at, end, told.step > Duration{0});
    if (is_first || news != Lease::News::none)
        member.is_stale = sample.at - end > settings_.stale_after;
}

void ExpiryEngine::join_thing(std::uint32_t number, const Labels& labels) {
    std::vector<std::uint32_t>& members = things_[identity_of(labels, settings_.same)].members;
    if (std::find(members.begin(), members.end(), number) == members.end())
        members.push_back(number);
}

/// Members that gave way to others.
void ExpiryEngine::drop_lost_members(Thing& thing) const {
    std::erase_if(thing.members, [this](std::uint32_t number) { return !members_.find(number); });
}

ExpiryEngine::Verdict ExpiryEngine::judge(const Thing& thing, TimePoint now) const {
    Verdict worst;
    for (const std::uint32_t number : thing.members) {
        const Member& member = *members_.find(number);
        const bool is_there = member.presence.is_seen() && !member.presence.is_gone(now);
        if (!is_there || member.is_stale) continue;
        const Nearness nearness = member.lease.nearness(settings_, now);
        const bool is_worse =
            !worst.member || nearness > worst.nearness ||
            (nearness == worst.nearness && member.lease.end() < worst.member->lease.end());
        if (is_worse) worst = {nearness, &member};
    }
    return worst;
}

void ExpiryEngine::advance(TimePoint now, SymptomSink& out) {
    const bool went_back = now < judged_at_;
    if (!went_back && now - judged_at_ < judge_every) return;
    judged_at_ = now;
    for (auto& [labels, thing] : things_) {
        drop_lost_members(thing);
        const Verdict verdict = judge(thing, now);
        if (verdict.nearness != Nearness::far)
            speak(thing, verdict, now, out);
        else if (thing.said)
            clear(thing, verdict, now, out);
    }
    std::erase_if(
        things_, [](const auto& each) { return each.second.members.empty() && !each.second.said; });
}

bool ExpiryEngine::may_open(Severity severity) {
    const auto open = std::count_if(things_.begin(), things_.end(), [severity](const auto& each) {
        return each.second.said && each.second.said->severity == severity;
    });
    if (static_cast<std::size_t>(open) < settings_.open_max) return true;
    ++symptoms_held_;
    return false;
}

void ExpiryEngine::speak(Thing& thing, const Verdict& verdict, TimePoint now, SymptomSink& out) {
    const Severity severity = severity_of(verdict.nearness);
    const Phase phase = verdict.nearness == Nearness::ended ? Phase::occurring : Phase::impending;
    if (thing.said && thing.said->severity == severity && thing.said->phase == phase) return;
    if (!thing.said && !may_open(severity)) return;
    Symptom symptom = symptom_now(verdict, now);
    if (thing.said) {
        symptom.status = SymptomStatus::updated;
        symptom.subject = thing.said->subject;
        symptom.onset = thing.said->onset;
        symptom.first_sign = thing.said->first_sign;
        symptom.id = thing.said->id;
    }
    thing.said = std::make_unique<Symptom>(symptom);
    out.say(std::move(symptom));
}

void ExpiryEngine::clear(Thing& thing, const Verdict& verdict, TimePoint now,
                         SymptomSink& out) const {
    const bool is_there = verdict.member != nullptr;
    const Duration left = is_there ? verdict.member->lease.end() - now : Duration{0};
    const std::string how =
        is_there ? "renewed, it ends in " + describe_duration(left) : "it is no longer there";
    Symptom last = cleared(std::move(*thing.said), is_there ? "renewed" : "subject_gone", now, how);
    thing.said.reset();
    if (is_there) last.evidence.front().value = to_seconds(left);
    out.say(std::move(last));
}

Symptom ExpiryEngine::symptom_now(const Verdict& verdict, TimePoint now) const {
    const Member& member = *verdict.member;
    const Lease& lease = member.lease;
    const bool has_ended = verdict.nearness == Nearness::ended;
    const Duration left = lease.end() - now;
    Symptom symptom = symptom_of(kind_, *member.labels);
    symptom.phase = has_ended ? Phase::occurring : Phase::impending;
    symptom.severity = severity_of(verdict.nearness);
    symptom.observed_at = symptom.onset = symptom.first_sign = now;
    symptom.id = episode_id(symptom, now);
    symptom.reason = has_ended ? "ended" : lease.renews_itself() ? "renewal_late" : "end_near";
    const std::string day = format_rfc3339(lease.end()).substr(0, 10);
    const std::string habit = lease.renews_itself()
                                  ? "it has always been renewed by the time that " +
                                        describe_value(Unit::ratio, lease.least_share()) +
                                        " of its life was left"
                                  : "no renewal was seen yet";
    if (!has_ended) {
        symptom.forecast = Forecast{
            fill_text(kind_.disruption, {{"component", symptom.subject.component}}, *member.labels),
            now,
            lease.end(),
            lease.end(),
            lease.end(),
            1,
            to_seconds(left),
            0,
            -1};
    }
    symptom.evidence = {
        Evidence{settings_.signal, *member.labels, to_seconds(left), 0.0, lease.life(), habit}};
    const Fields fields{{"component", symptom.subject.component},
                        {"eta", describe_duration(has_ended ? -left : left)},
                        {"date", day},
                        {"habit", habit}};
    symptom.sentence =
        fill_text(has_ended ? kind_.occurring : kind_.impending, fields, *member.labels);
    return symptom;
}

void ExpiryEngine::save(std::vector<Learned>& out) const {
    for (const Member& member : members_) {
        if (member.lease.end() == TimePoint{}) continue;
        Learned learned;
        learned.kind = kind_.kind;
        learned.subject = {settings_.signal, *member.labels};
        learned.version = Lease::version;
        learned.state = member.lease.save();
        learned.summary =
            "lives " + describe_duration(member.lease.life()) +
            (member.lease.renews_itself()
                 ? ", renewed with at least " +
                       describe_value(Unit::ratio, member.lease.least_share()) + " left"
                 : ", no habit of renewal known");
        out.push_back(std::move(learned));
    }
}

void ExpiryEngine::restore(const Learned& learned) {
    if (learned.version != Lease::version) return;
    if (Member* member = members_.restore(learned.subject.labels))
        member->lease.restore(learned.state);
}

}  // namespace foreshock::detectors
