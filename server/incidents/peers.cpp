#include "server/incidents/peers.hpp"

#include <algorithm>
#include <cmath>

#include "core/hash.hpp"
#include "core/number.hpp"

namespace foreshock::incidents {
namespace {

constexpr double normal_quartile = 0.6745;
constexpr std::string_view component_prefix = "signal ";

double median_of(std::vector<double>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

double score(double distance, double mad) {
    if (mad > 0) return normal_quartile * distance / mad;
    return distance > 0 ? HUGE_VAL : 0;
}

std::string rounded(double value) {
    return format_double(std::abs(value) < 10 ? std::round(value * 1000) / 1000
                                              : std::round(value));
}

const std::string guide_text =
    "Hosts with the same task usually look alike. This one moved away from the others while they "
    "stayed where they were. Compare what differs: the version that runs, its settings, its share "
    "of the load (does the balancer send it more or less?), its hardware (a slow disk, a throttled "
    "core), a neighbour on the same machine. The change list of the host is the first place.";

std::optional<std::string> label_group(const ServiceHost& host, const std::string& name) {
    for (const std::string& label : host.labels) {
        if (label.starts_with(name) && label.size() > name.size() && label[name.size()] == '=') {
            return label;
        }
    }
    return std::nullopt;
}

}  // namespace

std::vector<PeerSignal> stock_peer_signals() {
    return {{"cpu.time.busy_ratio", 0.2},   {"cpu.time.iowait_ratio", 0.1},
            {"cpu.time.steal_ratio", 0.05}, {"memory.ram.available_bytes", 256 << 20},
            {"load.tasks.total_count", 50}, {"cpu.tasks.switches_per_second", 2000}};
}

PeerGroups peer_groups(const ServiceMap& services, const std::vector<ServiceHost>& hosts,
                       const PeersSettings& settings) {
    std::unordered_map<std::string, std::size_t> sizes;
    for (const ServiceHost& host : hosts) {
        for (const std::string& name : settings.group_by) {
            if (const auto group = label_group(host, name)) ++sizes[*group];
        }
    }
    PeerGroups groups;
    for (const ServiceHost& host : hosts) {
        std::string& group = groups.group_of[host.name];
        for (const Service* service : services.services_on(host.name)) {
            if (!group.empty() || services.hosts_of(*service).size() <= settings.peers_min)
                continue;
            group = "service " + service->name;
        }
        for (const std::string& name : settings.group_by) {
            const auto by_label = label_group(host, name);
            if (group.empty() && by_label && sizes[*by_label] > settings.peers_min) {
                group = *by_label;
            }
        }
        if (group.empty()) groups.group_of.erase(host.name);
    }
    return groups;
}

std::optional<std::size_t> PeersDetector::signal_of(const Labels& labels,
                                                    std::string_view signal) const {
    if (!labels.empty()) return std::nullopt;
    for (std::size_t i = 0; i < settings_.signals.size(); ++i) {
        if (settings_.signals[i].signal == signal) return i;
    }
    return std::nullopt;
}

PeersDetector::Row* PeersDetector::row_of(const std::string& host) {
    const auto found = rows_.find(host);
    if (found != rows_.end()) return &found->second;
    if (rows_.size() >= settings_.hosts_max) {
        ++hosts_refused_;
        return nullptr;
    }
    return &rows_.emplace(host, Row(settings_.signals.size())).first->second;
}

void PeersDetector::observe(const std::string& host, std::size_t signal, double value) {
    if (!std::isfinite(value)) return;
    Row* row = row_of(host);
    if (!row) return;
    (*row)[signal].sum += value;
    ++(*row)[signal].count;
}

std::vector<Symptom> PeersDetector::advance(TimePoint now, const PeerGroups& groups) {
    std::vector<Symptom> said;
    if (!judged_at_ || now < *judged_at_) judged_at_ = now;
    if (now - *judged_at_ < settings_.period) return said;
    judged_at_ = now;
    for (std::size_t signal = 0; signal < settings_.signals.size(); ++signal) {
        std::map<std::string_view, std::vector<Member>> by_group;
        for (auto& [host, row] : rows_) {
            Cell& cell = row[signal];
            const auto group = groups.group_of.find(host);
            if (cell.count == 0) continue;
            const double mean = cell.sum / static_cast<double>(std::exchange(cell.count, 0));
            cell.sum = 0;
            if (group == groups.group_of.end()) continue;
            if (cell.group != group->second && !cell.said) cell = Cell{};
            cell.group = group->second;
            cell.seen_at = now;
            by_group[group->second].push_back({&host, &cell, mean});
        }
        for (auto& [group, members] : by_group)
            judge_group(signal, members, now, said);
    }
    clear_gone(now, said);
    return said;
}

void PeersDetector::judge_group(std::size_t signal, std::vector<Member>& members, TimePoint now,
                                std::vector<Symptom>& out) {
    std::vector<double> values;
    for (const Member& member : members) {
        if (!member.cell->said) values.push_back(member.value);
    }
    if (values.size() < settings_.peers_min) return;
    Spread spread;
    spread.peers = values.size();
    spread.median = median_of(values);
    for (double& value : values)
        value = std::abs(value - spread.median);
    spread.mad = median_of(values);
    const auto outside = std::count_if(members.begin(), members.end(), [&](const Member& member) {
        return is_outside(member, spread, signal);
    });
    const bool group_moves = static_cast<std::size_t>(outside) * 3 > members.size();
    for (const Member& member : members)
        judge({member, spread, signal, now}, group_moves, out);
}

void PeersDetector::judge(const Verdict& verdict, bool group_moves, std::vector<Symptom>& out) {
    const auto& [member, spread, signal, now] = verdict;
    Cell& cell = *member.cell;
    if (is_outside(member, spread, signal)) {
        cell.inside_since.reset();
        if (!cell.outside_since) cell.outside_since = now;
    } else if (is_inside(member, spread, signal)) {
        cell.outside_since.reset();
        if (!cell.inside_since) cell.inside_since = now;
        cell.alike += settings_.period;
    }
    if (cell.said) {
        const bool is_back = cell.inside_since && now - *cell.inside_since >= settings_.clear_after;
        if (is_back)
            out.push_back(cleared(cell, "like_peers_again", "is like its peers again", now));
        return;
    }
    const bool has_others = spread.peers > settings_.peers_min;
    const bool has_drifted = cell.outside_since && cell.alike >= settings_.alike_for &&
                             now - *cell.outside_since >= settings_.hold_for;
    if (!has_drifted || !has_others || group_moves) return;
    cell.said = raised(verdict);
    out.push_back(*cell.said);
}

void PeersDetector::clear_gone(TimePoint now, std::vector<Symptom>& out) {
    for (auto row = rows_.begin(); row != rows_.end();) {
        bool is_empty = true;
        for (Cell& cell : row->second) {
            if (cell.said && !cell.seen_at) cell.seen_at = now;  // restored
            const bool is_gone = cell.seen_at && now - *cell.seen_at >= settings_.gone_after;
            if (is_gone && cell.said) {
                out.push_back(cleared(cell, "not_compared", "is not compared any more", now));
            }
            if (is_gone) cell = Cell{};
            is_empty = is_empty && !cell.seen_at && cell.count == 0;
        }
        row = is_empty ? rows_.erase(row) : std::next(row);
    }
}

double PeersDetector::least_distance(const Spread& spread, std::size_t signal) const {
    return std::max(settings_.signals[signal].least,
                    settings_.least_share * std::abs(spread.median));
}

bool PeersDetector::is_outside(const Member& member, const Spread& spread,
                               std::size_t signal) const {
    const double distance = std::abs(member.value - spread.median);
    return distance >= least_distance(spread, signal) &&
           score(distance, spread.mad) >= settings_.enter;
}

bool PeersDetector::is_inside(const Member& member, const Spread& spread,
                              std::size_t signal) const {
    const double distance = std::abs(member.value - spread.median);
    return distance < least_distance(spread, signal) / 2 ||
           score(distance, spread.mad) < settings_.leave;
}

std::vector<Symptom> PeersDetector::say_again(std::string_view host, TimePoint now) const {
    std::vector<Symptom> said;
    const auto row = rows_.find(host);
    if (row == rows_.end()) return said;
    for (const Cell& cell : row->second) {
        if (!cell.said) continue;
        said.push_back(*cell.said);
        said.back().status = SymptomStatus::updated;
        said.back().observed_at = now;
    }
    return said;
}

std::vector<LearnedLikeness> PeersDetector::learned(std::string_view host) const {
    std::vector<LearnedLikeness> learned;
    const auto row = rows_.find(host);
    if (row == rows_.end()) return learned;
    for (std::size_t i = 0; i < row->second.size(); ++i) {
        const Cell& cell = row->second[i];
        if (cell.alike > Duration{0} && !cell.group.empty()) {
            learned.push_back({settings_.signals[i].signal, cell.group, cell.alike});
        }
    }
    return learned;
}

void PeersDetector::recall(const std::string& host, const std::vector<LearnedLikeness>& learned,
                           TimePoint now) {
    for (const LearnedLikeness& one : learned) {
        const auto signal = signal_of({}, one.signal);
        Row* row = signal ? row_of(host) : nullptr;
        if (!row) continue;
        Cell& cell = (*row)[*signal];
        cell.group = one.group;
        cell.alike = one.alike;
        cell.seen_at = now;
    }
}

std::vector<std::string> PeersDetector::hosts_after(std::string_view host,
                                                    std::size_t count) const {
    std::vector<std::string> names;
    for (auto row = rows_.upper_bound(host); row != rows_.end() && names.size() < count; ++row)
        names.push_back(row->first);
    return names;
}

void PeersDetector::forget(std::string_view host) {
    const auto row = rows_.find(host);
    if (row != rows_.end()) rows_.erase(row);
}

void PeersDetector::restore(const Symptom& symptom) {
    const std::string_view component = symptom.subject.component;
    if (!component.starts_with(component_prefix)) return;
    const auto signal = signal_of({}, component.substr(component_prefix.size()));
    Row* row = signal ? row_of(symptom.subject.host) : nullptr;
    if (!row) return;
    Cell& cell = (*row)[*signal];
    cell.said = symptom;
    cell.alike = settings_.alike_for;
}

Symptom PeersDetector::raised(const Verdict& verdict) const {
    const auto& [member, spread, signal, now] = verdict;
    const PeerSignal& compared = settings_.signals[signal];
    const Cell& cell = *member.cell;
    const std::size_t peers = spread.peers - 1;
    Symptom symptom;
    symptom.id = stable_id({peer_drift_kind, *member.host, compared.signal,
                            std::to_string(to_unix_ms(*cell.outside_since))});
    symptom.kind = peer_drift_kind;
    symptom.category = "performance";
    symptom.subcategory = "peers";
    symptom.subject = {*member.host, std::string{component_prefix} + compared.signal};
    symptom.phase = Phase::impending;
    symptom.severity = Severity::warning;
    symptom.status = SymptomStatus::raised;
    symptom.first_sign = *cell.outside_since;
    symptom.onset = now;
    symptom.observed_at = now;
    symptom.reason = "away_from_peers";
    symptom.sentence = *member.host + " drifts from its " + std::to_string(peers) + " peers (" +
                       cell.group + "): " + compared.signal + " is " + rounded(member.value) +
                       ", their median " + rounded(spread.median) + ", for " +
                       describe_duration(now - *cell.outside_since);
    symptom.evidence.push_back(
        {compared.signal, Labels{}, member.value, spread.median, settings_.hold_for,
         "modified z-score " +
             rounded(std::min(score(std::abs(member.value - spread.median), spread.mad), 999.0)) +
             ", told from " + rounded(settings_.enter) + "; MAD " + rounded(spread.mad)});
    symptom.impact = 3;
    symptom.guide = guide_text;
    symptom.questions = {"Was something changed on " + *member.host + " alone?"};
    return symptom;
}

Symptom PeersDetector::cleared(Cell& cell, std::string_view reason, const std::string& why,
                               TimePoint now) {
    Symptom symptom = std::move(*cell.said);
    cell.said.reset();
    cell.outside_since.reset();
    symptom.status = SymptomStatus::cleared;
    symptom.observed_at = now;
    symptom.reason = reason;
    symptom.sentence = symptom.subject.host + " " + why + " by " +
                       symptom.subject.component.substr(component_prefix.size());
    return symptom;
}

}  // namespace foreshock::incidents
