#include "detectors/engines/burst.hpp"

#include <algorithm>
#include <cmath>

#include "core/number.hpp"
#include "detectors/engines/count_tail.hpp"
#include "detectors/engines/template_known.hpp"
#include "detectors/symptom_text.hpp"

namespace foreshock::detectors {
namespace {

constexpr std::uint32_t state_version = 1;
constexpr double covered_share_min = 0.5;  // of a bucket: less is not judged
constexpr double calm_share = 0.5;         // of what makes a bucket hot

double per_minute(double events, Duration span) {
    return span > Duration{0} ? events / to_seconds(span) * 60 : 0;
}

/// "12", "0.4": rates of people need no more.
std::string describe_rate(double rate, Unit unit = Unit::count) {
    if (unit == Unit::bytes) return describe_bytes(rate);
    return describe_number(rate >= 10 ? std::round(rate) : std::round(rate * 10) / 10);
}

}  // namespace

Worth BurstEngine::Series::worth() const {
    if (said) return Worth::episode;
    const bool has_learned = knows_rhythm || presence.seen_at() - born >= std::chrono::hours{24};
    return has_learned ? Worth::learned : Worth::nothing;
}

BurstEngine::BurstEngine(const KindSettings& kind)
    : kind_(kind),
      settings_(std::get<BurstSettings>(kind.settings)),
      series_(settings_.series_max, counters_, [this](const Labels& labels) {
          Series series{settings_.bucket};
          series.labels = &labels;
          return series;
      }) {}

std::optional<std::uint32_t> BurstEngine::attach(const SeriesKey& key) {
    if (key.signal != settings_.signal || !is_wanted(kind_, key.labels)) return std::nullopt;
    return series_.attach(key.labels);
}

void BurstEngine::observe(std::uint32_t slot, const Sample& sample, SymptomSink& out) {
    if (sample.value < 0) {
        ++counters_.values_dropped;
        return;
    }
    const auto told = series_.tell(slot, sample);
    if (!told) return;
    Series& series = *told.subject;
    const bool is_first = told.before == TimePoint{};
    const Duration step = sample.at - told.before;
    if (is_first) series.born = sample.at;
    const bool is_gap = !is_first && step >= std::max(settings_.settle, settings_.bucket * 2);
    if (is_first || is_gap) {
        series.bucket_begin = sample.at;
        series.events = 0;
        series.covered = Duration{0};
        series.hot_since = TimePoint{};
        series.last_value = sample.value;
        if (is_gap) series.quiet_until = sample.at + settings_.settle;
        return;
    }
    fill(series, sample, step);
    if (sample.at - series.bucket_begin >= settings_.bucket) close_bucket(series, sample.at, out);
}

void BurstEngine::fill(Series& series, const Sample& sample, Duration step) {
    if (settings_.is_counter) {
        // A counter that went back began anew: what it shows has happened since.
        const bool is_reset = sample.value < series.last_value;
        series.events += is_reset ? 0 : sample.value - series.last_value;
        series.last_value = sample.value;
    } else {
        series.events += sample.value * to_seconds(step);
    }
    series.covered += step;
}

bool BurstEngine::may_judge(const Series& series, TimePoint at) const {
    if (at < series.quiet_until || at < quiet_until_) return false;
    const Duration young = series.knows_rhythm ? settings_.settle : settings_.learning;
    return at - series.born >= young;
}

void BurstEngine::close_bucket(Series& series, TimePoint end, SymptomSink& out) {
    const TimePoint begin = series.bucket_begin;
    const double length = to_seconds(settings_.bucket);
    const double covered = to_seconds(series.covered);
    // Samples seldom end with the bucket: what it would have held at its length.
    const double count = covered > 0 ? series.events * length / covered : 0;
    const bool is_judged = covered >= length * covered_share_min && may_judge(series, begin);
    series.bucket_begin = end;
    series.events = 0;
    series.covered = Duration{0};
    // A burst does not become usual while it is looked at.
    if (series.hot_since == TimePoint{}) series.expected = series.usual.expected(end);
    const ExpectedCount expected = series.expected;
    const bool is_large = count >= settings_.factor_min * expected.mean && count >= 1;
    const bool is_hot =
        is_judged && is_large &&
        count_tail(std::floor(count), expected.mean, expected.shape) <= bucket_chance;
    series.rises = count >= rise_min * series.last_count && count >= 1 ? series.rises + 1 : 0;
    series.last_count = count;
    if (is_hot)
        heat(series, begin, end, count, out);
    else
        calm(series, begin, end, count, out);
    series.usual.learn(end, count, is_hot ? expected.possible() : count);
}

void BurstEngine::heat(Series& series, TimePoint begin, TimePoint end, double count,
                       SymptomSink& out) {
    const double share = to_seconds(end - begin) / to_seconds(settings_.bucket);
    if (series.hot_since == TimePoint{}) {
        series.hot_since = begin;
        series.hot_events = 0;
    }
    series.hot_events += count * share;
    series.calm_since = TimePoint{};
    const Duration lasting = end - series.hot_since;
    if (lasting < hold_of(series)) return;
    const double in_hold = series.hot_events * to_seconds(settings_.hold_for) / to_seconds(lasting);
    const bool is_burst = in_hold >= settings_.count_min && is_improbable(series, lasting);
    if (is_burst || series.said) speak(series, end, out);
}

Duration BurstEngine::hold_of(const Series& series) const {
    return series.rises >= rises_min ? settings_.hold_for / 2 : settings_.hold_for;
}

bool BurstEngine::is_improbable(const Series& series, Duration lasting) const {
    const double buckets = to_seconds(lasting) / to_seconds(settings_.bucket);
    return count_tail(std::floor(series.hot_events), series.expected.mean * buckets,
                      series.expected.shape * buckets) <= settings_.chance_max;
}

void BurstEngine::calm(Series& series, TimePoint begin, TimePoint end, double count,
                       SymptomSink& out) {
    if (!series.said) {
        series.hot_since = TimePoint{};
        return;
    }
    const double usual = std::max(series.expected.mean * settings_.factor_min * calm_share,
                                  settings_.count_min * calm_share * to_seconds(settings_.bucket) /
                                      to_seconds(settings_.hold_for));
    if (count > usual) {
        series.calm_since = TimePoint{};
    } else if (series.calm_since == TimePoint{}) {
        series.calm_since = begin;
    } else if (end - series.calm_since >= settings_.clear_after) {
        clear(series, "rate_fell", end, out);
    }
    if (series.said && end - series.hot_since >= settings_.lasting_max) {
        begin_anew(series, end, out);
    }
}

void BurstEngine::begin_anew(Series& series, TimePoint at, SymptomSink& out) const {
    series.usual.begin_anew();
    series.knows_rhythm = false;
    series.born = at;
    series.hot_since = TimePoint{};
    if (series.said) clear(series, "new_rhythm", at, out);
}

void BurstEngine::speak(Series& series, TimePoint at, SymptomSink& out) {
    constexpr Duration pause_min = std::chrono::seconds{10};
    if (at - series.hot_since >= settings_.lasting_max) {
        begin_anew(series, at, out);
        return;
    }
    Symptom symptom = symptom_now(series, at);
    if (series.said) {
        const bool is_worse = symptom.severity > series.said->severity;
        if (!is_worse || at - series.said->observed_at < pause_min) return;
        symptom.status = SymptomStatus::updated;
        symptom.id = series.said->id;
        symptom.onset = series.said->onset;
        symptom.first_sign = series.said->first_sign;
    }
    series.said = std::make_unique<Symptom>(symptom);
    out.say(std::move(symptom));
}

Symptom BurstEngine::symptom_now(const Series& series, TimePoint at) const {
    Symptom symptom = symptom_of(kind_, *series.labels);
    const Duration lasting = at - series.hot_since;
    const double rate = per_minute(series.hot_events, lasting);
    const double usual = per_minute(series.expected.mean, settings_.bucket);
    const double in_hold = rate / 60 * to_seconds(settings_.hold_for);
    const bool is_critical = settings_.critical_factor > 0 &&
                             rate >= usual * settings_.critical_factor &&
                             in_hold >= settings_.critical_count;
    symptom.phase = settings_.phase;
    symptom.severity = is_critical ? Severity::critical : settings_.severity;
    symptom.observed_at = symptom.onset = at;
    symptom.first_sign = series.hot_since;
    symptom.id = episode_id(symptom, at);
    symptom.reason = "burst";
    Evidence evidence{settings_.signal, *series.labels, rate / 60, {}, lasting, {}};
    evidence.note =
        describe_rate(rate, kind_.unit) + " a minute, usually " + describe_rate(usual, kind_.unit);
    const Fields fields{{"component", symptom.subject.component},
                        {"rate", describe_rate(rate, kind_.unit)},
                        {"usual", describe_rate(usual, kind_.unit)},
                        {"count", describe_rate(std::round(series.hot_events), kind_.unit)},
                        {"lasting", describe_duration(lasting)}};
    symptom.evidence = {std::move(evidence)};
    const bool impending = settings_.phase == Phase::impending;
    symptom.sentence =
        fill_text(impending ? kind_.impending : kind_.occurring, fields, *series.labels);
    return symptom;
}

void BurstEngine::clear(Series& series, std::string_view reason, TimePoint at,
                        SymptomSink& out) const {
    const std::string_view how = reason == "subject_gone" ? "it is no longer there"
                                 : reason == "new_rhythm" ? "it has become its rhythm"
                                                          : "as usual again";
    out.say(cleared(std::move(*series.said), reason, at, how));
    series.said.reset();
    series.hot_since = series.calm_since = TimePoint{};
}

void BurstEngine::advance(TimePoint now, SymptomSink& out) {
    for (Series& series : series_) {
        if (!series.said || !series.presence.is_gone(now)) continue;
        // Some series end with their events: no sample is no event.
        if (now - series.presence.seen_at() >= settings_.clear_after)
            clear(series, "subject_gone", now, out);
    }
}

void BurstEngine::notice(const Change& change, SymptomSink& /*out*/) {
    if (is_one_of(settings_.changes, change.fact))
        quiet_until_ = std::max(quiet_until_, change.at + settings_.settle);
}

void BurstEngine::save(std::vector<Learned>& out) const {
    for (const Series& series : series_) {
        if (series.usual.buckets() < 1) continue;
        StateWriter state;
        series.usual.save(state);
        const double usual = series.usual.expected(series.presence.seen_at()).mean;
        out.push_back(
            {kind_.kind,
             {settings_.signal, *series.labels},
             state_version,
             state.take(),
             "usually " + describe_rate(per_minute(usual, settings_.bucket)) + " a minute"});
    }
}

void BurstEngine::restore(const Learned& learned) {
    if (learned.version != state_version) return;
    StateReader state{learned.state};
    UsualCount usual{settings_.bucket};
    if (!usual.restore(state) || !state.is_complete()) return;
    Series* series = series_.restore(learned.subject.labels);
    if (!series) return;
    series->usual = usual;
    series->knows_rhythm = true;
}

}  // namespace foreshock::detectors
