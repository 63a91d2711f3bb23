#include "detectors/engines/usual_value.hpp"

#include <algorithm>
#include <cmath>

namespace foreshock::detectors {

void UsualValue::spend(double value, Duration span) {
    const auto found = std::find_if(spent_.begin(), spent_.end(),
                                    [value](const Spent& each) { return each.value == value; });
    if (found != spent_.end()) {
        found->span += span;
    } else {
        if (spent_.size() >= values_max) {
            const auto rarest =
                std::min_element(spent_.begin(), spent_.end(),
                                 [](const Spent& a, const Spent& b) { return a.span < b.span; });
            spent_.erase(rarest);
        }
        spent_.push_back({value, span});
    }
    if (life() <= life_max) return;
    for (Spent& each : spent_)
        each.span /= 2;
}

void UsualValue::accept(double value, Duration life) {
    spent_.assign(1, {value, life});
}

double UsualValue::share(double value) const {
    const Duration whole = life();
    if (whole <= Duration{0}) return 1;
    for (const Spent& each : spent_)
        if (each.value == value) return to_seconds(each.span) / to_seconds(whole);
    return 0;
}

Duration UsualValue::life() const {
    Duration whole{0};
    for (const Spent& each : spent_)
        whole += each.span;
    return whole;
}

std::optional<double> UsualValue::usual() const {
    if (life() <= Duration{0}) return std::nullopt;
    for (const Spent& each : spent_)
        if (share(each.value) >= usual_share) return each.value;
    return std::nullopt;
}

std::string UsualValue::save() const {
    StateWriter writer;
    writer.put(static_cast<std::uint8_t>(spent_.size()));
    for (const Spent& each : spent_) {
        writer.put(each.value);
        writer.put(each.span);
    }
    return writer.take();
}

bool UsualValue::restore(std::string_view text) {
    StateReader reader{text};
    const auto count = reader.get<std::uint8_t>();
    if (count > values_max) return false;
    std::vector<Spent> spent;
    for (std::size_t i = 0; i < count; ++i) {
        const auto value = reader.get<double>();
        const Duration span = reader.get_span();
        if (!std::isfinite(value) || span < Duration{0} || span > life_max) return false;
        spent.push_back({value, span});
    }
    if (!reader.is_complete()) return false;
    spent_ = std::move(spent);
    return true;
}

}  // namespace foreshock::detectors
