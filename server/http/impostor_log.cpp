#include "server/http/impostor_log.hpp"

namespace foreshock::http {

void ImpostorLog::note(const std::string& agent, const std::string& claimed,
                       const std::string& address) {
    constexpr std::size_t claimed_bytes_max = 253;
    const TimePoint now = clock_.now();
    if (!is_new(agent, now)) return;
    // Lost on a full disk, where nothing can be kept.
    static_cast<void>(log_.append({0, now, "agent " + agent, "agent", address, "agent.report",
                                   claimed.substr(0, claimed_bytes_max), "refused",
                                   "an agent speaks only for itself"}));
}

bool ImpostorLog::is_new(const std::string& agent, TimePoint now) {
    const std::lock_guard lock{mutex_};
    std::erase_if(noted_, [now](const auto& one) { return now - one.second >= noted_every; });
    if (noted_.contains(agent) || noted_.size() >= agents_max) return false;
    noted_[agent] = now;
    return true;
}

}  // namespace foreshock::http
