#pragma once

#include "core/host_fs.hpp"

namespace foreshock {

/// A real directory as the host: "/" in life, "/host" in a container, a captured tree in tests.
class DirectoryHostFs final : public HostFs {
public:
    explicit DirectoryHostFs(std::string root);

    [[nodiscard]] std::unique_ptr<HostFile> open(std::string_view path) const override;
    Result<std::string> read(std::string_view path) const override;
    Result<std::vector<std::string>> list(std::string_view directory) const override;
    Result<std::size_t> count(std::string_view directory) const override;
    Result<std::string> read_link(std::string_view path) const override;
    Result<FileStatus> status(std::string_view path) const override;

private:
    std::string root_;  // without a slash at its end
};

}  // namespace foreshock
