#pragma once

#include <map>
#include <string>

#include "tests/support/map_host_fs.hpp"

namespace foreshock::test {

/// A host of strings that counts how often a text is opened, read, or a directory
/// listed.
class CountingHostFs final : public HostFs {
public:
    MapHostFs host;
    mutable std::map<std::string, int, std::less<>> asked;   ///< by path
    mutable std::map<std::string, int, std::less<>> opened;  ///< by path

    [[nodiscard]] std::unique_ptr<HostFile> open(std::string_view path) const override {
        ++opened[std::string{path}];
        return std::make_unique<HostText>(*this, std::string{path});
    }

    Result<std::string> read(std::string_view path) const override {
        ++asked[std::string{path}];
        return host.read(path);
    }

    Result<std::vector<std::string>> list(std::string_view directory) const override {
        ++asked[std::string{directory}];
        return host.list(directory);
    }

    Result<std::size_t> count(std::string_view directory) const override {
        ++asked[std::string{directory}];
        return host.count(directory);
    }

    Result<std::string> read_link(std::string_view path) const override {
        return host.read_link(path);
    }

    Result<FileStatus> status(std::string_view path) const override { return host.status(path); }
};

}  // namespace foreshock::test
