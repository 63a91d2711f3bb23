#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "server/incidents/correlate.hpp"

namespace foreshock::incidents {

/// Adds up evidence; puts reasons into words only where somebody will read them.
class Scale {
public:
    explicit Scale(Kinship* in_words) : in_words_(in_words) {}

    template <class Words>
    void add(double weight, std::string_view code, Words words) {
        score_ += weight;
        if (in_words_) in_words_->reasons.push_back({std::string{code}, words()});
    }

    [[nodiscard]] double score() const { return std::clamp(score_, 0.0, 1.0); }

private:
    Kinship* in_words_;
    double score_ = 0;
};

}  // namespace foreshock::incidents
