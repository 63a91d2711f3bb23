#pragma once

#include <string>
#include <vector>

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// One interface of a bond.
struct BondMember {
    std::string name;
    bool up = false;
    std::uint64_t link_failures = 0;  ///< since it is a member
};

/// /proc/net/bonding/NAME (Documentation/networking/bonding.rst).
struct BondReading {
    bool up = false;
    std::vector<BondMember> members;  ///< at most bond_members_max
};

inline constexpr std::size_t bond_members_max = 32;

/// malformed when the text does not say whether the bond or one of its members is up.
Result<BondReading> parse_bonding(std::string_view text);

/// The bound on bonds with series of their own.
inline constexpr std::size_t bonds_max = 32;

std::span<const SignalDescription> bonding_signals();
Result<std::unique_ptr<Collector>> make_bonding(const CollectorContext& context);

}  // namespace foreshock::collectors
