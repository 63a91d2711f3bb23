#pragma once

#include <cstdint>
#include <vector>

#include "server/triage/words.hpp"

namespace foreshock::triage {

/// Features are told apart by a hash: two that share a bucket count as one. The seed fills about a
/// thirtieth of them.
constexpr std::uint32_t buckets = 1U << 19;

/// Something that a text has, with what it counts for and where it stands.
struct Feature {
    std::uint32_t bucket = 0;
    float weight = 0;
    std::uint16_t word = 0;         ///< index into the words
    std::uint16_t first_piece = 0;  ///< in that word
    std::uint16_t pieces = 0;
};

/// Each bucket once, ascending, at its first place. Of a word: itself (weight 1), itself with the
/// word before (0.5), and its letter groups of 3 to 5 with its edges (2 together), so that
/// "crashing" knows "crash". Of a Thai phrase: its groups of 2 to 4 clusters (0.2, 0.3, 0.3).
std::vector<Feature> features(const std::vector<Word>& words);

}  // namespace foreshock::triage
