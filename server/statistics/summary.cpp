#include "server/statistics/summary.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "server/incidents/enum_names.hpp"

namespace foreshock::statistics {
namespace {

using incidents::ClockState;
using incidents::Outcome;

constexpr incidents::EnumNames<Grouping, 6> groupings{
    "grouping", {"none", "category", "service", "team", "week", "priority"}};

constexpr Duration answer_promise = std::chrono::hours{3};
constexpr Duration solution_promise = std::chrono::hours{24};

Duration rank(const std::vector<Duration>& sorted, std::size_t percent) {
    const std::size_t place = (sorted.size() * percent + 99) / 100;
    return sorted[std::max<std::size_t>(place, 1) - 1];
}

Duration sum(const std::vector<Duration>& spans) {
    return std::accumulate(spans.begin(), spans.end(), Duration{0});
}

void count(Attainment& attainment, ClockState state) {
    if (state == ClockState::met) ++attainment.kept;
    if (state == ClockState::missed || state == ClockState::breached) ++attainment.broken;
}

void count(Attainment& attainment, const std::optional<Duration>& span, Duration promise) {
    if (!span) return;
    ++(*span <= promise ? attainment.kept : attainment.broken);
}

void count_outcome(Summary& summary, const IncidentFigures& one) {
    ++summary.incidents;
    if (one.is_open) ++summary.open;
    if (one.outcome == Outcome::recovered) ++summary.recovered;
    if (one.outcome == Outcome::prevented) ++summary.prevented;
    if (one.outcome == Outcome::dismissed) ++summary.false_alarms;
}

template <std::size_t size>
void add(std::array<Duration, size>& sums, const std::array<Duration, size>& spans) {
    for (std::size_t i = 0; i < size; ++i)
        sums[i] += spans[i];
}

template <std::size_t size>
void divide(std::array<Duration, size>& sums, std::size_t by) {
    for (Duration& one : sums)
        one /= static_cast<std::int64_t>(by);
}

std::vector<std::string> keys_of(const IncidentFigures& one, Grouping grouping) {
    switch (grouping) {
        case Grouping::none:
            return {"all"};
        case Grouping::category:
            return {one.category};
        case Grouping::service:
            return one.services.empty() ? std::vector<std::string>{""} : one.services;
        case Grouping::team:
            return {one.team};
        case Grouping::week:
            return {one.week};
        case Grouping::priority:
            return {"P" + std::to_string(one.priority)};
    }
    return {};
}

}  // namespace

Spread spread_of(std::vector<Duration> spans) {
    Spread spread;
    if (spans.empty()) return spread;
    std::sort(spans.begin(), spans.end());
    spread.count = spans.size();
    spread.mean = sum(spans) / static_cast<std::int64_t>(spans.size());
    spread.p50 = rank(spans, 50);
    spread.p90 = rank(spans, 90);
    spread.p95 = rank(spans, 95);
    return spread;
}

std::optional<double> Attainment::share() const {
    if (kept + broken == 0) return std::nullopt;
    return static_cast<double>(kept) / static_cast<double>(kept + broken);
}

Summary summarise(const std::vector<const IncidentFigures*>& figures) {
    Summary summary;
    std::array<std::vector<Duration>, 6> spans;
    for (const IncidentFigures* one : figures) {
        count_outcome(summary, *one);
        const std::optional<Duration> parts[] = {
            one->detect,  one->acknowledge, one->respond,
            one->resolve, one->lead,        one->is_confirmed ? one->resolve : std::nullopt};
        for (std::size_t i = 0; i < spans.size(); ++i)
            if (parts[i]) spans[i].push_back(*parts[i]);
        count(summary.response, one->response);
        count(summary.resolution, one->resolution);
        count(summary.answered_in_3_hours, one->respond, answer_promise);
        count(summary.resolved_in_24_hours, one->resolve, solution_promise);
        add(summary.mean_in_state, one->spent.in_state);
        add(summary.mean_in_tier, one->spent.in_tier);
    }
    summary.detect = spread_of(std::move(spans[0]));
    summary.acknowledge = spread_of(std::move(spans[1]));
    summary.respond = spread_of(std::move(spans[2]));
    summary.resolve = spread_of(std::move(spans[3]));
    summary.lead = spread_of(std::move(spans[4]));
    summary.resolve_confirmed = spread_of(std::move(spans[5]));
    if (summary.incidents > 0) {
        divide(summary.mean_in_state, summary.incidents);
        divide(summary.mean_in_tier, summary.incidents);
    }
    return summary;
}

std::string_view to_string(Grouping grouping) {
    return groupings.text(grouping);
}

Result<Grouping> parse_grouping(std::string_view text) {
    return groupings.parse(text);
}

std::vector<Group> grouped(const std::vector<IncidentFigures>& figures, Grouping grouping) {
    std::map<std::string, std::vector<const IncidentFigures*>> groups;
    for (const IncidentFigures& one : figures) {
        for (std::string& key : keys_of(one, grouping))
            groups[std::move(key)].push_back(&one);
    }
    std::vector<Group> all;
    for (const auto& [key, members] : groups)
        all.push_back({key, summarise(members)});
    return all;
}

}  // namespace foreshock::statistics
