#include "server/http/query.hpp"

#include <algorithm>

#include "core/number.hpp"

namespace foreshock::http {
namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

std::string quoted(std::string_view text) {
    return "'" + std::string{text.substr(0, 100)} + "'";
}

}  // namespace

Result<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
            const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
            if (low < 0) return fail(Errc::malformed, "'%' needs two hex digits after it");
            decoded.push_back(static_cast<char>(high * 16 + low));
            i += 2;
        } else {
            decoded.push_back(plus_is_space && text[i] == '+' ? ' ' : text[i]);
        }
    }
    return decoded;
}

std::string percent_encode(std::string_view text) {
    std::string encoded;
    for (const char c : text) {
        if (is_unreserved(c)) {
            encoded.push_back(c);
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded.push_back('%');
        encoded.push_back(hex_digits[byte >> 4]);
        encoded.push_back(hex_digits[byte & 15]);
    }
    return encoded;
}

Result<Query> Query::parse(std::string_view text) {
    Query query;
    while (!text.empty()) {
        const std::string_view pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), pair.size() + 1));
        if (pair.empty()) continue;
        if (query.parameters_.size() == parameters_max) {
            return fail(Errc::too_large,
                        "more than " + std::to_string(parameters_max) + " parameters");
        }
        const std::size_t equals = pair.find('=');
        Result<std::string> name = percent_decode(pair.substr(0, equals), true);
        Result<std::string> value =
            percent_decode(equals == std::string_view::npos ? "" : pair.substr(equals + 1), true);
        if (!name) return fail(std::move(name).error().with("query"));
        if (!value) return fail(std::move(value).error().with("query parameter " + quoted(*name)));
        query.parameters_.emplace_back(std::move(*name), std::move(*value));
    }
    return query;
}

std::optional<std::string_view> Query::get(std::string_view name) const {
    for (const auto& [key, value] : parameters_) {
        if (key == name) return value;
    }
    return std::nullopt;
}

std::vector<std::string_view> Query::all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& [key, value] : parameters_) {
        if (key == name) values.push_back(value);
    }
    return values;
}

std::vector<std::string_view> Query::list(std::string_view name) const {
    std::vector<std::string_view> parts;
    for (const auto& [key, value] : parameters_) {
        if (key != name) continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            const std::string_view part = rest.substr(0, rest.find(','));
            rest.remove_prefix(std::min(rest.size(), part.size() + 1));
            if (!part.empty()) parts.push_back(part);
        }
    }
    return parts;
}

std::string Query::with(std::string_view name, std::string_view value) const {
    std::string text;
    for (const auto& [key, old] : parameters_) {
        if (key != name) text += percent_encode(key) + "=" + percent_encode(old) + "&";
    }
    return text + percent_encode(name) + "=" + percent_encode(value);
}

Result<bool> Query::flag(std::string_view name, bool otherwise) const {
    const auto text = get(name);
    if (!text) return otherwise;
    if (*text == "true" || *text == "1") return true;
    if (*text == "false" || *text == "0") return false;
    return fail(Errc::invalid, "parameter '" + std::string{name} + "' must be true or false, not " +
                                   quoted(*text));
}

Result<std::size_t> Query::number(std::string_view name, std::size_t otherwise, std::size_t least,
                                  std::size_t most) const {
    const auto text = get(name);
    if (!text) return otherwise;
    const Result<std::uint64_t> value = parse_uint(*text);
    if (!value || *value < least || *value > most) {
        return fail(Errc::invalid, "parameter '" + std::string{name} + "' must be a number from " +
                                       std::to_string(least) + " to " + std::to_string(most) +
                                       ", not " + quoted(*text));
    }
    return static_cast<std::size_t>(*value);
}

Result<std::optional<TimePoint>> Query::time(std::string_view name) const {
    const auto text = get(name);
    if (!text) return std::optional<TimePoint>{};
    if (const Result<double> seconds = parse_double(*text)) {
        return std::optional{TimePoint{from_seconds(*seconds)}};
    }
    const Result<TimePoint> at = parse_rfc3339(*text);
    if (at) return std::optional{*at};
    return fail(Errc::invalid, "parameter '" + std::string{name} +
                                   "' must be a time such as 2026-11-23T22:57:00Z or Unix "
                                   "seconds, not " +
                                   quoted(*text));
}

Result<void> Query::only(std::span<const std::string_view> known) const {
    for (const auto& [key, value] : parameters_) {
        if (std::find(known.begin(), known.end(), key) != known.end()) continue;
        std::string names;
        for (const std::string_view name : known) {
            names += (names.empty() ? "" : ", ") + std::string{name};
        }
        return fail(Errc::invalid,
                    "unknown query parameter " + quoted(key) +
                        (names.empty() ? ": this takes none" : ": this takes " + names));
    }
    return {};
}

}  // namespace foreshock::http
