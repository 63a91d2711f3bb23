#include "server/triage/small_counts.hpp"

#include <cassert>

namespace foreshock::triage {

int SmallCounts::at(std::size_t place) const {
    return bytes_[place] < beyond ? bytes_[place] : large_.at(place);
}

void SmallCounts::add(std::size_t place, int step) {
    const int sum = at(place) + step;
    assert(sum >= 0);
    if (sum >= beyond) {
        bytes_[place] = beyond;
        large_[place] = sum;
        return;
    }
    if (bytes_[place] == beyond) large_.erase(place);
    bytes_[place] = static_cast<std::uint8_t>(sum);
}

}  // namespace foreshock::triage
