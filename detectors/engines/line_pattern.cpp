#include "detectors/engines/line_pattern.hpp"

#include <algorithm>

namespace foreshock::detectors {
namespace {

constexpr std::string_view blanks = " \t";
constexpr std::string_view trailing = ".,:;)]";

bool is_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

/// What may stand in a label: printable ASCII without blanks and quotes.
bool is_word(std::string_view word) {
    return !word.empty() && word.size() <= LinePattern::name_bytes_max &&
           std::all_of(word.begin(), word.end(),
                       [](char c) { return c > ' ' && c < 0x7F && c != '"' && c != '\\'; });
}

/// The word at the beginning of the text, without the marks that end a sentence.
std::string_view first_word(std::string_view text) {
    text = text.substr(0, text.find_first_of(blanks));
    return text.substr(0, text.find_last_not_of(trailing) + 1);
}

}  // namespace

Result<LinePattern> LinePattern::parse(std::string_view text) {
    LinePattern pattern;
    pattern.text_ = text;
    Part part;
    while (!text.empty()) {
        const std::size_t special = std::min(text.find_first_of("*{"), text.size());
        part.literal = text.substr(0, special);
        text.remove_prefix(special);
        const bool is_first = pattern.parts_.empty() && part.gap == Gap::none;
        if (!part.literal.empty() || !is_first) pattern.parts_.push_back(std::exchange(part, {}));
        if (text.empty()) break;
        const bool is_after_any = text.front() == '*';
        if (is_after_any) text.remove_prefix(1);
        part.gap = is_after_any ? Gap::any : Gap::word_behind;
        if (!text.starts_with('{')) continue;
        const std::size_t end = std::min(text.find('}'), text.size());
        part.name = text.substr(1, std::max<std::size_t>(end, 1) - 1);
        if (!is_name(part.name) || end == text.size())
            return fail(Errc::invalid, "{…} must name a label");
        if (is_after_any || pattern.parts_.empty()) part.gap = Gap::word_in_front;
        text.remove_prefix(end + 1);
    }
    if (part.gap != Gap::none) pattern.parts_.push_back(part);
    for (std::size_t i = 0; i < pattern.parts_.size(); ++i) {
        const bool ends = i > 0 && i + 1 == pattern.parts_.size();
        const bool needs_literal = !ends || pattern.parts_[i].gap == Gap::word_in_front;
        if (pattern.parts_[i].literal.empty() && needs_literal)
            return fail(Errc::invalid, "needs a literal text between its gaps");
    }
    if (pattern.parts_.empty()) return fail(Errc::invalid, "is empty");
    return pattern;
}

/// Empty when the gap holds no word that can be kept.
std::string_view LinePattern::word_before(const Part& part, std::string_view line, std::size_t from,
                                          std::size_t place) {
    std::string_view gap = line.substr(from, place - from);
    if (part.gap == Gap::word_in_front) {
        const std::size_t blank = gap.find_last_of(blanks);
        if (blank != gap.npos) gap.remove_prefix(blank + 1);
    } else if (part.literal.empty()) {
        gap = first_word(line.substr(from));
    }
    return is_word(gap) ? gap : std::string_view{};
}

bool LinePattern::match_at(std::string_view line, std::size_t place, Captures& captures) const {
    captures.clear();
    std::size_t from = 0;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        const Part& part = parts_[i];
        if (i > 0) place = line.find(part.literal, from);
        if (place == line.npos) return false;
        if (!part.name.empty()) {
            const std::string_view word = word_before(part, line, from, place);
            if (word.empty()) return false;
            captures.emplace_back(part.name, word);
        }
        from = place + part.literal.size();
    }
    return true;
}

bool LinePattern::match(std::string_view line, Captures& captures) const {
    const std::string& first = parts_.front().literal;
    std::size_t place = line.find(first);
    for (std::size_t tries = 0; tries < tries_max && place != line.npos; ++tries) {
        if (match_at(line, place, captures)) return true;
        place = line.find(first, place + 1);
    }
    captures.clear();
    return false;
}

}  // namespace foreshock::detectors
