#pragma once

#include <cstddef>
#include <vector>

namespace foreshock::triage {

/// exp(score / temperature) shared out so that all sum to 1: how likely each label is.
std::vector<double> probabilities(const std::vector<double>& scores, double temperature);

/// The scores of a text that the scorer had not learnt, and which label was right.
struct ScoredText {
    std::vector<double> scores;
    std::size_t right = 0;
};

/// The temperature at which the probabilities of the right labels are largest together: then
/// "80 %" is right about four times of five. Source: Guo et al., "On Calibration of Modern Neural
/// Networks", 2017, section 4.2; here by trying 40 values from 0.05 to 12. 1 without texts.
double fitted_temperature(const std::vector<ScoredText>& texts);

}  // namespace foreshock::triage
