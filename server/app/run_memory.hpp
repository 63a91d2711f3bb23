#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>

namespace foreshock::app {

/// The last sequence of runs that are no longer a host's current one: an agent's spool may still
/// hold reports of them. Bounded; what is forgotten is at worst taken in twice, which samples and
/// episodes bear. For one thread.
class RunMemory {
public:
    explicit RunMemory(std::size_t runs_max = 20000) : runs_max_(runs_max) {}

    /// 0 for a run never heard of.
    [[nodiscard]] std::uint64_t sequence(std::string_view agent_id, std::string_view run_id) const;
    void remember(std::string_view agent_id, std::string_view run_id, std::uint64_t sequence);
    void clear();

private:
    std::size_t runs_max_;
    std::map<std::string, std::uint64_t, std::less<>> sequences_;
    std::deque<std::string> oldest_first_;
};

}  // namespace foreshock::app
