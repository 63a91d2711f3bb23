#include "detectors/engines/combination.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "detectors/symptom_text.hpp"

namespace foreshock::detectors {
namespace {

constexpr Duration forget_after = std::chrono::hours{1};
constexpr Duration suspect_age_max = std::chrono::minutes{5};
constexpr Duration update_pause = std::chrono::seconds{30};
constexpr double moved_share = 0.2;

// A slot is a number and one bit that tells suspects from witnesses.
constexpr std::uint32_t slot_of(std::size_t number, bool is_suspect) {
    return static_cast<std::uint32_t>(number) * 2 + (is_suspect ? 1 : 0);
}

std::string list_of(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
        text += words[i];
    }
    return text;
}

std::string outlook(const Symptom& symptom) {
    if (!symptom.forecast) return "soon";
    const auto left = [&](TimePoint at) {
        return describe_duration(std::max(Duration{0}, at - symptom.observed_at));
    };
    return "in about " + left(symptom.forecast->expected) + " (between " +
           left(symptom.forecast->earliest) + " and " + left(symptom.forecast->latest) + ")";
}

}  // namespace

CombinationEngine::CombinationEngine(const KindSettings& kind)
    : kind_(kind),
      settings_(std::get<CombinationSettings>(kind.settings)),
      of_host_(settings_.signs.size()),
      anywhere_(settings_.signs.size()) {}

std::optional<std::uint32_t> CombinationEngine::attach(const SeriesKey& key) {
    if (!settings_.suspect.empty() && key.signal == settings_.suspect)
        return attach_suspect(key.labels);
    for (std::size_t sign = 0; sign < settings_.signs.size(); ++sign)
        if (!settings_.signs[sign].signal.empty() && settings_.signs[sign].signal == key.signal)
            return attach_witness(sign, key.labels);
    return std::nullopt;
}

std::optional<std::uint32_t> CombinationEngine::attach_witness(std::size_t sign,
                                                               const Labels& labels) {
    if (!is_wanted(kind_, labels)) return std::nullopt;
    const bool of_host = labels.empty() && kind_.component.find('{') != std::string::npos;
    witnesses_.push_back({sign, labels, of_host, nullptr, {}, {}, {}});
    return slot_of(witnesses_.size() - 1, false);
}

std::uint32_t CombinationEngine::attach_suspect(const Labels& labels) {
    suspects_.push_back({std::string{labels.get(settings_.suspect_label)}, 0, {}});
    return slot_of(suspects_.size() - 1, true);
}

/// A component that was forgotten is known again with its first value.
bool CombinationEngine::ensure_subject(Witness& witness) {
    if (witness.of_host) return true;
    if (witness.subject == nullptr)
        witness.subject =
            subject_of(fill_text(kind_.component, {}, witness.labels), witness.labels);
    if (witness.subject != nullptr) witness.subject->seen_at = witness.seen_at;
    return witness.subject != nullptr;
}

CombinationEngine::Subject* CombinationEngine::subject_of(const std::string& component,
                                                          const Labels& labels) {
    const auto known = subjects_.find(component);
    if (known != subjects_.end()) return &known->second;
    if (subjects_.size() >= settings_.subjects_max) {
        ++counters_.subjects_refused;
        return nullptr;
    }
    Subject& subject = subjects_[component];
    subject.labels = labels;
    subject.seen.resize(settings_.signs.size());
    return &subject;
}

void CombinationEngine::observe(std::uint32_t slot, const Sample& sample, SymptomSink& /*out*/) {
    const bool is_suspect = slot % 2 == 1;
    TimePoint& seen_at = is_suspect ? suspects_[slot / 2].seen_at : witnesses_[slot / 2].seen_at;
    if (!std::isfinite(sample.value) || sample.at <= seen_at) {
        ++counters_.values_dropped;
        return;
    }
    const Duration step = seen_at == TimePoint{} ? Duration{0} : sample.at - seen_at;
    seen_at = sample.at;
    if (is_suspect) {
        suspects_[slot / 2].value = sample.value;
        return;
    }
    Witness& witness = witnesses_[slot / 2];
    if (!ensure_subject(witness)) return;
    witness.interval = (witness.interval * 7 + step) / 8;
    const CombinationSign& sign = settings_.signs[witness.sign];
    const bool was_entered = witness.state.is_entered();
    const bool is_entered = witness.state.observe(sign.band, sign.bad, sample.at, sample.value);
    if (is_entered && !was_entered) enter(witness, sample);
    if (was_entered && !is_entered) leave(witness);
}

CombinationEngine::Seen& CombinationEngine::seen_by(const Witness& witness) {
    return witness.of_host ? of_host_[witness.sign] : witness.subject->seen[witness.sign];
}

void CombinationEngine::enter(Witness& witness, const Sample& sample) {
    Seen& seen = seen_by(witness);
    if (seen.series++ > 0) return;
    const CombinationSign& sign = settings_.signs[witness.sign];
    seen.since = witness.state.since();
    seen.evidence = {sign.signal, witness.labels, sample.value, sign.band.enter, {}, sign.words};
}

void CombinationEngine::leave(Witness& witness) {
    --seen_by(witness).series;
}

void CombinationEngine::hear(const Symptom& symptom) {
    for (std::size_t sign = 0; sign < settings_.signs.size(); ++sign) {
        if (settings_.signs[sign].kind != symptom.kind) continue;
        if (settings_.signs[sign].anywhere)
            hear_anywhere(sign, symptom);
        else
            hear_of(sign, symptom);
    }
}

void CombinationEngine::hear_of(std::size_t sign, const Symptom& symptom) {
    const Labels labels = symptom.evidence.empty() ? Labels{} : symptom.evidence[0].labels;
    const bool is_over = symptom.status == SymptomStatus::cleared;
    if (is_over && !subjects_.contains(symptom.subject.component)) return;
    Subject* subject = subject_of(symptom.subject.component, labels);
    if (subject == nullptr) return;
    Seen& seen = subject->seen[sign];
    if (is_over && seen.symptom && seen.symptom->id == symptom.id) seen.symptom.reset();
    if (!is_over) seen.symptom = std::make_unique<Symptom>(symptom);
}

/// The one shown as evidence is the first that stands: it stays the same while it lasts.
void CombinationEngine::hear_anywhere(std::size_t sign, const Symptom& symptom) {
    std::map<std::string, Symptom>& standing = anywhere_[sign];
    if (symptom.status == SymptomStatus::cleared) {
        standing.erase(symptom.id);
    } else if (standing.size() < settings_.subjects_max || standing.contains(symptom.id)) {
        standing.insert_or_assign(symptom.id, symptom);
    } else {
        ++counters_.subjects_refused;
    }
    std::unique_ptr<Symptom>& shown = of_host_[sign].symptom;
    const auto same = shown ? standing.find(shown->id) : standing.end();
    const auto next = same != standing.end() ? same : standing.begin();
    shown = next != standing.end() ? std::make_unique<Symptom>(next->second) : nullptr;
}

const CombinationEngine::Seen* CombinationEngine::active(const Subject& subject,
                                                         std::size_t sign) const {
    const Seen& own = subject.seen[sign];
    if (own.symptom || own.series > 0) return &own;
    const Seen& everywhere = of_host_[sign];
    return everywhere.symptom || everywhere.series > 0 ? &everywhere : nullptr;
}

/// 0 when one that is required is missing.
std::size_t CombinationEngine::count_active(const Subject& subject) const {
    std::size_t count = 0;
    for (std::size_t sign = 0; sign < settings_.signs.size(); ++sign) {
        if (active(subject, sign) != nullptr)
            ++count;
        else if (settings_.signs[sign].required)
            return 0;
    }
    return count;
}

void CombinationEngine::advance(TimePoint now, SymptomSink& out) {
    for (Witness& witness : witnesses_) {
        if (!witness.state.is_entered()) continue;
        if (now - witness.seen_at <= gone_after(witness.interval)) continue;
        leave(witness);
        witness.state = {};
    }
    for (auto& [component, subject] : subjects_)
        judge(subject, component, now, out);
    forget_idle(now);
}

void CombinationEngine::forget_idle(TimePoint now) {
    const auto is_idle = [now](const Subject& subject) {
        return !subject.said && now - subject.seen_at > forget_after &&
               std::none_of(subject.seen.begin(), subject.seen.end(),
                            [](const Seen& seen) { return seen.symptom || seen.series > 0; });
    };
    for (auto entry = subjects_.begin(); entry != subjects_.end();) {
        if (!is_idle(entry->second)) {
            ++entry;
            continue;
        }
        for (Witness& witness : witnesses_)
            if (witness.subject == &entry->second) witness.subject = nullptr;
        entry = subjects_.erase(entry);
    }
}

void CombinationEngine::judge(Subject& subject, const std::string& component, TimePoint now,
                              SymptomSink& out) {
    const bool is_met = count_active(subject) >= settings_.needed;
    if (is_met != subject.is_met) subject.changed_at = now;
    subject.is_met = is_met;
    const Duration lasting = now - subject.changed_at;
    if (is_met && (subject.said || lasting >= settings_.hold_for))
        speak(subject, component, now, out);
    if (!is_met && subject.said && lasting >= settings_.clear_after) clear(subject, now, out);
}

void CombinationEngine::speak(Subject& subject, const std::string& component, TimePoint now,
                              SymptomSink& out) {
    if (subject.said && now - subject.said->observed_at < update_pause) return;
    Symptom symptom = symptom_now(subject, component, now);
    if (subject.said) {
        if (!is_news(subject, symptom)) return;
        symptom.status = SymptomStatus::updated;
        symptom.id = subject.said->id;
        symptom.onset = subject.said->onset;
        symptom.first_sign = std::min(symptom.first_sign, subject.said->first_sign);
    }
    subject.said = std::make_unique<Symptom>(symptom);
    subject.said_signs = symptom.evidence.size();
    out.say(std::move(symptom));
}

bool CombinationEngine::is_news(const Subject& subject, const Symptom& now) const {
    const Symptom& said = *subject.said;
    if (now.severity != said.severity || now.evidence.size() != subject.said_signs) return true;
    if (now.forecast.has_value() != said.forecast.has_value()) return true;
    if (!now.forecast) return false;
    const double moved = to_seconds(now.forecast->expected - said.forecast->expected);
    const double left = to_seconds(now.forecast->expected - now.observed_at);
    return std::abs(moved) > std::max(moved_share * left, to_seconds(update_pause));
}

Symptom CombinationEngine::symptom_now(const Subject& subject, const std::string& component,
                                       TimePoint now) const {
    Symptom symptom = symptom_of(kind_, subject.labels);
    symptom.subject.component = component;
    symptom.phase = settings_.phase;
    symptom.severity = Severity::warning;
    symptom.observed_at = symptom.onset = symptom.first_sign = now;
    symptom.id = episode_id(symptom, now);
    symptom.reason = "signs_agree";
    add_signs(subject, symptom);
    return symptom;
}

/// Evidence, forecast, severity and sentence, from the signs that are seen now.
void CombinationEngine::add_signs(const Subject& subject, Symptom& symptom) const {
    std::vector<SignStrength> strengths;
    std::vector<std::string> words;
    for (std::size_t sign = 0; sign < settings_.signs.size(); ++sign) {
        const Seen* seen = active(subject, sign);
        if (seen == nullptr) continue;
        const Symptom* said = seen->symptom.get();
        SignStrength strength{settings_.signs[sign].confidence, {}};
        if (said != nullptr && said->forecast)
            strength = {said->forecast->confidence, said->forecast};
        strengths.push_back(std::move(strength));
        words.push_back(settings_.signs[sign].words);
        symptom.first_sign =
            std::min(symptom.first_sign, said != nullptr ? said->first_sign : seen->since);
        Evidence evidence = seen->evidence;
        if (said != nullptr && !said->evidence.empty()) evidence = said->evidence.front();
        evidence.window = symptom.observed_at - (said != nullptr ? said->first_sign : seen->since);
        symptom.evidence.push_back(std::move(evidence));
        if (said != nullptr && said->severity == Severity::critical)
            symptom.severity = Severity::critical;
    }
    CombinedVerdict verdict = combine(strengths);
    symptom.forecast = std::move(verdict.forecast);
    const Fields component{{"component", symptom.subject.component}};
    if (symptom.forecast) {
        Forecast& forecast = *symptom.forecast;
        forecast.disruption = fill_text(kind_.disruption, component, subject.labels);
        if (forecast.expected - symptom.observed_at <= settings_.critical_within)
            symptom.severity = Severity::critical;
    }
    const Fields fields{{"component", symptom.subject.component},
                        {"signs", list_of(words)},
                        {"outlook", outlook(symptom)},
                        {"suspect", suspect_name(symptom.observed_at)},
                        {"confidence", describe_value(Unit::ratio, verdict.confidence)}};
    const bool impending = settings_.phase == Phase::impending;
    symptom.sentence =
        fill_text(impending ? kind_.impending : kind_.occurring, fields, subject.labels);
}

std::string CombinationEngine::suspect_name(TimePoint now) const {
    const Suspect* largest = nullptr;
    for (const Suspect& each : suspects_) {
        if (each.name.empty() || each.seen_at == TimePoint{}) continue;
        if (now - each.seen_at > suspect_age_max) continue;
        if (!largest || each.value > largest->value) largest = &each;
    }
    return largest ? largest->name : "unknown";
}

void CombinationEngine::clear(Subject& subject, TimePoint now, SymptomSink& out) {
    out.say(cleared(std::move(*subject.said), "signs_faded", now, "the signs have faded"));
    subject.said.reset();
}

}  // namespace foreshock::detectors
