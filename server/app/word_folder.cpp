#include "server/app/word_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace foreshock::app {
namespace {

namespace fs = std::filesystem;

Result<std::string> read_text(const fs::path& path) {
    std::error_code none;
    if (fs::file_size(path, none) > words::WordBook::file_bytes_max) {
        return fail(Errc::too_large, path.string() + ": is longer than 256 KiB");
    }
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    if (file) text << file.rdbuf();
    if (!file) return fail(Errc::unreadable, path.string() + ": cannot be read");
    return text.str();
}

/// Put over a file of the same name.
void replace(std::vector<words::WordText>& all, words::WordText one) {
    const auto same = std::find_if(all.begin(), all.end(), [&](const words::WordText& known) {
        return known.name == one.name;
    });
    if (same == all.end()) {
        all.push_back(std::move(one));
    } else {
        *same = std::move(one);
    }
}

}  // namespace

Result<words::WordBook> open_words(const std::string& folder) {
    std::vector<words::WordText> all = words::built_in_words();
    if (folder.empty()) return words::WordBook::read(all);
    std::error_code fault;
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{folder, fault}) {
        if (entry.path().extension() == ".txt") files.push_back(entry.path());
    }
    if (fault) return fail(Errc::unreadable, folder + ": " + fault.message());
    std::sort(files.begin(), files.end());
    for (const fs::path& path : files) {
        Result<std::string> text = read_text(path);
        if (!text) return fail(std::move(text).error());
        replace(all, {fs::relative(path, folder).generic_string(), std::move(*text)});
    }
    return words::WordBook::read(all);
}

}  // namespace foreshock::app
