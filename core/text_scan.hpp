#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace foreshock {

// How text is read: line by line, word by word, without copies. Each function takes what
// it returns off the front of the text it is given.

/// The next line, without its '\n'; false when nothing is left.
inline bool take_line(std::string_view& rest, std::string_view& line) {
    if (rest.empty()) return false;
    const void* end = std::memchr(rest.data(), '\n', rest.size());
    const std::size_t length =
        end ? static_cast<std::size_t>(static_cast<const char*>(end) - rest.data()) : rest.size();
    line = rest.substr(0, length);
    rest.remove_prefix(end ? length + 1 : length);
    return true;
}

/// What stands before the next blank or tab; empty when nothing is left.
inline std::string_view take_word(std::string_view& line) {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
    std::size_t start = 0;
    while (start < line.size() && is_blank(line[start]))
        ++start;
    std::size_t end = start;
    while (end < line.size() && !is_blank(line[end]))
        ++end;
    const std::string_view word = line.substr(start, end - start);
    line.remove_prefix(end);
    return word;
}

/// A whole word as a number; none when it is anything else.
std::optional<std::uint64_t> word_as_uint(std::string_view word);
std::optional<double> word_as_double(std::string_view word);

/// The next word as a number; none when there is no word or it is no number.
inline std::optional<std::uint64_t> take_uint(std::string_view& line) {
    return word_as_uint(take_word(line));
}

/// A text of one number and perhaps blanks and a line end: "32768\n".
std::optional<std::uint64_t> only_uint(std::string_view text);

/// Foreign bytes as a label value: at most Labels::value_bytes_max bytes of valid UTF-8 without
/// control characters; whatever else there is becomes '?'.
std::string label_text(std::string_view bytes);

}  // namespace foreshock
