#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "detectors/pack/pack.hpp"

namespace foreshock::test {

/// A kind as its file writes it, whatever its engine is.
struct WrittenKind {
    std::string name;
    std::string file;      ///< "cpu.toml"
    std::string engine;    ///< "level"
    std::string settings;  ///< lines of the engine's table, joined by blanks

    /// Names of the form area.thing.aspect in the engine's table: signals, or other kinds.
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> found;
        constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz_0123456789.";
        for (std::size_t open = settings.find('"'); open != settings.npos;) {
            const std::size_t close = settings.find('"', open + 1);
            if (close == settings.npos) break;
            std::string text = settings.substr(open + 1, close - open - 1);
            const bool is_name = text.find_first_not_of(letters) == text.npos &&
                                 std::count(text.begin(), text.end(), '.') == 2;
            if (is_name && std::find(found.begin(), found.end(), text) == found.end())
                found.push_back(std::move(text));
            open = settings.find('"', close + 1);
        }
        return found;
    }
};

/// Reads the lines of pack files: headers of tables, the key `engine`, and what stands in the
/// engine's own table.
class WrittenKindReader {
public:
    static std::vector<WrittenKind> read(const std::vector<detectors::PackText>& texts) {
        WrittenKindReader reader;
        for (const detectors::PackText& text : texts) {
            reader.file_ = text.file_name.substr(text.file_name.rfind('/') + 1);
            reader.table_.clear();
            std::string_view rest = text.toml;
            while (!rest.empty()) {
                const std::size_t end = std::min(rest.find('\n'), rest.size());
                reader.take_line(rest.substr(0, end));
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
        }
        return reader.kinds_;
    }

private:
    void take_line(std::string_view line) {
        constexpr std::string_view header = "[kinds.\"";
        if (line.starts_with(header)) {
            line.remove_prefix(header.size());
            const std::size_t quote = line.find('"');
            table_ = line.substr(quote + 1);
            if (table_ == "]")
                kinds_.push_back({std::string{line.substr(0, quote)}, file_, {}, {}});
        } else if (table_ == "]" && line.starts_with("engine = \"")) {
            line.remove_prefix(10);
            kinds_.back().engine = line.substr(0, line.find('"'));
        } else if (!table_.empty() && table_ == "." + kinds_.back().engine + "]") {
            if (line.empty() || line.starts_with('#')) return;
            std::string& settings = kinds_.back().settings;
            if (!settings.empty()) settings += ' ';
            settings += line;
        }
    }

    std::vector<WrittenKind> kinds_;
    std::string file_;
    std::string table_;  // what follows the kind's name in the header of the table being read
};

}  // namespace foreshock::test
