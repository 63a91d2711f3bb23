#pragma once

#include <cstddef>

namespace foreshock::incidents {

/// A draw without return: `drawn` of `all` things, `marked` of which carry a mark.
struct Draw {
    std::size_t all = 0;
    std::size_t marked = 0;
    std::size_t drawn = 0;
};

/// The chance that at least `hits` of the drawn carry the mark: the upper tail of the
/// hypergeometric distribution, which is Fisher's exact test on one side. 1 for hits = 0; 0 for
/// more hits than can be. Needs marked ≤ all and drawn ≤ all.
/// Source: R. A. Fisher, The Design of Experiments, 1935.
double chance_of_at_least(std::size_t hits, const Draw& draw);

}  // namespace foreshock::incidents
