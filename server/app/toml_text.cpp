#include "server/app/toml_text.hpp"

#include <array>
#include <cstdio>

namespace foreshock::app {

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            std::array<char, 8> escaped{};
            std::snprintf(escaped.data(), escaped.size(), "\\u%04x", c);
            result += escaped.data();
            continue;
        }
        if (c == '"' || c == '\\') result.push_back('\\');
        result.push_back(c);
    }
    return result + '"';
}

std::string quoted(Duration span) {
    return quoted(format_duration(span));
}

}  // namespace foreshock::app
