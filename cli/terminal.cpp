#include "cli/terminal.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <utility>

#include <sys/ioctl.h>
#include <unistd.h>

#include "core/number.hpp"

namespace foreshock::cli {
namespace {

constexpr std::size_t width_default = 100;
constexpr std::size_t width_min = 40;
constexpr std::size_t width_max = 160;

std::string_view code_of(Colour colour) {
    switch (colour) {
        case Colour::red:
            return "\x1b[1;31m";
        case Colour::yellow:
            return "\x1b[33m";
        case Colour::green:
            return "\x1b[32m";
        case Colour::blue:
            return "\x1b[36m";
        case Colour::dim:
            return "\x1b[2m";
        case Colour::bold:
            return "\x1b[1m";
        case Colour::none:
            break;
    }
    return "";
}

std::string_view variable(const char* name) {
    const char* const value = std::getenv(name);
    return value ? value : "";
}

std::size_t terminal_width() {
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    const auto columns = parse_uint(variable("COLUMNS"));
    return columns ? *columns : width_default;
}

Duration local_offset(TimePoint now) {
    const std::time_t seconds = to_unix_ms(now) / 1000;
    std::tm local{};
    ::localtime_r(&seconds, &local);
    return std::chrono::seconds{local.tm_gmtoff};
}

bool begins_code_point(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
}

}  // namespace

std::string Look::paint(Colour colour, std::string_view text) const {
    if (!has_colour || colour == Colour::none) return std::string{text};
    return std::string{code_of(colour)} + std::string{text} + "\x1b[0m";
}

std::string Look::clock(TimePoint at) const {
    const std::string there = format_rfc3339(at + utc_offset);
    const std::string here = format_rfc3339(now + utc_offset);
    const std::string time = there.substr(11, 8);
    return there.substr(0, 10) == here.substr(0, 10) ? time : there.substr(0, 10) + " " + time;
}

Look look_of_terminal(TimePoint now) {
    Look look;
    look.now = now;
    look.utc_offset = local_offset(now);
    look.width = std::clamp(terminal_width(), width_min, width_max);
    look.has_colour =
        ::isatty(STDOUT_FILENO) == 1 && variable("NO_COLOR").empty() && variable("TERM") != "dumb";
    return look;
}

std::string printable(std::string_view text) {
    std::string clean{text};
    for (char& byte : clean) {
        const auto value = static_cast<unsigned char>(byte);
        if (value < 0x20 || value == 0x7F) byte = ' ';
    }
    return clean;
}

std::size_t columns_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_code_point));
}

std::string ellipsize(std::string_view text, std::size_t width) {
    if (columns_of(text) <= width) return std::string{text};
    std::size_t columns = 0;
    std::size_t end = 0;
    for (; end < text.size(); ++end) {
        if (begins_code_point(text[end]) && ++columns == std::max<std::size_t>(width, 1)) break;
    }
    return std::string{text.substr(0, end)} + "…";
}

std::string wrap(std::string_view text, std::size_t width, std::size_t indent) {
    std::string out;
    std::string line;
    const std::string blanks(indent, ' ');
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find_first_of(" \n"));
        const std::size_t needed = columns_of(line) + columns_of(word) + (line.empty() ? 0 : 1);
        if (!line.empty() && indent + needed > width) {
            out += blanks + std::exchange(line, "") + "\n";
        }
        if (!line.empty() && !word.empty()) line += ' ';
        line += word;
        const bool ends_line = word.size() < text.size() && text[word.size()] == '\n';
        if (ends_line) out += blanks + std::exchange(line, "") + "\n";
        text.remove_prefix(std::min(text.size(), word.size() + 1));
    }
    if (!line.empty()) out += blanks + line + "\n";
    return out;
}

}  // namespace foreshock::cli
