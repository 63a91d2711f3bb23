#include "detectors/engines/count_tail.hpp"

#include <algorithm>
#include <cmath>

namespace foreshock::detectors {
namespace {

constexpr double shape_max = 1e6;
constexpr double tiny = 1e-300;

double away_from_zero(double value) {
    return std::abs(value) < tiny ? tiny : value;
}

/// The continued fraction of I_x(a, b), evaluated by the method of Lentz (DLMF 3.10(iii)).
double beta_fraction(double x, double a, double b) {
    double c = 1;
    double d = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
    double fraction = d;
    for (int step = 1; step <= 150; ++step) {
        const double m = step;
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / away_from_zero(1 + even * d);
        c = away_from_zero(1 + even / c);
        fraction *= c * d;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / away_from_zero(1 + odd * d);
        c = away_from_zero(1 + odd / c);
        const double change = c * d;
        fraction *= change;
        if (std::abs(change - 1) < 1e-10) break;
    }
    return fraction;
}

double log_gamma(double value) {
    int sign = 0;
    return ::lgamma_r(value, &sign);  // std::lgamma writes a global
}

/// I_x(a, b), `y` = 1 − x given apart so that it keeps its digits.
double incomplete_beta(double x, double y, double a, double b) {
    const double log_front =
        log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * std::log(x) + b * std::log(y);
    const double front = std::exp(log_front);
    if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(x, a, b) / a;
    return 1 - front * beta_fraction(y, b, a) / b;
}

}  // namespace

double count_tail(double count, double mean, double shape) {
    if (count <= 0) return 1;
    if (mean <= 0) return 0;
    const double r = std::clamp(shape, 1e-3, shape_max);
    const double tail = incomplete_beta(mean / (r + mean), r / (r + mean), count, r);
    return std::clamp(tail, 0.0, 1.0);
}

}  // namespace foreshock::detectors
