#include "server/incidents/hypergeometric.hpp"

#include <algorithm>
#include <cmath>

namespace foreshock::incidents {
namespace {

double log_choose(std::size_t n, std::size_t k) {
    // std::lgamma writes a global.
    const auto factorial = [](std::size_t x) {
        int sign = 0;
        return ::lgamma_r(static_cast<double>(x) + 1, &sign);
    };
    return factorial(n) - factorial(k) - factorial(n - k);
}

}  // namespace

double chance_of_at_least(std::size_t hits, const Draw& draw) {
    if (hits == 0) return 1;
    const std::size_t most = std::min(draw.marked, draw.drawn);
    const std::size_t unmarked = draw.all - draw.marked;
    double chance = 0;
    for (std::size_t k = hits; k <= most; ++k) {
        if (draw.drawn - k > unmarked) continue;
        chance += std::exp(log_choose(draw.marked, k) + log_choose(unmarked, draw.drawn - k) -
                           log_choose(draw.all, draw.drawn));
    }
    return std::min(chance, 1.0);
}

}  // namespace foreshock::incidents
