#include "server/words/word_file.hpp"

#include "core/text_scan.hpp"

namespace foreshock::words {
namespace {

constexpr std::string_view heading = "== ";
constexpr std::string_view part_word = "part ";

/// Blank lines at the end are for the eye.
void trim_end(std::string& text) {
    while (text.ends_with("\n\n"))
        text.pop_back();
}

class Cutting {
public:
    explicit Cutting(WordFile& into) : into_(into) {}

    Result<void> begin(std::string_view name, std::size_t line) {
        finish();
        is_part_ = name.starts_with(part_word);
        if (is_part_) name.remove_prefix(part_word.size());
        name_ = name;
        begun_at_ = line + 1;
        const bool is_known = is_part_ ? into_.parts.contains(name) : into_.sections.contains(name);
        const std::string place = into_.name + ":" + std::to_string(line) + ": ";
        if (name_.empty()) return fail(Errc::invalid, place + "a section needs a name");
        if (is_known) return fail(Errc::invalid, place + "'" + name_ + "' is there twice");
        return {};
    }

    void add(std::string_view line) {
        if (!name_.empty()) text_ += std::string{line} + "\n";
    }

    void finish() {
        if (name_.empty()) return;
        trim_end(text_);
        if (is_part_) {
            into_.parts.emplace(name_, std::move(text_));
        } else {
            into_.sections.emplace(name_, WordFile::Section{std::move(text_), begun_at_});
        }
        text_.clear();
        name_.clear();
    }

private:
    WordFile& into_;
    std::string name_;
    std::string text_;
    std::size_t begun_at_ = 1;
    bool is_part_ = false;
};

}  // namespace

Result<WordFile> parse_word_file(std::string name, std::string_view text) {
    WordFile file;
    file.name = std::move(name);
    Cutting cutting{file};
    std::string_view line;
    for (std::size_t number = 1; take_line(text, line); ++number) {
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!line.starts_with(heading)) {
            cutting.add(line);
            continue;
        }
        if (Result<void> begun = cutting.begin(line.substr(heading.size()), number); !begun) {
            return fail(begun.error());
        }
    }
    cutting.finish();
    return file;
}

}  // namespace foreshock::words
