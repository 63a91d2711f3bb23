#include "collectors/logs/line_assembler.hpp"

namespace foreshock::collectors {
namespace {

bool is_tail(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// How many bytes the character at `at` has; 0 when it is no character of UTF-8 (RFC 3629) or is a
/// control character.
std::size_t character_bytes(std::string_view text, std::size_t at) {
    const auto first = static_cast<unsigned char>(text[at]);
    if (first < 0x80) return first >= 0x20 && first != 0x7F ? 1 : 0;
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || at + length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if (!is_tail(text[at + i])) return 0;
    }
    const auto second = static_cast<unsigned char>(text[at + 1]);
    const bool is_overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool is_beyond = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
    const bool is_control = first == 0xC2 && second < 0xA0;
    return is_overlong || is_beyond || is_control ? 0 : length;
}

}  // namespace

void clean_line(std::string& line) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.starts_with('\0')) line.erase(0, line.find_first_not_of('\0'));
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t bytes = character_bytes(line, at);
        if (bytes == 0) line[at] = line[at] == '\t' ? ' ' : '?';
        at += bytes == 0 ? 1 : bytes;
    }
}

bool LineAssembler::feed_part(std::string_view& bytes) {
    const auto end = bytes.find('\n');
    const bool is_whole = end != std::string_view::npos;
    const std::string_view part = bytes.substr(0, end);
    bytes.remove_prefix(is_whole ? end + 1 : bytes.size());
    if (is_passing_over_) return is_whole;
    const std::size_t room = line_bytes_max - line_.size();
    line_.append(part.substr(0, room));
    if (part.size() > room) {
        line_.resize(line_bytes_max - cut_mark.size());
        line_.append(cut_mark);
        is_passing_over_ = true;
    }
    is_ready_ = is_whole || is_passing_over_;
    if (is_ready_) clean_line(line_);
    return is_whole;
}

}  // namespace foreshock::collectors
