#include "server/app/directory_book.hpp"

namespace foreshock::app {

Result<void> DirectoryBook::refresh() {
    // The revision first: a change in between is read twice and never missed.
    const Result<std::uint64_t> revision = accounts_.revision();
    if (!revision) return fail(revision.error());
    {
        const std::lock_guard lock{mutex_};
        if (*revision == revision_) return {};
    }
    Result<people::Directory> fresh = accounts_.directory();
    if (!fresh) return fail(std::move(fresh).error());
    auto replacement = std::make_shared<const people::Directory>(std::move(*fresh));
    const std::lock_guard lock{mutex_};
    if (*revision <= revision_) return {};
    current_ = std::move(replacement);
    revision_ = *revision;
    return {};
}

std::shared_ptr<const people::Directory> DirectoryBook::current() const {
    const std::lock_guard lock{mutex_};
    return current_;
}

}  // namespace foreshock::app
