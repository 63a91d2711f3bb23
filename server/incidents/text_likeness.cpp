#include "server/incidents/text_likeness.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace foreshock::incidents {
namespace {

constexpr std::size_t group = 3;
constexpr std::size_t name_bytes_min = 3;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_word_byte(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

std::string lowered(std::string_view text) {
    std::string lowered{text};
    std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
    return lowered;
}

/// Letters of UTF-8, each a view of its bytes; what parts words is one blank.
std::vector<std::string_view> letters_of(std::string_view text) {
    std::vector<std::string_view> letters;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
            ++end;
        const bool is_letter = is_word_byte(text[at]);
        const bool repeats_blank = !is_letter && !letters.empty() && letters.back() == " ";
        if (!repeats_blank) letters.push_back(is_letter ? text.substr(at, end - at) : " ");
        at = end;
    }
    return letters;
}

std::vector<std::string> groups_of(std::string_view text) {
    const std::string plain = lowered(text.substr(0, likeness_bytes_max));
    const std::vector<std::string_view> letters = letters_of(plain);
    std::vector<std::string> groups;
    for (std::size_t i = 0; i + group <= letters.size(); ++i) {
        std::string one;
        for (std::size_t j = 0; j < group; ++j)
            one += letters[i + j];
        groups.push_back(std::move(one));
    }
    std::sort(groups.begin(), groups.end());
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
    return groups;
}

}  // namespace

double likeness(std::string_view a, std::string_view b) {
    const std::vector<std::string> of_a = groups_of(a);
    const std::vector<std::string> of_b = groups_of(b);
    if (of_a.empty() || of_b.empty()) return 0;
    std::vector<std::string> both;
    std::set_intersection(of_a.begin(), of_a.end(), of_b.begin(), of_b.end(),
                          std::back_inserter(both));
    return 2.0 * static_cast<double>(both.size()) / static_cast<double>(of_a.size() + of_b.size());
}

bool mentions(std::string_view text, std::string_view name) {
    if (name.size() < name_bytes_min) return false;
    const std::string in = lowered(text);
    const std::string wanted = lowered(name);
    // Thai runs words together: only ASCII has to end where the name ends.
    const auto ends_there = [&](char inner, std::size_t at) {
        if (at >= in.size()) return true;
        const bool is_ascii_word =
            is_word_byte(in[at]) && static_cast<unsigned char>(in[at]) < 0x80;
        return !is_ascii_word || static_cast<unsigned char>(inner) >= 0x80;
    };
    for (std::size_t at = in.find(wanted); at != std::string::npos; at = in.find(wanted, at + 1)) {
        if (ends_there(wanted.back(), at + wanted.size()) && ends_there(wanted.front(), at - 1))
            return true;
    }
    return false;
}

}  // namespace foreshock::incidents
