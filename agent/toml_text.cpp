#include "agent/toml_text.hpp"

namespace foreshock::agent {

std::string toml_text(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            static constexpr std::string_view hex = "0123456789ABCDEF";
            const auto code = static_cast<unsigned char>(c);
            out += std::string{"\\u00"} + hex[code >> 4U] + hex[code & 15U];
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string toml_list(const std::vector<std::string>& texts) {
    std::string out = "[";
    for (const std::string& text : texts)
        out += (out.size() > 1 ? ", " : "") + toml_text(text);
    return out + "]";
}

}  // namespace foreshock::agent
