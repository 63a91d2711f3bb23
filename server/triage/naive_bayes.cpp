#include "server/triage/naive_bayes.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace foreshock::triage {
namespace {

// Texts that we pretend to have seen with each feature, shared among the labels by their size: how
// little one single text proves. Chosen by cross-validation over the seed.
constexpr double smoothing = 0.1;

constexpr double never = -1e9;  // the score of a label of which nothing is known any more

double root_of_weights(const std::vector<Feature>& features) {
    double sum = 0;
    for (const Feature& feature : features)
        sum += static_cast<double>(feature.weight);
    return std::sqrt(std::max(sum, 1.0));
}

}  // namespace

bool NaiveBayes::learn(std::string_view label, const std::vector<Feature>& features, int times) {
    if (all_.texts + times > texts_max) return false;
    const std::size_t place = place_of(label);
    if (place == labels_.size()) {
        if (labels_.size() >= labels_max) return false;
        labels_.emplace_back(label);
        counts_.emplace_back();
    }
    add(place, features, times);
    return true;
}

void NaiveBayes::forget(std::string_view label, const std::vector<Feature>& features, int times) {
    const std::size_t place = place_of(label);
    assert(place < labels_.size() && "only what was learnt can be forgotten");
    add(place, features, -times);
    assert(counts_[place].texts >= 0);
}

std::vector<double> NaiveBayes::scores(const std::vector<Feature>& features) const {
    std::vector<double> sums(labels_.size());
    const double root = root_of_weights(features);
    for (std::size_t label = 0; label < labels_.size(); ++label) {
        if (counts_[label].texts <= 0) {
            sums[label] = never;
            continue;
        }
        for (const Feature& feature : features) {
            sums[label] += static_cast<double>(feature.weight) * log_ratio(label, feature.bucket);
        }
        sums[label] /= root;
    }
    return sums;
}

double NaiveBayes::known_share(const std::vector<Feature>& features) const {
    double known = 0;
    double all = 0;
    for (const Feature& feature : features) {
        const auto weight = static_cast<double>(feature.weight);
        all += weight;
        if (all_.texts_with.at(feature.bucket) > 0) known += weight;
    }
    return all > 0 ? known / all : 0;
}

std::vector<double> NaiveBayes::shares(const std::vector<Feature>& features,
                                       std::size_t label) const {
    const double root = root_of_weights(features);
    std::vector<double> found;
    found.reserve(features.size());
    for (const Feature& feature : features) {
        found.push_back(static_cast<double>(feature.weight) * log_ratio(label, feature.bucket) /
                        root);
    }
    return found;
}

std::size_t NaiveBayes::place_of(std::string_view label) const {
    const auto found = std::find(labels_.begin(), labels_.end(), label);
    return static_cast<std::size_t>(found - labels_.begin());
}

void NaiveBayes::add(std::size_t label, const std::vector<Feature>& features, int times) {
    const auto add_to = [&](Counts& counts) {
        for (const Feature& feature : features)
            counts.texts_with.add(feature.bucket, times);
        counts.texts += times;
    };
    add_to(counts_[label]);
    add_to(all_);
}

double NaiveBayes::log_ratio(std::size_t label, std::uint32_t bucket) const {
    const double with = all_.texts_with.at(bucket);
    const double here = counts_[label].texts;
    const double elsewhere = all_.texts - here;
    if (with <= 0 || here <= 0 || elsewhere <= 0) return 0;
    const double with_here = counts_[label].texts_with.at(bucket);
    const double share = smoothing * here / all_.texts;
    const double likely = (with_here + share) / (here + share);
    const double likely_elsewhere =
        (with - with_here + smoothing - share) / (elsewhere + smoothing - share);
    return std::log(likely / likely_elsewhere);
}

}  // namespace foreshock::triage
