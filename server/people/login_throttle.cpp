#include "server/people/login_throttle.hpp"

#include <algorithm>

namespace foreshock::people {

std::array<LoginThrottle::Bound, 3> LoginThrottle::bounds(std::string_view person,
                                                          std::string_view address) const {
    const std::string name{person};
    const std::string from{address};
    return {Bound{"both\n" + name + "\n" + from, settings_.per_person_and_address_max},
            Bound{"address\n" + from, settings_.per_address_max},
            Bound{"person\n" + name, settings_.per_person_max}};
}

std::optional<Duration> LoginThrottle::wait(std::string_view person, std::string_view address,
                                            TimePoint now) const {
    std::optional<Duration> longest;
    for (const Bound& bound : bounds(person, address)) {
        const auto found = entries_.find(bound.key);
        if (found == entries_.end() || found->second.failures < bound.failures_max) continue;
        const Duration left = found->second.since + settings_.window - now;
        if (left > Duration{0}) longest = std::max(longest.value_or(left), left);
    }
    return longest;
}

void LoginThrottle::failed(std::string_view person, std::string_view address, TimePoint now) {
    for (Bound& bound : bounds(person, address)) {
        auto found = entries_.find(bound.key);
        if (found == entries_.end()) {
            make_room(now);
            found = entries_.emplace(std::move(bound.key), Entry{now, 0}).first;
        }
        Entry& entry = found->second;
        if (now >= entry.since + settings_.window) entry = {now, 0};
        ++entry.failures;
    }
}

void LoginThrottle::succeeded(std::string_view person, std::string_view address) {
    entries_.erase(bounds(person, address)[0].key);
}

void LoginThrottle::make_room(TimePoint now) {
    if (entries_.size() < settings_.entries_max) return;
    std::erase_if(entries_,
                  [&](const auto& one) { return now >= one.second.since + settings_.window; });
    while (entries_.size() >= settings_.entries_max) {
        entries_.erase(std::ranges::min_element(entries_, {},
                                                [](const auto& one) { return one.second.since; }));
        ++evicted_;
    }
}

}  // namespace foreshock::people
