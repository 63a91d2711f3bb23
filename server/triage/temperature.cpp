#include "server/triage/temperature.hpp"

#include <algorithm>
#include <cmath>

namespace foreshock::triage {
namespace {

constexpr int steps = 40;
constexpr double least = 0.05;
constexpr double step = 1.15;
constexpr double impossible = 1e-9;  // keeps one sure mistake from deciding alone

double log_loss(const std::vector<ScoredText>& texts, double temperature) {
    double loss = 0;
    for (const ScoredText& text : texts) {
        loss -= std::log(std::max(probabilities(text.scores, temperature)[text.right], impossible));
    }
    return loss;
}

}  // namespace

std::vector<double> probabilities(const std::vector<double>& scores, double temperature) {
    std::vector<double> shares(scores.size());
    if (scores.empty()) return shares;
    const double highest = *std::max_element(scores.begin(), scores.end());
    double sum = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        shares[i] = std::exp((scores[i] - highest) / temperature);
        sum += shares[i];
    }
    for (double& share : shares)
        share /= sum;
    return shares;
}

double fitted_temperature(const std::vector<ScoredText>& texts) {
    if (texts.empty()) return 1;
    double best = least;
    double best_loss = log_loss(texts, best);
    double candidate = least;
    for (int i = 1; i < steps; ++i) {
        candidate *= step;
        const double loss = log_loss(texts, candidate);
        if (loss >= best_loss) continue;
        best = candidate;
        best_loss = loss;
    }
    return best;
}

}  // namespace foreshock::triage
