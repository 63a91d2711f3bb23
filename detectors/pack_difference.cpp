#include "detectors/pack_difference.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/number.hpp"
#include "detectors/truth.hpp"

namespace foreshock::detectors {
namespace {

bool overlap(const Episode& a, const Episode& b) {
    return (!a.cleared_at || b.raised_at <= *a.cleared_at) &&
           (!b.cleared_at || a.raised_at <= *b.cleared_at);
}

using Subject = std::pair<std::string, std::string>;
using BySubject = std::map<Subject, std::vector<std::size_t>>;

BySubject by_subject(const std::vector<Episode>& episodes) {
    BySubject found;
    for (std::size_t i = 0; i < episodes.size(); ++i)
        found[{episodes[i].kind, episodes[i].component}].push_back(i);
    return found;
}

struct Candidate {
    Duration apart;
    std::size_t a;
    std::size_t b;

    auto operator<=>(const Candidate&) const = default;
};

/// Episodes of one subject never overlap within one pack, so the candidates stay few.
std::vector<Candidate> candidates_of(const std::vector<Episode>& a, const std::vector<Episode>& b) {
    std::vector<Candidate> candidates;
    const BySubject subjects = by_subject(b);
    for (std::size_t i = 0; i < a.size(); ++i) {
        const auto found = subjects.find({a[i].kind, a[i].component});
        if (found == subjects.end()) continue;
        for (const std::size_t j : found->second)
            if (overlap(a[i], b[j]))
                candidates.push_back({std::chrono::abs(a[i].raised_at - b[j].raised_at), i, j});
    }
    std::sort(candidates.begin(), candidates.end());
    return candidates;
}

constexpr std::size_t nobody = static_cast<std::size_t>(-1);

double median_of(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::string counted(std::size_t count, const std::string& one, const std::string& many) {
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string line_of(const Episode& episode) {
    return format_rfc3339(episode.raised_at) + "  " + std::string{to_string(episode.severity)} +
           "  " + episode.kind + "  " + episode.component + "\n";
}

const ScoredForecast* score_of(const Episode& episode, const BacktestReport& report) {
    const auto found = std::find_if(
        report.scores.begin(), report.scores.end(), [&episode](const ScoredForecast& score) {
            return score.kind == episode.kind && score.subject.component == episode.component &&
                   score.raised_at == episode.raised_at;
        });
    return found == report.scores.end() || !came_true(found->verdict) ? nullptr : &*found;
}

std::string in_percent(double ratio) {
    return describe_number(std::round(ratio * 1000) / 10) + " %";
}

/// What of a pair is not the same; empty when all is.
std::string change_of(const EpisodePair& pair, const BacktestReport& a, const BacktestReport& b) {
    std::string text;
    const Duration earlier = pair.earlier_in_b();
    if (earlier != Duration{0})
        text += "  " + describe_duration(std::chrono::abs(earlier)) +
                (earlier > Duration{0} ? " earlier" : " later");
    if (pair.a.severity != pair.b.severity)
        text += "  " + std::string{to_string(pair.a.severity)} + " → " +
                std::string{to_string(pair.b.severity)};
    const ScoredForecast* score_a = score_of(pair.a, a);
    const ScoredForecast* score_b = score_of(pair.b, b);
    if (score_a && score_b && error_ratio(*score_a) != error_ratio(*score_b))
        text += "  off by " + in_percent(error_ratio(*score_a)) + " → " +
                in_percent(error_ratio(*score_b));
    return text;
}

std::string section(const std::string& title, const std::vector<Episode>& episodes) {
    if (episodes.empty()) return {};
    std::string text = title + "\n";
    for (const Episode& episode : episodes)
        text += "  " + line_of(episode);
    return text + "\n";
}

}  // namespace

PackDifference compare_episodes(const std::vector<Episode>& a, const std::vector<Episode>& b) {
    std::vector<std::size_t> partner(a.size(), nobody);
    std::vector<bool> taken(b.size());
    for (const Candidate& candidate : candidates_of(a, b)) {
        if (partner[candidate.a] != nobody || taken[candidate.b]) continue;
        partner[candidate.a] = candidate.b;
        taken[candidate.b] = true;
    }
    PackDifference difference;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (partner[i] == nobody)
            difference.only_in_a.push_back(a[i]);
        else
            difference.in_both.push_back({a[i], b[partner[i]]});
    }
    for (std::size_t j = 0; j < b.size(); ++j)
        if (!taken[j]) difference.only_in_b.push_back(b[j]);
    return difference;
}

BacktestSum sum_of(const BacktestReport& report) {
    BacktestSum sum;
    sum.alarms = report.episodes.size();
    sum.misses = report.unannounced;
    const double weeks = to_seconds(report.to - report.from) / to_seconds(std::chrono::weeks{1});
    if (weeks > 0) sum.alarms_per_host_week = static_cast<double>(sum.alarms) / weeks;
    std::vector<Duration> leads;
    std::vector<double> errors;
    for (const ScoredForecast& score : report.scores) {
        if (came_true(score.verdict)) {
            ++sum.hits;
            leads.push_back(score.lead());
            errors.push_back(std::abs(error_ratio(score)));
        } else if (score.verdict == ForecastVerdict::never) {
            ++sum.false_alarms;
        } else {
            ++sum.undecided;
        }
    }
    sum.median_lead = median(std::move(leads));
    sum.median_error_ratio = median_of(std::move(errors));
    return sum;
}

std::string render_sum(const BacktestSum& sum) {
    std::string text = counted(sum.alarms, "alarm", "alarms") + " (" +
                       describe_number(sum.alarms_per_host_week) + " per host and week), " +
                       counted(sum.hits, "hit", "hits") + ", " +
                       counted(sum.false_alarms, "false alarm", "false alarms") + ", " +
                       counted(sum.misses, "miss", "misses");
    if (sum.undecided > 0) text += ", " + std::to_string(sum.undecided) + " undecided";
    if (sum.hits > 0)
        text += ", median lead " + describe_duration(sum.median_lead) + ", median error " +
                in_percent(sum.median_error_ratio);
    return text;
}

std::string render_difference(const PackDifference& difference, const BacktestReport& a,
                              const BacktestReport& b, const std::string& name_a,
                              const std::string& name_b) {
    std::string text = section("Only in A (" + name_a + ")", difference.only_in_a) +
                       section("Only in B (" + name_b + ")", difference.only_in_b);
    std::string moved;
    std::size_t same = 0;
    for (const EpisodePair& pair : difference.in_both) {
        const std::string change = change_of(pair, a, b);
        same += change.empty() ? 1 : 0;
        if (change.empty()) continue;
        std::string line = line_of(pair.a);
        line.pop_back();
        moved += "  " + line + change + "\n";
    }
    if (!moved.empty()) text += "In both, and not the same in B\n" + moved + "\n";
    text += counted(same, "episode is", "episodes are") + " the same in both\n";
    text += "A: " + render_sum(sum_of(a)) + "\n";
    return text + "B: " + render_sum(sum_of(b)) + "\n";
}

}  // namespace foreshock::detectors
