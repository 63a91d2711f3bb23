#pragma once

#include <string>
#include <vector>

#include "server/triage/features.hpp"

namespace foreshock::triage {

/// A word of the text, and how much it spoke for a label (below zero: against it), in log odds.
struct Clue {
    std::string word;
    double weight = 0;
};

constexpr std::size_t clues_max = 8;

/// Gives each feature's share back to the letters that it came from: whole words, and those parts
/// of Thai phrases that weigh. Equal words are one clue; the heaviest first, at most `clues_max`.
std::vector<Clue> clues(const std::vector<Word>& words, const std::vector<Feature>& features,
                        const std::vector<double>& shares);

}  // namespace foreshock::triage
