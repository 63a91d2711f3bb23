#include "server/incidents/common_factor.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "server/incidents/hypergeometric.hpp"

namespace foreshock::incidents {
namespace {

bool counts(const Fleet::Held& held, TimePoint now, Duration window) {
    return !held.changed_at || (*held.changed_at <= now && now - *held.changed_at <= window);
}

bool has(std::span<const Fleet::Held> traits, Fleet::TraitNumber number, TimePoint now,
         Duration window) {
    const auto found = std::lower_bound(
        traits.begin(), traits.end(), number,
        [](const Fleet::Held& held, Fleet::TraitNumber wanted) { return held.trait < wanted; });
    return found != traits.end() && found->trait == number && counts(*found, now, window);
}

bool is_better(const CommonFactor& a, const CommonFactor& b) {
    const auto key = [](const CommonFactor& one) {
        return std::tie(one.chance, one.name, one.value);
    };
    if (a.chance == b.chance && a.is_change != b.is_change) return a.is_change;
    return key(a) < key(b);
}

using Traits = std::vector<std::span<const Fleet::Held>>;

Traits traits_of(const Fleet& fleet, const std::vector<std::string_view>& hosts) {
    Traits traits;
    traits.reserve(hosts.size());
    for (const std::string_view host : hosts)
        traits.push_back(fleet.held_by(host));
    return traits;
}

std::string odds(double chance) {
    if (chance <= 0) return "never";
    const double one_in = std::min(std::round(1 / chance), 1e9);
    return "1 in " + std::to_string(static_cast<long long>(one_in));
}

}  // namespace

std::optional<CommonFactor> common_factor(const Fleet& fleet, const AffectedHosts& affected,
                                          TimePoint now, Duration change_window) {
    std::optional<CommonFactor> best;
    const Traits kin = traits_of(fleet, affected.kin);
    const Traits rest = traits_of(fleet, affected.rest);
    const std::size_t hosts = 1 + kin.size() + rest.size();
    if (kin.empty() || hosts > fleet.size()) return best;
    for (const Fleet::Held& held : fleet.held_by(affected.fresh)) {
        const Fleet::Trait& trait = fleet.trait(held.trait);
        const bool is_everywhere = trait.hosts * 10 > fleet.size() * 9;
        if (is_everywhere || !counts(held, now, change_window)) continue;
        const auto shared_by = [&](const Traits& others) {
            return static_cast<std::size_t>(std::count_if(
                others.begin(), others.end(),
                [&](const auto& other) { return has(other, held.trait, now, change_window); }));
        };
        const std::size_t of_kin = shared_by(kin);
        if (of_kin * 5 < kin.size() * 4) continue;
        const std::size_t sharing = 1 + of_kin + shared_by(rest);
        CommonFactor factor{trait.name, trait.value, trait.is_change, sharing,
                            hosts,      trait.hosts, fleet.size(),    1};
        factor.chance = chance_of_at_least(sharing, {fleet.size(), trait.hosts, hosts});
        if (!best || is_better(factor, *best)) best = std::move(factor);
    }
    return best;
}

std::string describe(const CommonFactor& factor) {
    const std::string what = factor.is_change ? factor.name + " became " + factor.value
                                              : factor.name + " = " + factor.value;
    return what + ": " + std::to_string(factor.sharing) + " of " + std::to_string(factor.affected) +
           " hosts here, " + std::to_string(factor.fleet_sharing) + " of " +
           std::to_string(factor.fleet) + " in the fleet; by chance " + odds(factor.chance);
}

}  // namespace foreshock::incidents
