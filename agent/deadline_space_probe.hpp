#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "collectors/prompt_space.hpp"
#include "core/time.hpp"

namespace foreshock::agent {

/// Asks statvfs(3) in a thread of its own and waits for at most `deadline`. A mount that does not
/// answer is quarantined until it does: nobody asks it again, and its thread stays with it. At most
/// `stuck_max` threads are lost that way; beyond it every mount counts as stuck.
class DeadlineSpaceProbe final : public collectors::SpaceProbe, public collectors::PromptSpace {
public:
    static constexpr Duration default_deadline{200};
    static constexpr std::size_t stuck_max = 4;

    /// Asks one path; may block for ever. Handed in for tests.
    using Ask = std::function<Result<collectors::Space>(const std::string& path)>;

    explicit DeadlineSpaceProbe(std::string host_root, Duration deadline = default_deadline);
    DeadlineSpaceProbe(std::string host_root, Duration deadline, Ask ask);
    ~DeadlineSpaceProbe() override;

    Result<collectors::Space> space(std::string_view mount_point) override;

    /// To wake another thread, and to be woken by it, costs more than to ask.
    Result<collectors::Space> prompt_space(std::string_view mount_point) override;

    /// One exchange with the thread for all of them: waking it is what costs.
    void ask_ahead(const std::vector<std::string>& mount_points) override;

    [[nodiscard]] std::size_t stuck_count() const { return stuck_.size(); }

private:
    struct Worker;
    using Answer = Result<collectors::Space>;
    using Answers = std::vector<Answer>;

    void release_answered();

    /// In order, until one that does not answer: that one is quarantined.
    Answers ask(const std::vector<std::string>& names);

    std::string host_root_;  // without a slash at its end
    Duration deadline_;
    Ask ask_;
    std::shared_ptr<Worker> worker_;
    std::map<std::string, std::shared_ptr<Worker>, std::less<>> stuck_;  // by mount point
    std::map<std::string, Answer> ahead_;                                // not yet asked for
};

/// statvfs(3), in the terms of SpaceProbe.
Result<collectors::Space> ask_statvfs(const std::string& path);

}  // namespace foreshock::agent
