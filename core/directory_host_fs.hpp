#pragma once

#include "core/counted_directories.hpp"
#include "core/host_fs.hpp"
#include "core/unique_fd.hpp"

namespace foreshock {

/// A real directory as the host: "/" in life, "/host" in a container, a captured tree in tests.
class DirectoryHostFs final : public HostFs {
public:
    explicit DirectoryHostFs(std::string root);

    /// Holds what is counted again and again (CountedDirectories); only for one that a single
    /// thread looks at.
    void hold_counted();

    [[nodiscard]] std::unique_ptr<HostFile> open(std::string_view path) const override;
    Result<std::string> read(std::string_view path) const override;
    Result<std::vector<std::string>> list(std::string_view directory) const override;
    Result<std::size_t> count(std::string_view directory) const override;
    Result<std::string> read_link(std::string_view path) const override;
    Result<FileStatus> status(std::string_view path) const override;

private:
    [[nodiscard]] std::string full(std::string_view path) const;
    /// Where in `full` that begins which proc_ leads to; 0: it leads elsewhere.
    [[nodiscard]] std::size_t below(std::string_view path) const;
    [[nodiscard]] int open_descriptor(std::string_view path, int flags) const;

    std::string root_;  // without a slash at its end
    /// Is what is not below proc_ not below `full` either?
    [[nodiscard]] bool is_surely_gone(std::string_view path) const;

    // Walks look up thousands of names below /proc: from here the way is shorter. Null where
    // there was no such directory at first.
    std::shared_ptr<const UniqueFd> proc_;
    bool is_kernels_proc_ = false;
    std::unique_ptr<CountedDirectories> counted_;  ///< null: they are not held
};

}  // namespace foreshock
