#include "detectors/identity.hpp"

#include <algorithm>

namespace foreshock::detectors {

Labels identity_of(const Labels& labels, const std::vector<std::string>& same) {
    std::vector<Labels::Pair> pairs;
    for (const Labels::Pair& pair : labels.pairs())
        if (std::find(same.begin(), same.end(), pair.first) != same.end()) pairs.push_back(pair);
    auto kept = Labels::from_pairs(std::move(pairs));
    return kept && !kept->empty() ? *kept : labels;
}

}  // namespace foreshock::detectors
