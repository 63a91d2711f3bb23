#include <algorithm>
#include <filesystem>
#include <fstream>

#include "detectors/pack/pack.hpp"

namespace foreshock::detectors {
namespace {

namespace files = std::filesystem;

constexpr const char* installed_pack = "/usr/share/foreshock/packs/stock";

Result<std::string> read_text(const std::string& file) {
    std::ifstream in{file, std::ios::binary};
    if (!in) return fail(Errc::unreadable, file + ": cannot be opened");
    std::string text(pack_bytes_max + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (in.bad()) return fail(Errc::unreadable, file + ": cannot be read");
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > pack_bytes_max)
        return fail(Errc::too_large, file + ": is larger than a pack may be (1 MiB)");
    text.shrink_to_fit();  // many of these live at a time
    return text;
}

Result<std::vector<std::string>> files_of(const std::string& path) {
    std::error_code error;
    if (!files::is_directory(path, error)) return std::vector<std::string>{path};
    std::vector<std::string> found;
    for (const auto& entry : files::directory_iterator{path, error})
        if (entry.path().extension() == ".toml") found.push_back(entry.path().string());
    if (error) return fail(Errc::unreadable, path + ": " + error.message());
    if (found.empty()) return fail(Errc::no_data, path + ": holds no file that ends in .toml");
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace

Result<std::vector<PackText>> read_pack_texts(const std::vector<std::string>& paths) {
    std::vector<PackText> texts;
    for (const std::string& path : paths) {
        const Result<std::vector<std::string>> found = files_of(path);
        if (!found) return fail(found.error());
        for (const std::string& file : *found) {
            Result<std::string> text = read_text(file);
            if (!text) return fail(std::move(text).error());
            texts.push_back({file, std::move(*text)});
        }
    }
    return texts;
}

std::string stock_pack() {
    std::error_code unknown;
    const auto program = files::read_symlink("/proc/self/exe", unknown);
    for (const files::path& beside :
         {program.parent_path() / "packs/stock",
          program.parent_path().parent_path() / "share/foreshock/packs/stock"})
        if (files::exists(beside, unknown)) return beside.string();
    return installed_pack;
}

std::vector<std::string> default_packs(const std::string& drop_ins) {
    std::vector<std::string> paths{stock_pack()};
    std::error_code unknown;
    if (!files::is_directory(drop_ins, unknown)) return paths;
    const auto found = files_of(drop_ins);
    if (found || found.error().code != Errc::no_data) paths.push_back(drop_ins);
    return paths;
}

}  // namespace foreshock::detectors
