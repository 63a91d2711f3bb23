#include "server/app/run_memory.hpp"

namespace foreshock::app {
namespace {

std::string key(std::string_view agent_id, std::string_view run_id) {
    return std::string{agent_id} + '\n' + std::string{run_id};
}

}  // namespace

std::uint64_t RunMemory::sequence(std::string_view agent_id, std::string_view run_id) const {
    const auto found = sequences_.find(key(agent_id, run_id));
    return found == sequences_.end() ? 0 : found->second;
}

void RunMemory::remember(std::string_view agent_id, std::string_view run_id,
                         std::uint64_t sequence) {
    const auto [at, is_new] = sequences_.insert_or_assign(key(agent_id, run_id), sequence);
    if (!is_new) return;
    oldest_first_.push_back(at->first);
    if (sequences_.size() <= runs_max_) return;
    sequences_.erase(oldest_first_.front());
    oldest_first_.pop_front();
}

void RunMemory::clear() {
    sequences_.clear();
    oldest_first_.clear();
}

}  // namespace foreshock::app
