#include "collectors/logs/log_search.hpp"

#include <algorithm>

#include <fnmatch.h>
#include <glob.h>

namespace foreshock::collectors {
namespace {

/// What glob(3) found, freed at the end.
class GlobResult {
public:
    explicit GlobResult(const std::string& pattern) {
        found_ = ::glob(pattern.c_str(), 0, nullptr, &paths_) == 0;
    }

    GlobResult(const GlobResult&) = delete;
    GlobResult& operator=(const GlobResult&) = delete;

    ~GlobResult() { ::globfree(&paths_); }

    [[nodiscard]] std::size_t size() const { return found_ ? paths_.gl_pathc : 0; }

    [[nodiscard]] std::string_view path(std::size_t at) const { return paths_.gl_pathv[at]; }

private:
    glob_t paths_{};
    bool found_ = false;
};

bool is_compressed(std::string_view path) {
    for (const std::string_view ending : {".gz", ".xz", ".bz2", ".zst", ".lz4", ".zip"}) {
        if (path.ends_with(ending)) return true;
    }
    return false;
}

}  // namespace

bool matches_any(const std::vector<std::string>& patterns, const std::string& path) {
    return std::any_of(patterns.begin(), patterns.end(), [&path](const std::string& pattern) {
        return ::fnmatch(pattern.c_str(), path.c_str(), FNM_PATHNAME) == 0;
    });
}

std::vector<std::string> find_log_files(const LogSettings& settings) {
    std::vector<std::string> paths;
    for (const std::string& pattern : settings.files) {
        const GlobResult found{settings.root + pattern};
        for (std::size_t i = 0; i < found.size() && paths.size() < log_files_max; ++i) {
            const std::string path{found.path(i).substr(settings.root.size())};
            const bool is_known = std::find(paths.begin(), paths.end(), path) != paths.end();
            if (is_known || is_compressed(path) || matches_any(settings.exclude, path)) continue;
            paths.push_back(path);
        }
    }
    return paths;
}

}  // namespace foreshock::collectors
