#include "detectors/engines/floor_ring.hpp"

#include <algorithm>
#include <cmath>

namespace foreshock::detectors {

bool FloorRing::add(TimePoint at, double value, std::optional<double> load) {
    const std::int64_t index = to_unix_ms(at) / window_span_.count();
    const bool closes = open_count_ > 0 && index != open_index_;
    if (closes) close();
    if (open_count_ == 0) {
        open_ = {to_unix_ms(at), value, value, 0};
        open_index_ = index;
    }
    if (value < open_.lowest) open_.at_ms = to_unix_ms(at);
    open_.lowest = std::min(open_.lowest, value);
    open_.highest = std::max(open_.highest, value);
    open_.load += load.value_or(0);
    open_loads_ += load ? 1 : 0;
    ++open_count_;
    return closes;
}

void FloorRing::close() {
    open_.load = open_loads_ > 0 ? open_.load / open_loads_ : std::nan("");
    ring_[next_] = open_;
    next_ = (next_ + 1) % windows;
    size_ = std::min<std::uint32_t>(size_ + 1, windows);
    open_count_ = open_loads_ = 0;
}

std::span<const Floor> FloorRing::closed(TimePoint now, Floors& into) const {
    std::size_t count = 0;
    const std::int64_t oldest = to_unix_ms(now - span() - window_span_);
    for (std::uint32_t i = 0; i < size_; ++i) {
        const Window& window = ring_[(next_ + windows - size_ + i) % windows];
        if (window.at_ms < oldest) continue;
        const double at = static_cast<double>(window.at_ms - to_unix_ms(now)) / 1000.0;
        into[count++] = {at, window.lowest, window.highest - window.lowest, window.load};
    }
    return {into.data(), count};
}

}  // namespace foreshock::detectors
