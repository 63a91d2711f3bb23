#pragma once

#include <map>
#include <string>

#include "tests/support/map_host_fs.hpp"

namespace foreshock::test {

/// A host of strings that counts how often a text is read or a directory listed.
class CountingHostFs final : public HostFs {
public:
    MapHostFs host;
    mutable std::map<std::string, int, std::less<>> asked;  ///< by path

    [[nodiscard]] std::unique_ptr<HostFile> open(std::string_view path) const override {
        return std::make_unique<File>(*this, std::string{path});
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
        return host.count(directory);
    }

    Result<std::string> read_link(std::string_view path) const override {
        return host.read_link(path);
    }

    Result<FileStatus> status(std::string_view path) const override { return host.status(path); }

private:
    class File final : public HostFile {
    public:
        File(const CountingHostFs& host, std::string path) : host_(host), path_(std::move(path)) {}

        Result<std::string_view> read(std::string& buffer) override {
            Result<std::string> text = host_.read(path_);
            if (!text) return fail(std::move(text).error());
            buffer = std::move(*text);
            return std::string_view{buffer};
        }

    private:
        const CountingHostFs& host_;
        std::string path_;
    };
};

}  // namespace foreshock::test
