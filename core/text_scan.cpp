#include "core/text_scan.hpp"

#include <algorithm>
#include <charconv>

#include "core/labels.hpp"

namespace foreshock {
namespace {

template <class Number>
std::optional<Number> whole_word(std::string_view word) {
    Number value{};
    const char* end = word.data() + word.size();
    const auto [stopped, error] = std::from_chars(word.data(), end, value);
    if (word.empty() || error != std::errc{} || stopped != end) return std::nullopt;
    return value;
}

bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

/// How long a sequence that starts with this byte is; 0 for bytes that start none.
std::size_t sequence_length(unsigned char lead) {
    if (lead >= 0x20 && lead < 0x7F) return 1;
    if (lead >= 0xC2 && lead < 0xE0) return 2;
    if (lead >= 0xE0 && lead < 0xF0) return 3;
    if (lead >= 0xF0 && lead < 0xF5) return 4;
    return 0;
}

/// Overlong forms, surrogates and what lies beyond U+10FFFF (RFC 3629 §4).
bool is_forbidden_pair(unsigned char lead, unsigned char second) {
    return (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
           (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F);
}

/// The length of the valid character at the front; 0 when there is none.
std::size_t character_length(std::string_view bytes) {
    const auto lead = static_cast<unsigned char>(bytes.front());
    const std::size_t length = sequence_length(lead);
    if (length < 2 || length > bytes.size()) return length == 1 ? 1 : 0;
    if (is_forbidden_pair(lead, static_cast<unsigned char>(bytes[1]))) return 0;
    const std::string_view tail = bytes.substr(1, length - 1);
    return std::all_of(tail.begin(), tail.end(), is_continuation) ? length : 0;
}

}  // namespace

std::optional<std::uint64_t> word_as_uint(std::string_view word) {
    return whole_word<std::uint64_t>(word);
}

std::optional<double> word_as_double(std::string_view word) {
    return whole_word<double>(word);
}

std::optional<std::uint64_t> only_uint(std::string_view text) {
    std::string_view line;
    if (!take_line(text, line)) return std::nullopt;
    const auto value = take_uint(line);
    const bool more = !take_word(line).empty() || !text.empty();
    return more ? std::nullopt : value;
}

std::string label_text(std::string_view bytes) {
    std::string text;
    while (!bytes.empty()) {
        const std::size_t length = character_length(bytes);
        if (text.size() + std::max<std::size_t>(length, 1) > Labels::value_bytes_max) break;
        text += length > 0 ? bytes.substr(0, length) : std::string_view{"?"};
        bytes.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return text;
}

}  // namespace foreshock
