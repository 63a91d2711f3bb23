#include "detectors/band.hpp"

#include <cmath>

namespace foreshock::detectors {
namespace {

bool is_beyond(Direction bad, double value, double bound) {
    return bad == Direction::above ? value >= bound : value <= bound;
}

}  // namespace

bool BandState::observe(const Band& band, Direction bad, TimePoint at, double value) {
    if (std::isnan(value)) return entered_;
    const bool turning =
        entered_ ? !is_beyond(bad, value, band.leave) : is_beyond(bad, value, band.enter);
    if (!turning) {
        pending_ = false;
        return entered_;
    }
    if (!pending_) since_ = at;
    pending_ = true;
    if (at - since_ < (entered_ ? band.clear_after : band.hold_for)) return entered_;
    entered_ = !entered_;
    pending_ = false;
    return entered_;
}

}  // namespace foreshock::detectors
