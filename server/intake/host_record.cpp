#include "server/intake/host_record.hpp"

#include <algorithm>

namespace foreshock::intake {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// Agents tick more often than they report: a report's ticks tell how much time it speaks of.
Duration spoken_time(const wire::Report& report) {
    const auto ticks = static_cast<std::int64_t>(report.ticks.size());
    const Duration whole = std::min<Duration>(report.interval * ticks, minutes{1});
    return std::clamp<Duration>(std::max(whole, report.interval), seconds{1},
                                std::chrono::hours{1});
}

void merge_facts(std::vector<Fact>& facts, const std::vector<Fact>& news) {
    for (const Fact& fact : news) {
        const auto at =
            std::lower_bound(facts.begin(), facts.end(), fact.name,
                             [](const Fact& a, const std::string& name) { return a.name < name; });
        const bool is_known = at != facts.end() && at->name == fact.name;
        if (fact.value.empty()) {
            if (is_known) facts.erase(at);
        } else if (is_known) {
            at->value = fact.value;
        } else if (facts.size() < facts_max) {
            facts.insert(at, fact);
        }
    }
}

constexpr std::string_view dependency_family = "dependency.";

// What a new run of the agent has not seen again is kept for a while: it has only begun to look.
void merge_dependencies(incidents::Host& host, TimePoint now) {
    using incidents::LearnedDependency;
    std::vector<LearnedDependency>& known = host.dependencies;
    const auto by_peer = [](const LearnedDependency& a, std::string_view peer) {
        return a.peer < peer;
    };
    auto fact =
        std::lower_bound(host.facts.begin(), host.facts.end(), dependency_family,
                         [](const Fact& a, std::string_view name) { return a.name < name; });
    for (; fact != host.facts.end() && fact->name.starts_with(dependency_family); ++fact) {
        const std::string_view peer = std::string_view{fact->name}.substr(dependency_family.size());
        const std::string unit = fact->value == "connected" ? "" : fact->value;
        const auto at = std::lower_bound(known.begin(), known.end(), peer, by_peer);
        if (at != known.end() && at->peer == peer) {
            at->last_seen = now;
            at->unit = unit;
        } else if (known.size() < LearnedDependency::per_host_max) {
            known.insert(at, {std::string{peer}, unit, now, now});
        }
    }
    std::erase_if(known, [now](const LearnedDependency& one) {
        return now - one.last_seen > LearnedDependency::kept;
    });
}

void start_run(incidents::Host& host, const wire::Report& report) {
    host.run_id = report.run_id;
    host.boot_id = report.boot_id;
    host.sequence = 0;
    host.report_interval = spoken_time(report);
    // The first live report of a run carries all facts; what it does not name is gone.
    if (!report.replay && !report.facts.empty()) host.facts.clear();
}

}  // namespace

void merge_changes(std::vector<Change>& changes, const std::vector<Change>& news) {
    if (news.empty()) return;
    changes.insert(changes.end(), news.begin(), news.end());
    std::stable_sort(changes.begin(), changes.end(),
                     [](const Change& a, const Change& b) { return a.at > b.at; });
    if (changes.size() > changes_max) changes.resize(changes_max);
}

bool is_of_earlier_run(const incidents::Host& known, const wire::Report& report) {
    return report.replay && !known.run_id.empty() && known.run_id != report.run_id;
}

incidents::Host merged_host(const incidents::Host* known, const wire::Report& report,
                            TimePoint received_at) {
    incidents::Host host = known ? *known : incidents::Host{};
    if (!known) {
        host.id = report.agent_id;
        host.first_seen = received_at;
    }
    merge_report(host, report, received_at);
    return host;
}

void merge_report(incidents::Host& host, const wire::Report& report, TimePoint received_at) {
    host.last_seen = std::max(received_at, host.last_seen);
    merge_changes(host.changes, report.changes);
    if (is_of_earlier_run(host, report)) return;

    host.name = report.host_name.empty() ? report.agent_id : report.host_name;
    if (host.run_id != report.run_id) start_run(host, report);
    host.sequence = report.sequence;
    merge_facts(host.facts, report.facts);
    merge_dependencies(host, host.last_seen);
    host.goodbye = report.goodbye;
    host.presence = report.goodbye == Goodbye::none ? incidents::Presence::present
                                                    : incidents::Presence::expected_away;
    if (!report.replay) {
        host.clock_skew = report.sent_at - received_at;
        host.report_interval = std::max(host.report_interval, spoken_time(report));
    }
}

}  // namespace foreshock::intake
