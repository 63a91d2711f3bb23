#include "detectors/band.hpp"

#include <cmath>

namespace foreshock::detectors {
bool BandState::observe(const Band& band, Direction bad, TimePoint at, double value) {
    if (std::isnan(value)) return entered_;
    const bool turning =
        entered_ ? !is_beyond(bad, value, band.leave) : is_beyond(bad, value, band.enter);
    if (!turning) {
        const bool is_lapse = pending_ && !entered_ && lapses_ < band.lapses_max;
        if (is_lapse) ++lapses_;
        pending_ = is_lapse;
        return entered_;
    }
    lapses_ = 0;
    if (!pending_) {
        since_ = at;
        values_ = 0;
    }
    pending_ = true;
    if (values_ < Band::values_limit) ++values_;
    if (at - since_ < (entered_ ? band.clear_after : band.hold_for)) return entered_;
    if (!entered_ && values_ < band.values_min) return entered_;
    entered_ = !entered_;
    pending_ = false;
    return entered_;
}

}  // namespace foreshock::detectors
