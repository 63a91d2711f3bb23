#include "formats/line_severity.hpp"

#include <algorithm>
#include <array>

namespace foreshock::formats {
namespace {

using enum LogSeverity;

constexpr std::size_t statement_bytes_max = 160;
constexpr std::size_t word_bytes_max = 13;

struct Word {
    std::string_view word;
    LogSeverity severity;
};

constexpr std::array<Word, 21> stated_words{{{"emerg", emergency},
                                             {"emergency", emergency},
                                             {"alert", alert},
                                             {"fatal", critical},
                                             {"panic", critical},
                                             {"crit", critical},
                                             {"critical", critical},
                                             {"severe", error},
                                             {"err", error},
                                             {"error", error},
                                             {"eror", error},
                                             {"warn", warning},
                                             {"warning", warning},
                                             {"notice", notice},
                                             {"log", informational},
                                             {"info", informational},
                                             {"information", informational},
                                             {"informational", informational},
                                             {"debug", debug},
                                             {"trace", debug},
                                             {"verbose", debug}}};

constexpr std::array<Word, 12> telling_words{{{"fatal", critical},
                                              {"panic", critical},
                                              {"error", error},
                                              {"errors", error},
                                              {"failed", error},
                                              {"failure", error},
                                              {"exception", error},
                                              {"traceback", error},
                                              {"segfault", error},
                                              {"aborted", error},
                                              {"warning", warning},
                                              {"deprecated", warning}}};

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_upper(std::string_view word) {
    return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

template <std::size_t Count>
std::optional<LogSeverity> find_word(const std::array<Word, Count>& words, std::string_view word) {
    if (word.size() > word_bytes_max) return std::nullopt;
    std::array<char, word_bytes_max> lower{};
    std::transform(word.begin(), word.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const std::string_view wanted{lower.data(), word.size()};
    for (const Word& known : words) {
        if (known.word == wanted) return known.severity;
    }
    return std::nullopt;
}

/// A word of letters, with what stands around it.
struct Place {
    std::string_view word;
    std::string_view before;
    char next;  ///< '\0' at the end
};

/// Calls `visit` for each word until it says true.
template <class Visit>
void for_each_word(std::string_view text, Visit&& visit) {
    for (std::size_t at = 0; at < text.size();) {
        if (!is_letter(text[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && is_letter(text[end]))
            ++end;
        const char next = end < text.size() ? text[end] : '\0';
        if (visit(Place{text.substr(at, end - at), text.substr(0, at), next})) return;
        at = end;
    }
}

/// "[warn]", "<error>", "level=info", "\"debug\"", "|ERROR|": set apart as only levels are.
bool is_set_apart(const Place& place) {
    const char previous = place.before.empty() ? '\0' : place.before.back();
    const bool is_opened = std::string_view{"[<(=\"|"}.find(previous) != std::string_view::npos;
    const bool is_closed = std::string_view{"]>)\"| ,"}.find(place.next) != std::string_view::npos;
    return is_opened && (is_closed || place.next == '\0');
}

/// "error: …", "warning: …" at the very beginning.
bool is_heading(const Place& place) {
    return place.before.empty() && place.next == ':';
}

bool is_denied(std::string_view before) {
    for (const std::string_view denial : {" 0 ", " no ", "without ", "=0 ", "non-"}) {
        if (before.ends_with(denial)) return true;
    }
    return before == "0 " || before == "no " || before == "No ";
}

}  // namespace

std::optional<LogSeverity> stated_severity(std::string_view text) {
    std::optional<LogSeverity> found;
    for_each_word(text.substr(0, statement_bytes_max), [&](const Place& place) {
        const bool is_shouted = place.word.size() >= 3 && is_upper(place.word);
        if (is_shouted || is_set_apart(place) || is_heading(place)) {
            found = find_word(stated_words, place.word);
        }
        return found.has_value();
    });
    return found;
}

LogSeverity guess_severity(std::string_view text) {
    if (const auto stated = stated_severity(text)) return *stated;
    LogSeverity worst = informational;
    for_each_word(text, [&](const Place& place) {
        const auto told = find_word(telling_words, place.word);
        if (told && !is_denied(place.before)) worst = std::min(worst, *told);
        return false;
    });
    return worst;
}

}  // namespace foreshock::formats
