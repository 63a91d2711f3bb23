#pragma once

namespace foreshock::detectors {

/// The chance of `count` or more events when `mean` are expected and their variance is
/// mean + mean²/shape (negative binomial: a Poisson count whose rate is Gamma-distributed with that
/// shape). A shape beyond 1e6 is Poisson. 1 when count ≤ 0; 0 when mean ≤ 0.
///
/// Source: NIST Digital Library of Mathematical Functions, 8.17 (regularised incomplete beta,
/// I_x(a, b), with the continued fraction 8.17.22) and 8.17.24: P(Y ≥ k) = I_{1−p}(k, r) with
/// p = r/(r + mean). Accurate to about 1e-8 relative or 1e-300. At most 300 steps.
double count_tail(double count, double mean, double shape);

}  // namespace foreshock::detectors
