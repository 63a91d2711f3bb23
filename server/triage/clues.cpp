#include "server/triage/clues.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>
#include <numeric>

namespace foreshock::triage {
namespace {

constexpr double weight_least = 0.01;  // a clue below it did not decide anything
constexpr double part_least = 0.25;    // of the heaviest cluster of a phrase

using WeightsOfPieces = std::vector<double>;

std::vector<WeightsOfPieces> weigh_pieces(const std::vector<Word>& words,
                                          const std::vector<Feature>& features,
                                          const std::vector<double>& shares) {
    std::vector<WeightsOfPieces> weights;
    for (const Word& word : words)
        weights.emplace_back(word.pieces.size());
    for (std::size_t i = 0; i < features.size(); ++i) {
        const Feature& feature = features[i];
        for (std::size_t k = 0; k < feature.pieces; ++k)
            weights[feature.word][feature.first_piece + k] += shares[i] / feature.pieces;
    }
    return weights;
}

void add_parts(const Word& word, const WeightsOfPieces& weights,
               std::map<std::string, double>& found) {
    double heaviest = 0;
    for (const double weight : weights)
        heaviest = std::max(heaviest, std::abs(weight));
    const auto side = [&](std::size_t i) {
        if (std::abs(weights[i]) < part_least * heaviest) return 0;
        return weights[i] > 0 ? 1 : -1;
    };
    for (std::size_t first = 0; first < weights.size();) {
        std::size_t end = first + 1;
        while (end < weights.size() && side(end) == side(first))
            ++end;
        if (side(first) != 0) {
            double sum = 0;
            for (std::size_t i = first; i < end; ++i)
                sum += weights[i];
            found[word.text(first, end - first)] += sum;
        }
        first = end;
    }
}

}  // namespace

std::vector<Clue> clues(const std::vector<Word>& words, const std::vector<Feature>& features,
                        const std::vector<double>& shares) {
    assert(features.size() == shares.size());
    const std::vector<WeightsOfPieces> weights = weigh_pieces(words, features, shares);
    std::map<std::string, double> found;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].is_thai) {
            add_parts(words[i], weights[i], found);
        } else {
            found[words[i].text()] += std::accumulate(weights[i].begin(), weights[i].end(), 0.0);
        }
    }
    std::vector<Clue> all;
    for (const auto& [word, weight] : found) {
        if (std::abs(weight) >= weight_least) all.push_back({word, weight});
    }
    std::stable_sort(all.begin(), all.end(), [](const Clue& a, const Clue& b) {
        return std::abs(a.weight) > std::abs(b.weight);
    });
    if (all.size() > clues_max) all.resize(clues_max);
    return all;
}

}  // namespace foreshock::triage
