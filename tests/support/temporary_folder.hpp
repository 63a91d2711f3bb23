#pragma once

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include <stdlib.h>

namespace foreshock::test {

/// A new empty folder, removed with all that is in it when the test ends.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string pattern = std::filesystem::temp_directory_path() / "foreshock-test-XXXXXX";
        if (!::mkdtemp(pattern.data())) throw std::runtime_error("mkdtemp " + pattern);
        path_ = pattern;
    }

    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] const std::string& path() const { return path_; }

    /// Writes a file below the folder, with the folders that lead to it.
    void write(std::string_view name, std::string_view text) const {
        const std::filesystem::path full = std::filesystem::path{path_} / name;
        std::filesystem::create_directories(full.parent_path());
        std::ofstream{full, std::ios::binary | std::ios::trunc} << text;
    }

private:
    std::string path_;
};

}  // namespace foreshock::test
