#include "formats/mask_secrets.hpp"

#include <algorithm>
#include <array>

namespace foreshock::formats {
namespace {

constexpr std::string_view mask = "***";
constexpr std::size_t base64_line_min = 40;
constexpr std::size_t bearer_min = 6;
constexpr int passes_max = 8;

constexpr std::array<std::string_view, 15> secret_words{
    "password",   "passwd",      "passphrase",    "passwort",   "secret",
    "token",      "apikey",      "api_key",       "api-key",    "access_key",
    "access-key", "private_key", "authorization", "credential", "cookie"};

/// Of a name's last part: "db_pass", but not "compass".
constexpr std::array<std::string_view, 4> secret_names{"pwd", "pass", "psk", "pw"};

constexpr std::array<std::string_view, 8> token_beginnings{"eyJ",  "AKIA",  "ASIA",  "ghp_",
                                                           "gho_", "xoxb-", "xoxp-", "glpat-"};
constexpr std::size_t token_bytes_min = 16;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_name(char c) {
    return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
}

bool is_base64(char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '/' || c == '=';
}

/// b64token of RFC 6750 §2.1.
bool is_credential(char c) {
    return is_name(c) || is_base64(c) || c == '~';
}

bool is_quote(char c) {
    return c == '"' || c == '\'';
}

bool is_value_end(char c) {
    return c == ' ' || c == '\t' || c == '&' || is_quote(c);
}

std::string lower(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// A header's value goes on to the end of the line.
bool is_header(std::string_view lower_name) {
    return contains(lower_name, "authorization") || contains(lower_name, "cookie");
}

bool is_secret(std::string_view lower_name) {
    const std::string_view last_part = lower_name.substr(lower_name.find_last_of("_-.") + 1);
    return std::any_of(secret_words.begin(), secret_words.end(),
                       [&](std::string_view word) { return contains(lower_name, word); }) ||
           std::find(secret_names.begin(), secret_names.end(), last_part) != secret_names.end();
}

bool is_token(std::string_view name) {
    return name.size() >= token_bytes_min &&
           std::any_of(token_beginnings.begin(), token_beginnings.end(),
                       [name](std::string_view beginning) { return name.starts_with(beginning); });
}

/// Is this a line of a PEM body, or of another coded key?
bool is_coded(std::string_view line) {
    return line.size() >= base64_line_min && std::all_of(line.begin(), line.end(), is_base64);
}

/// Goes over a line once, from its left to its right.
class Masking {
public:
    explicit Masking(std::string_view line) : rest_(line) {}

    std::string run() && {
        while (!rest_.empty()) {
            if (rest_.starts_with("-----BEGIN")) {
                mask_block();
            } else if (rest_.starts_with("://")) {
                mask_user_password();
            } else if (is_letter(rest_.front())) {
                mask_named();
            } else {
                keep(1);
            }
        }
        return std::move(out_);
    }

private:
    void keep(std::size_t bytes) {
        out_.append(rest_.substr(0, bytes));
        rest_.remove_prefix(std::min(bytes, rest_.size()));
    }

    void hide(std::size_t bytes) {
        if (bytes == 0) return;
        out_.append(mask);
        rest_.remove_prefix(std::min(bytes, rest_.size()));
    }

    void mask_block() {
        const auto end = rest_.find("-----END");
        const auto close = end == std::string_view::npos ? end : rest_.find("-----", end + 8);
        hide(close == std::string_view::npos ? rest_.size() : close + 5);
    }

    /// "://user:password@": what is between the first colon and the last '@' before the path.
    void mask_user_password() {
        keep(3);
        const std::string_view authority = rest_.substr(0, rest_.find_first_of("/? \t\"'"));
        const auto at = authority.rfind('@');
        const auto colon = authority.find(':');
        if (at == std::string_view::npos || colon >= at) return;
        keep(colon + 1);
        hide(at - colon - 1);
    }

    void mask_named() {
        std::size_t length = 0;
        while (length < rest_.size() && is_name(rest_[length]))
            ++length;
        const std::string_view name = rest_.substr(0, length);
        if (is_token(name)) return hide(length);
        const bool is_option = out_.ends_with("--");
        const std::string lower_name = lower(name);
        keep(length);
        if (lower_name == "bearer" || lower_name == "basic") return mask_bearer();
        if (is_secret(lower_name) && keep_separator(is_option)) mask_value(is_header(lower_name));
    }

    void mask_bearer() {
        if (!rest_.starts_with(' ')) return;
        const std::string_view word = rest_.substr(1);
        const auto end = std::find_if_not(word.begin(), word.end(), is_credential);
        const auto length = static_cast<std::size_t>(end - word.begin());
        // "a basic configuration" is English: credentials have digits or capitals.
        const bool is_word = std::none_of(
            word.begin(), end, [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); });
        if (length < bearer_min || is_word) return;
        keep(1);
        hide(length);
    }

    void keep_blanks() { keep(std::min(rest_.find_first_not_of(" \t"), rest_.size())); }

    /// '=', ':', "=>" or ":=", with blanks and a closing quote before it; a blank behind an option.
    bool keep_separator(bool is_option) {
        if (!rest_.empty() && is_quote(rest_.front())) keep(1);
        const auto sign = rest_.find_first_not_of(" \t");
        const bool is_signed =
            sign != std::string_view::npos && (rest_[sign] == '=' || rest_[sign] == ':');
        if (!is_signed) {
            if (is_option) keep_blanks();
            return is_option;
        }
        keep(sign + 1);
        if (rest_.starts_with('>') || rest_.starts_with('=')) keep(1);
        keep_blanks();
        return true;
    }

    void mask_value(bool goes_on) {
        if (!rest_.empty() && is_quote(rest_.front())) {
            const char quote = rest_.front();
            keep(1);
            const auto end = rest_.find(quote);
            return hide(std::min(end, rest_.size()));
        }
        if (goes_on) return hide(std::min(rest_.find('"'), rest_.size()));
        const auto end = std::find_if(rest_.begin(), rest_.end(), is_value_end);
        hide(static_cast<std::size_t>(end - rest_.begin()));
    }

    std::string_view rest_;
    std::string out_;
};

}  // namespace

std::string mask_secrets(std::string_view line) {
    if (is_coded(line)) return std::string{mask};
    std::string masked = Masking{line}.run();
    // The '/' that ended an authority may have been part of what is masked now.
    for (int again = 0; again < passes_max && contains(masked, "://"); ++again) {
        std::string next = Masking{masked}.run();
        if (next == masked) break;
        masked = std::move(next);
    }
    return masked;
}

}  // namespace foreshock::formats
