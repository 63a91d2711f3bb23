#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "server/desk/matcher.hpp"
#include "server/incidents/incident.hpp"

namespace foreshock::desk {

/// "What matches `dependents` needs what matches `needs`": while an incident with such a symptom is
/// open, symptoms of its dependents say nothing new. `same` names labels whose values must agree.
struct DependencyRule {
    std::string name;  ///< "the shop needs its database"
    std::vector<Matcher> dependents;
    std::vector<Matcher> needs;
    std::vector<std::string> same;
};

/// The rules, and the open incidents that are causes by them. Pure; for one thread.
class Dependencies {
public:
    static constexpr std::size_t rules_max = 200;
    static constexpr std::size_t causes_max = 1000;  ///< open incidents known as causes, per rule

    Dependencies() = default;
    /// invalid, naming the rule (`dependencies[2]`).
    static Result<Dependencies> compile(const std::vector<DependencyRule>& rules);

    /// Takes account of how the incident is now. It is a cause while it is open, its recovery
    /// included, so that what it brought down has time to come back. True when causes came or went.
    bool note(const incidents::Incident& incident);

    /// `own` is the incident that holds the symptom, empty when none does yet: it is no cause, and
    /// neither is one that is muted because of it, through whatever chain.
    [[nodiscard]] std::vector<incidents::Mute> mutes_of(const LabelMap& labels,
                                                        const std::string& own) const;

    [[nodiscard]] bool empty() const { return rules_.empty(); }

    /// Incidents that were causes and found no room.
    [[nodiscard]] std::uint64_t causes_refused() const { return causes_refused_; }

private:
    struct Rule {
        DependencyRule text;
        MatcherSet dependents;
        MatcherSet needs;
        std::map<std::string, std::set<std::string>> causes = {};  // incident id → values of same
    };

    [[nodiscard]] bool leads_to(const std::string& cause, const std::string& own, int depth) const;

    std::vector<Rule> rules_;
    std::map<std::string, std::string> names_;               // of causes, for people
    std::map<std::string, std::set<std::string>> muted_by_;  // causes that are dependents as well
    std::uint64_t causes_refused_ = 0;
};

}  // namespace foreshock::desk
