#include "server/http/counters.hpp"

namespace foreshock::http {

void RequestCounters::count(std::string_view route, int status) {
    const std::lock_guard lock{mutex_};
    ++counts_[Key{std::string{route}, status}];
}

std::map<RequestCounters::Key, std::uint64_t> RequestCounters::snapshot() const {
    const std::lock_guard lock{mutex_};
    return counts_;
}

}  // namespace foreshock::http
