#include "server/incidents/forecast_accuracy.hpp"

#include <algorithm>
#include <map>

namespace foreshock::incidents {
namespace {

constexpr double week_seconds = 7 * 24 * 3600;

struct Tally {
    std::array<std::uint64_t, 8> counts{};
    std::vector<Duration> leads;

    void add(const ForecastOutcome& outcome) {
        ++counts.at(static_cast<std::size_t>(outcome.verdict));
        if (came_true(outcome.verdict)) leads.push_back(outcome.lead);
    }
};

std::optional<Duration> median(std::vector<Duration> values) {
    if (values.empty()) return std::nullopt;
    std::sort(values.begin(), values.end());
    return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

double weeks_watched(const Host& host, TimePoint now) {
    const Duration watched = std::min(accuracy_window, now - host.first_seen);
    return std::max(1.0, to_seconds(watched) / week_seconds);
}

ForecastAccuracy accuracy_of(const std::string& kind, const std::string& host, const Tally& tally,
                             double weeks) {
    ForecastAccuracy accuracy;
    accuracy.kind = kind;
    accuracy.host = host;
    accuracy.counts = tally.counts;
    const auto false_alarms = static_cast<double>(accuracy.count(ForecastVerdict::never));
    const auto right = static_cast<double>(tally.leads.size());
    if (right + false_alarms > 0) accuracy.precision = right / (right + false_alarms);
    accuracy.median_lead = median(tally.leads);
    accuracy.false_alarms_per_host_week = false_alarms / weeks;
    return accuracy;
}

}  // namespace

std::vector<ForecastAccuracy> forecast_accuracy(const std::vector<ForecastOutcome>& outcomes,
                                                const std::vector<Host>& hosts, TimePoint now) {
    std::map<std::string, double> weeks;  // by host
    double all_weeks = 0;
    for (const Host& host : hosts) {
        weeks[host.name] = weeks_watched(host, now);
        all_weeks += weeks_watched(host, now);
    }
    std::map<std::string, std::map<std::string, Tally>> by_kind;  // then by host; "": all
    for (const ForecastOutcome& outcome : outcomes) {
        if (outcome.verdict == ForecastVerdict::pending) continue;
        if (outcome.settled_at < now - accuracy_window) continue;
        by_kind[outcome.kind][""].add(outcome);
        if (!outcome.host.empty()) by_kind[outcome.kind][outcome.host].add(outcome);
    }
    std::vector<ForecastAccuracy> all;
    for (const auto& [kind, by_host] : by_kind) {
        for (const auto& [host, tally] : by_host) {
            const auto known = weeks.find(host);
            const double watched = host.empty()           ? all_weeks
                                   : known == weeks.end() ? 1.0
                                                          : known->second;
            all.push_back(accuracy_of(kind, host, tally, std::max(1.0, watched)));
        }
    }
    return all;
}

}  // namespace foreshock::incidents
