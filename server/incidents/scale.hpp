#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "server/incidents/correlate.hpp"

namespace foreshock::incidents {

/// Adds up evidence; puts reasons into words only where somebody will read them.
class Scale {
public:
    /// `reasons`: takes them; null: nobody wants any.
    explicit Scale(Kinship* reasons, Telling telling = Telling::words)
        : reasons_(reasons), telling_(telling) {}

    template <class Words>
    void add(double weight, std::string_view code, Words words) {
        score_ += weight;
        if (!reasons_) return;
        reasons_->reasons.push_back(
            {std::string{code}, telling_ == Telling::words ? words() : std::string{}});
    }

    [[nodiscard]] double score() const { return std::clamp(score_, 0.0, 1.0); }

private:
    Kinship* reasons_;
    Telling telling_;
    double score_ = 0;
};

}  // namespace foreshock::incidents
