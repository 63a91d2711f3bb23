#include "detectors/forecast_record.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace foreshock::detectors {
namespace {

constexpr double week_seconds = 7 * 24 * 3600;

double faded(Duration age) {
    return std::exp2(-std::max(0.0, to_seconds(age) / to_seconds(KindRecord::half_life)));
}

Severity milder(Severity severity) {
    return severity == Severity::critical ? Severity::warning : Severity::info;
}

std::string record_words(const KindRecord& record, TimePoint now) {
    const auto right = std::lround(record.right(now));
    const auto all = right + std::lround(record.wrong(now));
    return "this kind was right " + std::to_string(right) + " of " + std::to_string(all) +
           " times here";
}

}  // namespace

void KindRecord::count(const ScoredForecast& settled) {
    const TimePoint at = settled.settled_at.value_or(settled.raised_at);
    watch(settled.raised_at);
    ++totals_.at(static_cast<std::size_t>(settled.verdict));
    if (at > faded_at_) {
        right_ *= fading(at);
        wrong_ *= fading(at);
        faded_at_ = at;
    }
    if (settled.verdict == ForecastVerdict::never) wrong_ += 1;
    if (!came_true(settled.verdict)) return;
    right_ += 1;
    leads_ms_.at(leads_seen_++ % leads_max) = settled.lead().count();
}

void KindRecord::watch(TimePoint since) {
    if (since_ == TimePoint{} || since < since_) since_ = since;
}

double KindRecord::fading(TimePoint now) const {
    return faded(now - faded_at_);
}

double KindRecord::precision(const ForecastPrior& prior, TimePoint now) const {
    const double trials = right(now) + wrong(now);
    return (prior.precision * prior.weight + right(now)) / (prior.weight + trials);
}

std::optional<Duration> KindRecord::median_lead() const {
    if (leads_seen_ == 0) return std::nullopt;
    const std::size_t count = std::min<std::size_t>(leads_seen_, leads_max);
    auto sorted = leads_ms_;
    auto* const end = sorted.begin() + count;
    std::sort(sorted.begin(), end);
    return Duration{(sorted.at((count - 1) / 2) + sorted.at(count / 2)) / 2};
}

/// Weighted alarms over weighted time: both fade alike, so that a constant rate stays itself.
double KindRecord::false_alarms_per_week(TimePoint now) const {
    const double mean_life = to_seconds(half_life) / std::numbers::ln2;
    const double watched = mean_life * (1 - faded(now - since_));
    return wrong(now) / std::max(1.0, watched / week_seconds);
}

void KindRecord::write(StateWriter& out) const {
    for (const std::uint64_t total : totals_)
        out.put(total);
    out.put(right_);
    out.put(wrong_);
    out.put(faded_at_);
    out.put(since_);
    out.put(leads_seen_);
    for (const std::int64_t lead : leads_ms_)
        out.put(lead);
}

std::optional<KindRecord> KindRecord::read(StateReader& in) {
    KindRecord record;
    for (std::uint64_t& total : record.totals_)
        total = in.get<std::uint64_t>();
    record.right_ = in.get<double>();
    record.wrong_ = in.get<double>();
    record.faded_at_ = in.get_time();
    record.since_ = in.get_time();
    record.leads_seen_ = in.get<std::uint32_t>();
    for (std::int64_t& lead : record.leads_ms_)
        lead = in.get<std::int64_t>();
    const auto is_weight = [](double value) { return std::isfinite(value) && value >= 0; };
    if (!in.is_complete() || !is_weight(record.right_) || !is_weight(record.wrong_))
        return std::nullopt;
    return record;
}

void ForecastRecord::expect(const Pack& pack) {
    priors_.clear();
    for (const KindSettings& kind : pack.kinds)
        priors_[kind.kind] = kind.forecast_prior;
}

ForecastPrior ForecastRecord::prior(std::string_view kind) const {
    const auto found = priors_.find(kind);
    return found == priors_.end() ? ForecastPrior{} : found->second;
}

void ForecastRecord::hear(Symptom& symptom) {
    count(scorer_.hear(symptom));
    temper(symptom);
}

void ForecastRecord::advance(TimePoint now) {
    count(scorer_.advance(now));
}

void ForecastRecord::count(const std::vector<ScoredForecast>& changed) {
    for (const ScoredForecast& each : changed) {
        if (!kinds_.contains(each.kind) && kinds_.size() >= kinds_max) {
            ++refused_;
            continue;
        }
        KindRecord& record = kinds_[each.kind];
        record.watch(each.raised_at);
        if (each.verdict != ForecastVerdict::pending) record.count(each);
    }
}

void ForecastRecord::temper(Symptom& symptom) const {
    if (!symptom.forecast || symptom.phase != Phase::impending) return;
    const auto found = kinds_.find(symptom.kind);
    if (found == kinds_.end()) return;
    const ForecastPrior presumed = prior(symptom.kind);
    const double precision = found->second.precision(presumed, symptom.observed_at);
    if (precision >= presumed.precision) return;
    symptom.forecast->confidence *= precision / presumed.precision;
    const bool is_softer = precision < trusted_precision;
    if (is_softer) symptom.severity = milder(symptom.severity);
    if (symptom.evidence.empty()) return;
    std::string& note = symptom.evidence.front().note;
    note += (note.empty() ? "" : "; ") + record_words(found->second, symptom.observed_at);
    if (is_softer) note += ", so it is taken one step less seriously";
}

void ForecastRecord::save(std::vector<Learned>& out) const {
    for (const auto& [kind, record] : kinds_) {
        StateWriter state;
        record.write(state);
        Learned learned;
        learned.kind = kind;
        learned.subject.signal = learned_signal;
        learned.version = version;
        learned.state = state.take();
        const std::uint64_t right = record.total(ForecastVerdict::hit) +
                                    record.total(ForecastVerdict::early) +
                                    record.total(ForecastVerdict::late);
        const std::uint64_t all = right + record.total(ForecastVerdict::never);
        learned.summary =
            "forecasts: " + std::to_string(right) + " of " + std::to_string(all) + " came true";
        out.push_back(std::move(learned));
    }
}

bool ForecastRecord::restore(const Learned& learned) {
    if (learned.subject.signal != learned_signal) return false;
    if (learned.version != version || kinds_.size() >= kinds_max) return true;
    StateReader state{learned.state};
    if (auto record = KindRecord::read(state)) kinds_.insert_or_assign(learned.kind, *record);
    return true;
}

}  // namespace foreshock::detectors
