#include "server/http/counters.hpp"

namespace foreshock::http {

void RequestCounters::count(std::string_view route, int status) {
    const std::lock_guard lock{mutex_};
    const auto known = counts_.find(std::pair{route, status});
    if (known != counts_.end()) {
        ++known->second;
    } else {
        counts_.emplace(Key{std::string{route}, status}, 1);
    }
}

std::map<RequestCounters::Key, std::uint64_t> RequestCounters::snapshot() const {
    const std::lock_guard lock{mutex_};
    return {counts_.begin(), counts_.end()};
}

}  // namespace foreshock::http
