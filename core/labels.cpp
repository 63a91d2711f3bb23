#include "core/labels.hpp"

#include <algorithm>

#include "core/label_name.hpp"

namespace foreshock {
namespace {

bool is_name_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool has_control(std::string_view value) {
    return std::any_of(value.begin(), value.end(), [](unsigned char c) { return c < 0x20; });
}

void append_escaped(std::string& out, std::string_view value) {
    for (char c : value) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n') {
            out += "\\n";
        } else {
            out += c;
        }
    }
}

/// Takes a quoted value from the front of `text`.
Result<std::string> take_quoted(std::string_view& text) {
    std::string value;
    if (text.empty() || text.front() != '"') return fail(Errc::malformed, "a value needs quotes");
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return value;
        }
        const bool escaped = text[i] == '\\' && i + 1 < text.size();
        if (escaped) ++i;
        value += escaped && text[i] == 'n' ? '\n' : text[i];
    }
    return fail(Errc::malformed, "a value has no closing quote");
}

}  // namespace

bool is_label_name(std::string_view name) {
    const auto inside = [](char c) { return is_name_start(c) || (c >= '0' && c <= '9'); };
    return !name.empty() && name.size() <= Labels::name_bytes_max && is_name_start(name.front()) &&
           std::all_of(name.begin(), name.end(), inside);
}

Labels::Labels(std::initializer_list<Pair> pairs) : pairs_(pairs) {
    std::sort(pairs_.begin(), pairs_.end());
}

Result<Labels> Labels::from_pairs(std::vector<Pair> pairs) {
    if (pairs.size() > count_max) return fail(Errc::invalid, "more than 16 labels");
    std::sort(pairs.begin(), pairs.end());
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const auto& [name, value] = pairs[i];
        if (!is_label_name(name))
            return fail(Errc::invalid, "label name '" + name.substr(0, 64) + "'");
        if (value.size() > value_bytes_max)
            return fail(Errc::invalid, "label " + name + " is too long");
        if (has_control(value))
            return fail(Errc::invalid, "label " + name + " has control characters");
        if (i > 0 && pairs[i - 1].first == name)
            return fail(Errc::invalid, "label " + name + " repeats");
    }
    Labels labels;
    labels.pairs_ = std::move(pairs);
    return labels;
}

Result<Labels> Labels::parse(std::string_view text) {
    std::vector<Pair> pairs;
    if (text.starts_with('{') && text.ends_with('}')) text = text.substr(1, text.size() - 2);
    while (!text.empty()) {
        const auto equals = text.find('=');
        if (equals == std::string_view::npos)
            return fail(Errc::malformed, "a label needs name=\"value\"");
        std::string name{text.substr(0, equals)};
        text.remove_prefix(equals + 1);
        Result<std::string> value = take_quoted(text);
        if (!value) return fail(std::move(value).error().with("label " + name));
        pairs.emplace_back(std::move(name), std::move(*value));
        if (!text.empty() && text.front() != ',')
            return fail(Errc::malformed, "labels need commas");
        if (!text.empty()) text.remove_prefix(1);
    }
    return from_pairs(std::move(pairs));
}

std::string_view Labels::get(std::string_view name) const {
    for (const Pair& pair : pairs_) {
        if (pair.first == name) return pair.second;
    }
    return {};
}

std::string Labels::text() const {
    if (pairs_.empty()) return {};
    std::string out = "{";
    for (const auto& [name, value] : pairs_) {
        if (out.size() > 1) out += ',';
        out += name + "=\"";
        append_escaped(out, value);
        out += '"';
    }
    return out + "}";
}

}  // namespace foreshock
