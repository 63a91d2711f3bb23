#pragma once

#include <mutex>

#include "server/people/ports.hpp"

namespace foreshock::app {

/// People and teams as the store has them. From any thread.
class DirectoryBook final : public people::Directories {
public:
    /// `accounts` must outlive it. Empty until the first refresh.
    explicit DirectoryBook(const people::Accounts& accounts)
        : accounts_(accounts), current_(std::make_shared<people::Directory>()) {}

    /// Reads all anew when something has changed, here or by another process; cheap when not.
    /// An error leaves what was.
    Result<void> refresh();

    [[nodiscard]] std::shared_ptr<const people::Directory> current() const override;

private:
    const people::Accounts& accounts_;
    mutable std::mutex mutex_;
    std::shared_ptr<const people::Directory> current_;  // readers keep theirs while it is replaced
    std::uint64_t revision_ = 0;
};

}  // namespace foreshock::app
