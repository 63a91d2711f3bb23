#include "agent/fact_book.hpp"

#include <algorithm>

namespace foreshock::agent {
namespace {

std::string_view family_of(std::string_view name) {
    const std::size_t dot = name.find('.');
    return dot == std::string_view::npos ? std::string_view{} : name.substr(0, dot);
}

/// Sorts, drops empty values, and keeps the last of each name.
void put_in_order(std::vector<Fact>& facts) {
    std::erase_if(facts, [](const Fact& fact) { return fact.value.empty() || fact.name.empty(); });
    std::stable_sort(facts.begin(), facts.end(),
                     [](const Fact& a, const Fact& b) { return a.name < b.name; });
    std::reverse(facts.begin(), facts.end());
    const auto end = std::unique(facts.begin(), facts.end(),
                                 [](const Fact& a, const Fact& b) { return a.name == b.name; });
    facts.erase(end, facts.end());
    std::reverse(facts.begin(), facts.end());
}

}  // namespace

struct FactBook::Look {
    TimePoint at;
    std::vector<Fact> facts;
    std::vector<std::string> new_families{};  ///< in order
    std::vector<Change> changes{};
    std::vector<Told> told{};

    [[nodiscard]] bool is_of_new_family(std::string_view name) const {
        return std::binary_search(new_families.begin(), new_families.end(), family_of(name));
    }
};

std::vector<Change> FactBook::update(TimePoint at, std::vector<Fact> facts) {
    put_in_order(facts);
    if (facts.size() > facts_max) {
        refused_ += facts.size() - facts_max;
        facts.resize(facts_max);
    }
    Look look{at, std::move(facts)};
    see_families(look);
    merge(look);
    told_ = std::move(look.told);
    remember(look.changes);
    return std::move(look.changes);
}

void FactBook::see_families(Look& look) {
    std::vector<Family> seen;
    for (const Fact& fact : look.facts) {
        const std::string_view name = family_of(fact.name);
        const bool repeats = !seen.empty() && seen.back().name == name;
        if (!repeats) seen.push_back({std::string{name}, look.at});
    }
    // "a" < "a-b.c" < "a.b": the names of facts come in an order that mixes families.
    const auto by_name = [](const Family& a, const Family& b) { return a.name < b.name; };
    std::sort(seen.begin(), seen.end(), by_name);
    std::vector<Family> merged;
    for (Family& family : seen) {
        const bool repeats = !merged.empty() && merged.back().name == family.name;
        if (repeats) continue;
        if (!std::binary_search(families_.begin(), families_.end(), family, by_name)) {
            look.new_families.push_back(family.name);
        }
        merged.push_back(std::move(family));
    }
    for (Family& family : families_) {
        const bool missed = !std::binary_search(seen.begin(), seen.end(), family, by_name);
        if (missed && look.at - family.last_seen < family_grace) {
            merged.push_back(std::move(family));
        }
    }
    std::sort(merged.begin(), merged.end(), by_name);
    families_ = std::move(merged);
}

void FactBook::merge(Look& look) {
    look.told.reserve(std::max(told_.size(), look.facts.size()));
    auto told = told_.begin();
    for (Fact& fact : look.facts) {
        for (; told != told_.end() && told->name < fact.name; ++told)
            take_missing(look, *told);
        if (told != told_.end() && told->name == fact.name) {
            take_known(look, *told++, std::move(fact.value));
        } else {
            take_new(look, fact);
        }
    }
    for (; told != told_.end(); ++told)
        take_missing(look, *told);
}

bool FactBook::may_tell(const Look& look, Told& told) {
    if (look.changes.size() >= changes_max) return false;
    if (look.at - told.window_began >= flap_window) {
        told.window_began = look.at;
        told.tellings = 0;
    }
    if (told.tellings >= tellings_max) return false;
    ++told.tellings;
    return true;
}

void FactBook::tell(Told& told, std::string value) {
    if (news_.size() < facts_max) news_.push_back({told.name, value});
    told.value = std::move(value);
}

void FactBook::take_new(Look& look, Fact& fact) {
    Told told{fact.name, {}};
    if (look.is_of_new_family(fact.name)) {
        tell(told, std::move(fact.value));
    } else if (may_tell(look, told)) {
        look.changes.push_back({look.at, told.name, "", fact.value});
        tell(told, std::move(fact.value));
    } else {
        return;  // still new at the next look
    }
    look.told.push_back(std::move(told));
}

void FactBook::take_known(Look& look, Told& told, std::string value) {
    const bool wavers = told.name == "boot_time" && !told.value.empty();
    if (told.value != value && !wavers && may_tell(look, told)) {
        look.changes.push_back({look.at, told.name, told.value, value});
        tell(told, std::move(value));
    }
    look.told.push_back(std::move(told));
}

void FactBook::take_missing(Look& look, Told& told) {
    if (told.value.empty()) {
        if (look.at - told.window_began < flap_window) look.told.push_back(std::move(told));
        return;
    }
    const std::string_view name = family_of(told.name);
    const auto family = std::lower_bound(
        families_.begin(), families_.end(), name,
        [](const Family& item, std::string_view wanted) { return item.name < wanted; });
    const bool looked = family == families_.end() || family->name != name || name.empty() ||
                        family->last_seen == look.at;
    if (looked && may_tell(look, told)) {
        look.changes.push_back({look.at, told.name, told.value, ""});
        tell(told, {});
    }
    look.told.push_back(std::move(told));
}

void FactBook::remember(const std::vector<Change>& changes) {
    recent_.insert(recent_.end(), changes.begin(), changes.end());
    if (recent_.size() > recent_max) recent_.erase(recent_.begin(), recent_.end() - recent_max);
}

std::vector<Fact> FactBook::facts() const {
    std::vector<Fact> facts;
    for (const Told& told : told_) {
        if (!told.value.empty()) facts.push_back({told.name, told.value});
    }
    return facts;
}

}  // namespace foreshock::agent
