#include "server/desk/dependency.hpp"

#include <algorithm>

namespace foreshock::desk {
namespace {

using incidents::Incident;
using incidents::IncidentSymptom;
using incidents::Mute;

constexpr std::string_view source = "dependency";
constexpr int chain_max = 8;

Result<MatcherSet> compile_part(const std::vector<Matcher>& matchers, std::size_t index,
                                std::string_view part) {
    Result<MatcherSet> set = MatcherSet::compile(matchers);
    if (set) return set;
    return fail(std::move(set).error().with("dependencies[" + std::to_string(index) + "]." +
                                            std::string{part}));
}

/// The values of those labels in one text that differs when any of them does.
std::string values_of(const LabelMap& labels, const std::vector<std::string>& names) {
    std::string values;
    for (const std::string& name : names) {
        const auto found = labels.find(name);
        values += found == labels.end() ? "" : found->second;
        values += '\0';
    }
    return values;
}

std::set<std::string> dependency_mutes(const Incident& incident) {
    std::set<std::string> ids;
    if (!incident.is_muted()) return ids;
    for (const Mute& mute : incident.muted_by) {
        if (mute.source == source) ids.insert(mute.id);
    }
    return ids;
}

std::string words_of(const Incident& incident) {
    std::string digits = std::to_string(incident.number);
    if (digits.size() < 6) digits.insert(0, 6 - digits.size(), '0');
    return "INC-" + digits + " (" + incident.title + ")";
}

}  // namespace

Result<Dependencies> Dependencies::compile(const std::vector<DependencyRule>& rules) {
    if (rules.size() > rules_max) {
        return fail(Errc::invalid, "dependencies: at most " + std::to_string(rules_max));
    }
    Dependencies made;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        Result<MatcherSet> dependents = compile_part(rules[i].dependents, i, "dependents");
        if (!dependents) return fail(std::move(dependents).error());
        Result<MatcherSet> needs = compile_part(rules[i].needs, i, "needs");
        if (!needs) return fail(std::move(needs).error());
        made.rules_.push_back({rules[i], std::move(*dependents), std::move(*needs)});
    }
    return made;
}

bool Dependencies::note(const Incident& incident) {
    if (rules_.empty()) return false;
    std::vector<LabelMap> labels;
    if (incident.is_open()) {
        for (const IncidentSymptom& known : incident.symptoms)
            labels.push_back(labels_of(known.symptom));
    }
    bool changed = false;
    bool is_cause = false;
    for (Rule& rule : rules_) {
        std::set<std::string> values;
        for (const LabelMap& one : labels) {
            if (rule.needs.matches(one)) values.insert(values_of(one, rule.text.same));
        }
        const auto known = rule.causes.find(incident.id);
        if (values.empty()) {
            changed |= rule.causes.erase(incident.id) > 0;
        } else if (known != rule.causes.end()) {
            is_cause = true;
            changed |= std::exchange(known->second, values) != values;
        } else if (rule.causes.size() < causes_max) {
            is_cause = changed = true;
            rule.causes.emplace(incident.id, std::move(values));
        } else {
            ++causes_refused_;
        }
    }
    names_.erase(incident.id);
    muted_by_.erase(incident.id);
    if (!is_cause) return changed;
    names_.emplace(incident.id, words_of(incident));
    muted_by_.emplace(incident.id, dependency_mutes(incident));
    return changed;
}

bool Dependencies::leads_to(const std::string& cause, const std::string& own, int depth) const {
    if (cause == own) return true;
    const auto further = muted_by_.find(cause);
    // A chain that long is taken for a circle: better a word too many.
    if (further == muted_by_.end() || further->second.empty()) return false;
    if (depth == chain_max) return true;
    return std::any_of(further->second.begin(), further->second.end(),
                       [&](const std::string& next) { return leads_to(next, own, depth + 1); });
}

std::vector<Mute> Dependencies::mutes_of(const LabelMap& labels, const std::string& own) const {
    std::vector<Mute> mutes;
    for (const Rule& rule : rules_) {
        if (rule.causes.empty() || !rule.dependents.matches(labels)) continue;
        const std::string values = values_of(labels, rule.text.same);
        for (const auto& [id, theirs] : rule.causes) {
            if (mutes.size() == Mute::per_symptom_max) return mutes;
            if (!theirs.contains(values) || leads_to(id, own, 0)) continue;
            const bool is_known = std::any_of(mutes.begin(), mutes.end(),
                                              [&id = id](const Mute& one) { return one.id == id; });
            if (is_known) continue;
            mutes.push_back(
                {std::string{source}, id, rule.text.name + ": " + names_.at(id) + " is open"});
        }
    }
    return mutes;
}

}  // namespace foreshock::desk
