#include "server/reports/report.hpp"

#include <array>

namespace foreshock::reports {
namespace {

constexpr std::array<std::string_view, 3> intents{"incident", "request", "unsure"};
constexpr std::array<std::string_view, 5> request_states{"none", "open", "assigned", "done",
                                                         "forwarded"};

template <class Enum, std::size_t count>
Result<Enum> parse(const std::array<std::string_view, count>& names, std::string_view what,
                   std::string_view text) {
    for (std::size_t i = 0; i < count; ++i) {
        if (names[i] == text) return static_cast<Enum>(i);
    }
    return fail(Errc::malformed, "no such " + std::string{what} + ": " + std::string{text});
}

}  // namespace

std::string words_of(const Report& report) {
    if (report.subject.empty()) return report.text;
    return report.subject + "\n" + report.text;
}

std::string clipped(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return std::string{text};
    std::size_t end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return std::string{text.substr(0, end)};
}

// U+0E01 to U+0E5B: the bytes E0 B8 .. and E0 B9 ...
std::string language_of(std::string_view text) {
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        const auto first = static_cast<unsigned char>(text[i]);
        const auto second = static_cast<unsigned char>(text[i + 1]);
        if (first == 0xE0 && (second == 0xB8 || second == 0xB9)) return "th";
    }
    return "en";
}

std::string_view to_string(Intent intent) {
    return intents[static_cast<std::size_t>(intent)];
}

std::string_view to_string(RequestState state) {
    return request_states[static_cast<std::size_t>(state)];
}

Result<Intent> parse_intent(std::string_view text) {
    return parse<Intent>(intents, "intent", text);
}

Result<RequestState> parse_request_state(std::string_view text) {
    return parse<RequestState>(request_states, "request state", text);
}

}  // namespace foreshock::reports
