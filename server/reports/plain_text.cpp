#include "server/reports/plain_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace foreshock::reports {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

struct Entity {
    std::string_view name;
    std::string_view letters;
};

constexpr std::array<Entity, 8> entities{{{"amp", "&"},
                                          {"lt", "<"},
                                          {"gt", ">"},
                                          {"quot", "\""},
                                          {"apos", "'"},
                                          {"nbsp", " "},
                                          {"ndash", "-"},
                                          {"hellip", "..."}}};

constexpr std::array<std::string_view, 11> blocks{"br", "p",  "div", "tr", "li",   "h1",
                                                  "h2", "h3", "h4",  "ul", "table"};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

void append_letter(std::uint32_t code, std::string& into) {
    const bool is_letter = code > 0 && code < 0x110000 && (code < 0xD800 || code > 0xDFFF);
    if (!is_letter) {
        into += replacement;
    } else if (code < 0x80) {
        into += static_cast<char>(code);
    } else if (code < 0x800) {
        into += static_cast<char>(0xC0 | (code >> 6U));
        into += static_cast<char>(0x80 | (code & 0x3FU));
    } else if (code < 0x10000) {
        into += static_cast<char>(0xE0 | (code >> 12U));
        into += static_cast<char>(0x80 | ((code >> 6U) & 0x3FU));
        into += static_cast<char>(0x80 | (code & 0x3FU));
    } else {
        into += static_cast<char>(0xF0 | (code >> 18U));
        into += static_cast<char>(0x80 | ((code >> 12U) & 0x3FU));
        into += static_cast<char>(0x80 | ((code >> 6U) & 0x3FU));
        into += static_cast<char>(0x80 | (code & 0x3FU));
    }
}

/// "#3585" or "#xE01".
bool append_numeric(std::string_view name, std::string& into) {
    const bool is_hex = name.size() > 1 && lower(name[1]) == 'x';
    const std::string_view digits = name.substr(std::min<std::size_t>(is_hex ? 2 : 1, name.size()));
    if (digits.empty() || digits.size() > 8) return false;
    std::uint32_t code = 0;
    for (const char raw : digits) {
        const char c = lower(raw);
        const bool is_digit = c >= '0' && c <= '9';
        if (!is_digit && !(is_hex && c >= 'a' && c <= 'f')) return false;
        const auto value = static_cast<std::uint32_t>(is_digit ? c - '0' : c - 'a' + 10);
        code = code * (is_hex ? 16U : 10U) + value;
        if (code > 0x110000) return false;
    }
    append_letter(code, into);
    return true;
}

/// Takes an entity at the front; its length, or 0 for none.
std::size_t take_entity(std::string_view html, std::string& into) {
    constexpr std::size_t entity_bytes_max = 12;
    const std::size_t end = html.substr(0, entity_bytes_max).find(';');
    if (end == std::string_view::npos || end < 2) return 0;
    const std::string_view name = html.substr(1, end - 1);
    if (name.front() == '#') return append_numeric(name, into) ? end + 1 : 0;
    for (const Entity& one : entities) {
        if (one.name == name) return into += one.letters, end + 1;
    }
    return 0;
}

std::string name_of_tag(std::string_view tag) {
    std::string name;
    if (tag.starts_with('/')) tag.remove_prefix(1);
    for (const char raw : tag) {
        const char c = lower(raw);
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) break;
        name += c;
    }
    return name;
}

std::size_t find_no_case(std::string_view text, std::string_view wanted, std::size_t from) {
    const auto found =
        std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), wanted.begin(),
                    wanted.end(), [](char a, char b) { return lower(a) == b; });
    return found == text.end() ? std::string_view::npos
                               : static_cast<std::size_t>(found - text.begin());
}

/// Where the text goes on after the tag that begins at `at`.
std::size_t skip_tag(std::string_view html, std::size_t at, std::string& into) {
    if (html.substr(at).starts_with("<!--")) {
        const std::size_t end = html.find("-->", at);
        return end == std::string_view::npos ? html.size() : end + 3;
    }
    const std::size_t shut = html.find('>', at);
    if (shut == std::string_view::npos) return html.size();
    const std::string name = name_of_tag(html.substr(at + 1, shut - at - 1));
    const bool is_hidden =
        (name == "script" || name == "style" || name == "head") && html[at + 1] != '/';
    if (is_hidden) {
        const std::size_t end = find_no_case(html, "</" + name, shut);
        if (end == std::string_view::npos) return html.size();
        const std::size_t after = html.find('>', end);
        return after == std::string_view::npos ? html.size() : after + 1;
    }
    const bool is_block = std::find(blocks.begin(), blocks.end(), name) != blocks.end();
    if (is_block && !into.empty() && into.back() != '\n') into += '\n';
    return shut + 1;
}

std::size_t letter_bytes(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t bytes = first < 0x80                     ? 1
                              : first >= 0xC2 && first <= 0xDF ? 2
                              : first >= 0xE0 && first <= 0xEF ? 3
                              : first >= 0xF0 && first <= 0xF4 ? 4
                                                               : 0;
    if (bytes == 0 || bytes > text.size()) return 0;
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return 0;
    }
    const auto second = bytes > 1 ? static_cast<unsigned char>(text[1]) : 0U;
    const bool is_overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool is_no_letter = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
    return is_overlong || is_no_letter ? 0 : bytes;
}

}  // namespace

std::string text_of_html(std::string_view html) {
    std::string text;
    for (std::size_t at = 0; at < html.size();) {
        const char c = html[at];
        const bool is_tag = c == '<' && at + 1 < html.size() &&
                            (html[at + 1] == '/' || html[at + 1] == '!' || html[at + 1] == '?' ||
                             (lower(html[at + 1]) >= 'a' && lower(html[at + 1]) <= 'z'));
        if (is_tag) {
            at = skip_tag(html, at, text);
            continue;
        }
        const std::size_t entity = c == '&' ? take_entity(html.substr(at), text) : 0;
        if (entity > 0) {
            at += entity;
            continue;
        }
        const bool is_blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        const bool repeats =
            is_blank && (text.empty() || text.back() == ' ' || text.back() == '\n');
        if (!repeats) text += is_blank ? ' ' : c;
        ++at;
    }
    return text;
}

std::string clean_utf8(std::string_view text) {
    std::string clean;
    while (!text.empty()) {
        const std::size_t bytes = letter_bytes(text);
        const char c = text.front();
        if (c == '\r') {
            if (text.size() < 2 || text[1] != '\n') clean += '\n';
        } else if (bytes == 0 ||
                   (bytes == 1 && static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n') ||
                   c == 0x7F) {
            clean += replacement;
        } else {
            clean += text.substr(0, bytes);
        }
        text.remove_prefix(std::max<std::size_t>(bytes, 1));
    }
    return clean;
}

std::string html_escaped(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        switch (c) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            case '\'':
                escaped += "&#39;";
                break;
            default:
                escaped += c;
        }
    }
    return escaped;
}

}  // namespace foreshock::reports
