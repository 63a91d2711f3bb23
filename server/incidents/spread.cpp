#include "server/incidents/spread.hpp"

#include <algorithm>

#include "server/incidents/common_factor.hpp"
#include "server/incidents/scale.hpp"

namespace foreshock::incidents {
namespace {

using std::chrono::minutes;

// Looked at for what they share: of one incident, and of all.
constexpr std::size_t factor_hosts_max = 20;
constexpr std::size_t affected_hosts_max = 60;

bool leads_to(const Symptom& cause, const Symptom& effect) {
    return std::find(cause.leads_to.begin(), cause.leads_to.end(), effect.kind) !=
           cause.leads_to.end();
}

bool still_counts(const IncidentSymptom& known, const SpreadView& view) {
    return known.is_active() || view.now - *known.cleared_at <= view.settings.correlation_window;
}

bool is_related(const Symptom& fresh, const IncidentSymptom& known, const SpreadView& view) {
    return known.symptom.subject.host != fresh.subject.host && still_counts(known, view) &&
           relation_of(fresh, known.symptom) != Relation::none;
}

/// The related symptom nearest in time to the new one.
const Symptom* nearest_related(const Symptom& fresh, const Incident& candidate,
                               const SpreadView& view) {
    // From the newest on, which are mostly near: the others need no look at their kinds. Of those
    // that are equally near the first counts.
    const Symptom* nearest = nullptr;
    Duration apart{0};
    for (auto known = candidate.symptoms.rbegin(); known != candidate.symptoms.rend(); ++known) {
        const Duration between = time_apart(fresh, known->symptom);
        if ((nearest && between > apart) || !is_related(fresh, *known, view)) continue;
        nearest = &known->symptom;
        apart = between;
    }
    return nearest;
}

bool is_within_burst(std::optional<TimePoint> at, const SpreadView& view) {
    return at && view.now - *at <= burst_window;
}

/// At most `room` of the candidate.
void add_affected(const Symptom& fresh, const Incident& candidate, const SpreadView& view,
                  std::vector<std::string_view>& hosts, std::size_t room = factor_hosts_max) {
    for (const IncidentSymptom& known : candidate.symptoms) {
        if (room == 0 || hosts.size() >= affected_hosts_max) return;
        const std::string_view host = known.symptom.subject.host;
        if (!is_related(fresh, known, view)) continue;
        if (std::find(hosts.begin(), hosts.end(), host) != hosts.end()) continue;
        hosts.push_back(host);
        --room;
    }
}

const std::vector<std::string_view>& all_affected(const Symptom& fresh, const SpreadView& view) {
    if (!view.affected) {
        view.affected.emplace();
        for (const Incident* candidate : view.candidates)
            add_affected(fresh, *candidate, view, *view.affected);
    }
    return *view.affected;
}

AffectedHosts affected_hosts(const Symptom& fresh, const Incident& candidate,
                             const SpreadView& view) {
    AffectedHosts hosts{fresh.subject.host, {}, {}};
    add_affected(fresh, candidate, view, hosts.kin);
    for (const std::string_view host : all_affected(fresh, view)) {
        const bool is_kin = std::find(hosts.kin.begin(), hosts.kin.end(), host) != hosts.kin.end();
        if (!is_kin) hosts.rest.push_back(host);
    }
    return hosts;
}

std::optional<TimePoint> newest_related_onset(const Symptom& fresh, const Incident& candidate,
                                              const SpreadView& view) {
    std::optional<TimePoint> newest = candidate.beyond.newest_at;
    for (const IncidentSymptom& known : candidate.symptoms) {
        if (!is_related(fresh, known, view)) continue;
        newest = std::max(newest.value_or(known.symptom.onset), known.symptom.onset);
    }
    return newest;
}

void weigh_relation(const Symptom& fresh, const Symptom& known, Scale& scale) {
    const Relation relation = relation_of(fresh, known);
    if (relation == Relation::same_kind) {
        return scale.add(0.3, "same_kind", [&] {
            return fresh.kind + " is there on " + known.subject.host + " as well";
        });
    }
    const Symptom& cause = relation == Relation::causes_it ? fresh : known;
    const Symptom& effect = relation == Relation::causes_it ? known : fresh;
    scale.add(0.3, "known_cause", [&] {
        return cause.kind + " on " + cause.subject.host + " leads to " + effect.kind + " on " +
               effect.subject.host;
    });
}

/// `since_newest`: when the newest member came, where there are any.
void weigh_time(const Symptom& fresh, const Symptom& known, std::optional<Duration> since_newest,
                Scale& scale) {
    const Duration between =
        since_newest ? std::min(time_apart(fresh, known), *since_newest) : time_apart(fresh, known);
    if (between > minutes{5}) return;
    scale.add(between <= minutes{1} ? 0.2 : 0.1, "close_in_time",
              [&] { return "raised " + describe_duration(between) + " apart"; });
}

double weight_of_chance(double chance) {
    if (chance <= 0.001) return 0.4;
    if (chance <= 0.01) return 0.3;
    if (chance <= 0.05) return 0.2;
    return chance <= 0.2 ? 0.1 : 0;
}

void weigh_common_factor(const Symptom& fresh, const Incident& candidate, const SpreadView& view,
                         Scale& scale) {
    const auto factor = common_factor(view.fleet, affected_hosts(fresh, candidate, view), view.now,
                                      view.settings.change_window);
    if (!factor) return;
    const double weight = weight_of_chance(factor->chance);
    if (weight <= 0) return;
    scale.add(weight, factor->is_change ? "common_change" : "common_factor",
              [&] { return describe(*factor); });
}

void weigh_burst(const Burst& burst, Scale& scale) {
    if (burst.hosts < burst.needed) return;
    scale.add(0.2, "burst", [&] {
        return std::to_string(burst.hosts) + " hosts or more have it within " +
               describe_duration(burst_window) + "; from " + std::to_string(burst.needed) +
               " on it is taken for one cause";
    });
}

}  // namespace

Duration time_apart(const Symptom& a, const Symptom& b) {
    return a.onset > b.onset ? a.onset - b.onset : b.onset - a.onset;
}

Relation relation_of(const Symptom& fresh, const Symptom& known) {
    if (fresh.kind == known.kind) return Relation::same_kind;
    if (leads_to(known, fresh)) return Relation::caused_by_it;
    return leads_to(fresh, known) ? Relation::causes_it : Relation::none;
}

std::size_t burst_hosts_needed(std::size_t fleet, const Settings& settings) {
    return std::clamp(fleet / 200, settings.burst_hosts_min, settings.burst_hosts_max);
}

Kinship spread_kinship(const Symptom& fresh, const Incident& candidate, const SpreadView& view) {
    Kinship found;
    const Symptom* known = nearest_related(fresh, candidate, view);
    if (!known) return found;
    Scale scale{&found, view.telling};
    weigh_relation(fresh, *known, scale);
    std::optional<Duration> since_newest;
    if (candidate.beyond.newest_at) since_newest = view.now - *candidate.beyond.newest_at;
    weigh_time(fresh, *known, since_newest, scale);
    weigh_burst(view.burst, scale);
    // In a storm it is dear and nobody reads it.
    const bool is_clear =
        candidate.symptoms_beyond > 0 && scale.score() + 1e-9 >= view.settings.join_score;
    if (!is_clear) weigh_common_factor(fresh, candidate, view, scale);
    found.score = scale.score();
    return found;
}

SpreadView view_of(const Symptom& fresh, SpreadView empty) {
    SpreadView view = std::move(empty);
    view.burst = {1, burst_hosts_needed(view.fleet.size(), view.settings)};
    std::vector<std::string_view> of_burst;
    for (const Incident* candidate : view.candidates) {
        // Members alone may tell: in a storm nobody looks through what is kept whole.
        if (!is_within_burst(candidate->beyond.newest_at, view) &&
            !is_within_burst(newest_related_onset(fresh, *candidate, view), view)) {
            continue;
        }
        view.burst.hosts += candidate->beyond.hosts;
        if (view.burst.hosts < view.burst.needed) {
            add_affected(fresh, *candidate, view, of_burst, affected_hosts_max);
        }
    }
    view.burst.hosts += of_burst.size();
    return view;
}

}  // namespace foreshock::incidents
