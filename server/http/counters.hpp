#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
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
    mutable std::mutex mutex_;
    std::map<Key, std::uint64_t> counts_;
};

}  // namespace foreshock::http
