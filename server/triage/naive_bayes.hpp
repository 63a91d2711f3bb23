#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/triage/features.hpp"
#include "server/triage/small_counts.hpp"

namespace foreshock::triage {

/// Counts in how many texts of each label a feature was, and weighs a text by what it has: the sum
/// of weight × log(P(feature | label) / P(feature | any other label)) over its features, divided by
/// the root of the sum of their weights; unseen features say nothing. All labels are taken as
/// equally common. This is naive Bayes on presence, one label against the rest (Rennie et al.,
/// "Tackling the Poor Assumptions of Naive Bayes Text Classifiers", 2003, for the complement).
///
/// Counts are whole numbers, so the order of learning does not matter and forgetting is exact.
/// Memory: half a MiB a label, at most `labels_max`. Pure; for one writer or many readers.
class NaiveBayes {
public:
    static constexpr std::size_t labels_max = 32;
    static constexpr int texts_max = 65'000;  ///< each as often as it was learnt

    /// False, and nothing learnt, for a new label beyond `labels_max`, and beyond `texts_max`.
    bool learn(std::string_view label, const std::vector<Feature>& features, int times = 1);

    /// Takes back what was learnt.
    void forget(std::string_view label, const std::vector<Feature>& features, int times = 1);

    /// In the order in which they were first learnt.
    [[nodiscard]] const std::vector<std::string>& labels() const { return labels_; }

    /// A score for each label.
    [[nodiscard]] std::vector<double> scores(const std::vector<Feature>& features) const;

    /// How much of the text, by weight, was ever seen with any label: 0 to 1.
    [[nodiscard]] double known_share(const std::vector<Feature>& features) const;

    /// What each feature adds to the score of labels()[label].
    [[nodiscard]] std::vector<double> shares(const std::vector<Feature>& features,
                                             std::size_t label) const;

private:
    struct Counts {
        SmallCounts texts_with{buckets};
        int texts = 0;
    };

    [[nodiscard]] std::size_t place_of(std::string_view label) const;
    void add(std::size_t label, const std::vector<Feature>& features, int times);
    [[nodiscard]] double log_ratio(std::size_t label, std::uint32_t bucket) const;

    std::vector<std::string> labels_;
    std::vector<Counts> counts_;
    Counts all_;
};

}  // namespace foreshock::triage
