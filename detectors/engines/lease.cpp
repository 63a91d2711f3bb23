#include "detectors/engines/lease.hpp"

#include <algorithm>

namespace foreshock::detectors {
namespace {

constexpr Duration waver_min = std::chrono::minutes{1};

Duration waver_of(Duration life) {
    return std::min<Duration>(std::max<Duration>(waver_min, life / 20), std::chrono::hours{1});
}

}  // namespace

Lease::News Lease::tell(TimePoint at, TimePoint end, bool continues) {
    const Duration left = end - at;
    const Duration moved = end - end_;
    const bool is_first = end_ == TimePoint{};
    const Duration waver = waver_of(std::min(life_, left));
    const bool same = !is_first && moved <= waver && moved >= -waver;
    if (same) {
        end_ = end;
        life_ = std::max(life_, left);
        return News::none;
    }
    const bool is_renewed = !is_first && moved > Duration{0};
    if (is_renewed && continues && life_ > Duration{0}) {
        const double share = to_seconds(end_ - at) / to_seconds(life_);
        if (shares_.size() >= shares_max) shares_.erase(shares_.begin());
        shares_.push_back(std::clamp(share, 0.0, 1.0));
    }
    end_ = end;
    // One that ends before its predecessor is a mistake more often than a new habit: until it is
    // renewed it is judged by the life that was known.
    life_ = std::max(left, is_first || is_renewed ? Duration{0} : life_);
    if (is_first) return News::none;
    return is_renewed ? News::renewed : News::replaced;
}

double Lease::least_share() const {
    return shares_.empty() ? 1 : *std::min_element(shares_.begin(), shares_.end());
}

bool Lease::is_late(TimePoint now) const {
    return to_seconds(end_ - now) < to_seconds(life_) * least_share() * late_below;
}

Nearness Lease::nearness_of_short(const ExpirySettings& settings, TimePoint now) const {
    const double share = to_seconds(end_ - now) / std::max(to_seconds(life_), 1.0);
    if (share <= settings.short_critical) return Nearness::critical;
    if (share > settings.short_warning) return Nearness::far;
    return renews_itself() && !is_late(now) ? Nearness::far : Nearness::warning;
}

/// Found with a few days left: near its end, or one that never lives longer. What was found in its
/// last day most likely lives for a day and renews itself: that is waited for until a quarter.
Nearness Lease::nearness_of_unknown(const ExpirySettings& settings, TimePoint now) const {
    const Duration left = end_ - now;
    if (life_ > settings.last_call)
        return left <= settings.last_call ? Nearness::critical
               : left <= settings.warning ? Nearness::warning
                                          : Nearness::far;
    if (left > life_ / 4) return Nearness::far;
    return left > life_ / 10 ? Nearness::warning : Nearness::critical;
}

Nearness Lease::nearness(const ExpirySettings& settings, TimePoint now) const {
    const Duration left = end_ - now;
    if (left <= Duration{0}) return Nearness::ended;
    if (life_ <= settings.short_life) {
        return shares_.empty() ? nearness_of_unknown(settings, now)
                               : nearness_of_short(settings, now);
    }
    if (left <= settings.last_call) return Nearness::critical;
    if (renews_itself()) {
        if (!is_late(now) || left > settings.late_horizon) return Nearness::far;
        return left <= settings.critical ? Nearness::critical : Nearness::warning;
    }
    if (left <= settings.critical) return Nearness::critical;
    return left <= settings.warning ? Nearness::warning : Nearness::far;
}

std::string Lease::save() const {
    StateWriter writer;
    writer.put(end_);
    writer.put(life_);
    writer.put(static_cast<std::uint8_t>(shares_.size()));
    for (const double share : shares_)
        writer.put(share);
    return writer.take();
}

bool Lease::restore(std::string_view text) {
    StateReader reader{text};
    Lease read;
    read.end_ = reader.get_time();
    read.life_ = reader.get_span();
    const auto count = reader.get<std::uint8_t>();
    if (count > shares_max || read.life_ < Duration{0}) return false;
    for (std::size_t i = 0; i < count; ++i) {
        read.shares_.push_back(reader.get<double>());
        const bool is_share = read.shares_.back() >= 0 && read.shares_.back() <= 1;
        if (!is_share) return false;
    }
    if (!reader.is_complete()) return false;
    *this = std::move(read);
    return true;
}

}  // namespace foreshock::detectors
