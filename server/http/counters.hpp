#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace foreshock::http {

/// How requests were answered, by route pattern and status. Safe from any thread. Bounded: both
/// come from tables of ours.
class RequestCounters {
public:
    using Key = std::pair<std::string, int>;

    void count(std::string_view route, int status);
    [[nodiscard]] std::map<Key, std::uint64_t> snapshot() const;

private:
    /// A text is not copied to be looked up.
    struct Less {
        using is_transparent = void;

        template <class One, class Other>
        bool operator()(const One& one, const Other& other) const {
            const std::string_view name = one.first;
            const std::string_view other_name = other.first;
            return name == other_name ? one.second < other.second : name < other_name;
        }
    };

    mutable std::mutex mutex_;
    std::map<Key, std::uint64_t, Less> counts_;
};

}  // namespace foreshock::http
