#pragma once

#include <map>
#include <set>
#include <string>

#include "core/host_fs.hpp"

namespace foreshock::test {

/// A file that reads its whole text from the host each time.
class HostText final : public HostFile {
public:
    using Paths = std::set<std::string, std::less<>>;

    /// `host` must outlive it, and so must `unchanged`, which may be null.
    HostText(const HostFs& host, std::string path, const Paths* unchanged = nullptr)
        : host_(host), path_(std::move(path)), unchanged_(unchanged) {}

    bool may_have_changed() override { return !unchanged_ || !unchanged_->contains(path_); }

    Result<std::string_view> read(std::string& buffer) override {
        Result<std::string> text = host_.read(path_);
        if (!text) return fail(std::move(text).error());
        buffer = std::move(*text);
        return std::string_view{buffer};
    }

private:
    const HostFs& host_;
    std::string path_;
    const Paths* unchanged_;
};

/// A host made of strings: MapHostFs{{"proc/loadavg", "0.1 ..."}}. Values may be changed between
/// ticks through `files`; links through `links`; what `statuses` tells of a path goes before what
/// its text does. Paths in `unreadable` fail as on EACCES; of those in
/// `unchanged` the kernel says that they are as they were.
class MapHostFs final : public HostFs {
public:
    using Files = std::map<std::string, std::string, std::less<>>;

    MapHostFs() = default;

    MapHostFs(std::initializer_list<Files::value_type> initial) : files(initial) {}

    Files files;
    Files links;
    std::map<std::string, FileStatus, std::less<>> statuses;
    std::set<std::string, std::less<>> unreadable;
    std::set<std::string, std::less<>> unchanged;

    [[nodiscard]] std::unique_ptr<HostFile> open(std::string_view path) const override {
        return std::make_unique<HostText>(*this, std::string{path}, &unchanged);
    }

    Result<std::string> read(std::string_view path) const override {
        if (unreadable.contains(path)) return fail(Errc::unreadable, std::string{path});
        const auto found = files.find(path);
        if (found == files.end()) return fail(Errc::no_data, std::string{path});
        return found->second.substr(0, file_bytes_max);
    }

    Result<std::vector<std::string>> list(std::string_view directory) const override {
        if (unreadable.contains(directory)) return fail(Errc::unreadable, std::string{directory});
        std::set<std::string> names;
        const std::string prefix = std::string{directory} + "/";
        collect(files, prefix, names);
        collect(links, prefix, names);
        if (names.empty()) return fail(Errc::no_data, std::string{directory});
        return std::vector<std::string>(names.begin(), names.end());
    }

    Result<std::size_t> count(std::string_view directory) const override {
        const auto names = list(directory);
        if (!names) return fail(names.error());
        return names->size();
    }

    Result<std::string> read_link(std::string_view path) const override {
        if (unreadable.contains(path)) return fail(Errc::unreadable, std::string{path});
        const auto found = links.find(path);
        if (found == links.end()) return fail(Errc::no_data, std::string{path});
        return found->second;
    }

    Result<FileStatus> status(std::string_view path) const override {
        const auto found = statuses.find(path);
        if (found != statuses.end()) return found->second;
        const auto text = read(path);
        if (!text) return fail(text.error());
        return FileStatus{1, 1, 1, text->size(), text->size()};
    }

private:
    static void collect(const Files& from, const std::string& prefix,
                        std::set<std::string>& names) {
        for (auto it = from.lower_bound(prefix); it != from.end() && it->first.starts_with(prefix);
             ++it) {
            names.insert(it->first.substr(prefix.size(),
                                          it->first.find('/', prefix.size()) - prefix.size()));
        }
    }
};

}  // namespace foreshock::test
