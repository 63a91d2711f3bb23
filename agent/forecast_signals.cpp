#include "agent/forecast_signals.hpp"

#include <array>
#include <string>

#include "agent/self_signals.hpp"

namespace foreshock::agent {
namespace {

constexpr auto told_verdicts = std::to_array<ForecastVerdict>(
    {ForecastVerdict::hit, ForecastVerdict::early, ForecastVerdict::late, ForecastVerdict::never,
     ForecastVerdict::prevented, ForecastVerdict::withdrawn, ForecastVerdict::unannounced});

void add_counts(const std::string& kind, const detectors::KindRecord& record, SampleSink& out) {
    for (const ForecastVerdict verdict : told_verdicts) {
        const Labels labels{{"kind", kind}, {"verdict", std::string{to_string(verdict)}}};
        out.add(out.series(signals::scored_forecasts, labels),
                static_cast<double>(record.total(verdict)));
    }
}

}  // namespace

void add_forecast_signals(const detectors::ForecastRecord& record, TimePoint now, SampleSink& out) {
    for (const auto& [kind, each] : record.kinds()) {
        const Labels labels{{"kind", kind}};
        add_counts(kind, each, out);
        out.add(out.series(signals::forecast_precision, labels),
                each.precision(record.prior(kind), now));
        out.add(out.series(signals::false_alarms, labels), each.false_alarms_per_week(now));
        if (const auto lead = each.median_lead())
            out.add(out.series(signals::forecast_lead, labels), to_seconds(*lead));
    }
}

}  // namespace foreshock::agent
