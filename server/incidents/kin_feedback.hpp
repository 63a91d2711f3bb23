#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/time.hpp"

namespace foreshock::incidents {

/// How often people put two kinds together or took them apart. `a` ≤ `b`.
struct KinVerdict {
    std::string a;
    std::string b;
    int merged = 0;
    int split = 0;
    TimePoint at;  ///< the newest

    bool operator==(const KinVerdict&) const = default;
};

/// What people taught about kinds: part of what a new symptom is weighed by. What it holds follows
/// from the verdicts that it gave out; a store keeps those. For one thread; no clock.
class KinFeedback {
public:
    static constexpr std::size_t pairs_max = 1000;  ///< beyond, the oldest is forgotten
    static constexpr double weight_of_one = 0.15;   ///< of one merge, or against, of one split
    static constexpr double weight_max = 0.45;

    KinFeedback() = default;
    explicit KinFeedback(const std::vector<KinVerdict>& verdicts);

    /// `merged` or taken apart; negative times take it back. Returns what the pair is now.
    KinVerdict learn(const std::string& kind, const std::string& other, int merged, int split,
                     TimePoint at);

    /// -weight_max to weight_max; 0 for what nobody judged.
    [[nodiscard]] double weight(const std::string& kind, const std::string& other) const;
    /// "people put a and b together 2 times and took them apart 0 times"
    [[nodiscard]] std::string words(const std::string& kind, const std::string& other) const;

    [[nodiscard]] std::size_t size() const { return verdicts_.size(); }

    [[nodiscard]] std::uint64_t forgotten() const { return forgotten_; }

private:
    using Pair = std::pair<std::string, std::string>;
    static Pair pair_of(const std::string& kind, const std::string& other);
    void forget_oldest();

    std::map<Pair, KinVerdict> verdicts_;
    std::uint64_t forgotten_ = 0;
};

}  // namespace foreshock::incidents
