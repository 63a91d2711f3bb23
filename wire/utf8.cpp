#include "wire/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace foreshock::wire {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

struct LeadByte {
    std::size_t length;  // of the whole sequence, 0 when no sequence starts so
    unsigned char second_min;
    unsigned char second_max;
};

/// RFC 3629 §4: what may follow a first byte; the narrow ranges rule out overlong forms,
/// surrogates and what lies above U+10FFFF.
LeadByte classify(unsigned char first) {
    if (first < 0x80) return {1, 0, 0};
    if (first < 0xC2) return {0, 0, 0};
    if (first < 0xE0) return {2, 0x80, 0xBF};
    if (first == 0xE0) return {3, 0xA0, 0xBF};
    if (first == 0xED) return {3, 0x80, 0x9F};
    if (first < 0xF0) return {3, 0x80, 0xBF};
    if (first == 0xF0) return {4, 0x90, 0xBF};
    if (first < 0xF4) return {4, 0x80, 0xBF};
    if (first == 0xF4) return {4, 0x80, 0x8F};
    return {0, 0, 0};
}

/// The length of the character at the front of a text that is not empty, or 0.
std::size_t character_length(std::string_view text) {
    const LeadByte lead = classify(static_cast<unsigned char>(text[0]));
    if (lead.length <= 1) return lead.length;
    if (text.size() < lead.length) return 0;
    const auto second = static_cast<unsigned char>(text[1]);
    if (second < lead.second_min || second > lead.second_max) return 0;
    for (std::size_t i = 2; i < lead.length; ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) return 0;
    }
    return lead.length;
}

/// How many bytes at the front are ASCII for certain: a multiple of eight.
std::size_t plain_bytes(std::string_view text) {
    constexpr std::uint64_t high_bits = 0x8080808080808080;
    std::size_t plain = 0;
    for (std::uint64_t eight = 0; plain + sizeof eight <= text.size(); plain += sizeof eight) {
        std::memcpy(&eight, text.data() + plain, sizeof eight);
        if ((eight & high_bits) != 0) break;
    }
    return plain;
}

}  // namespace

bool is_utf8(std::string_view text) {
    text.remove_prefix(plain_bytes(text));
    while (!text.empty()) {
        const std::size_t length = character_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string to_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = character_length(text);
        out += length == 0 ? replacement : text.substr(0, length);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return out;
}

}  // namespace foreshock::wire
