#include "collectors/checks/statsd_line.hpp"

#include <algorithm>
#include <cmath>

#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

std::string_view take_until(std::string_view& text, char end) {
    const auto at = std::min(text.find(end), text.size());
    const std::string_view taken = text.substr(0, at);
    text.remove_prefix(std::min(at + 1, text.size()));
    return taken;
}

std::optional<StatsdType> type_of(std::string_view word) {
    if (word == "c") return StatsdType::counter;
    if (word == "g") return StatsdType::gauge;
    if (word == "ms") return StatsdType::timer;
    if (word == "s") return StatsdType::set;
    return std::nullopt;
}

bool is_name(std::string_view name) {
    const auto is_printable = [](char c) { return static_cast<unsigned char>(c) > 0x20; };
    return !name.empty() && name.size() <= statsd_name_bytes_max &&
           std::all_of(name.begin(), name.end(), is_printable);
}

/// False when it is no finite number.
bool read_value(std::string_view text, StatsdLine& line) {
    const bool is_signed = text.starts_with('+') || text.starts_with('-');
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto value = word_as_double(text);
    if (!value || !std::isfinite(*value)) return false;
    line.value = *value;
    line.is_difference = is_signed && line.type == StatsdType::gauge;
    return true;
}

/// "@0.1" and "#tag:value" in any order.
bool read_extras(std::string_view extras, StatsdLine& line) {
    while (!extras.empty()) {
        std::string_view extra = take_until(extras, '|');
        if (!extra.starts_with('@')) continue;
        extra.remove_prefix(1);
        const auto rate = word_as_double(extra);
        if (!rate || !(*rate > 0 && *rate <= 1)) return false;
        line.sample_rate = *rate;
    }
    return true;
}

}  // namespace

std::optional<StatsdLine> parse_statsd_line(std::string_view text) {
    StatsdLine line;
    if (text.find(':') == std::string_view::npos) return std::nullopt;
    line.name = take_until(text, ':');
    const std::string_view value = take_until(text, '|');
    const auto type = type_of(take_until(text, '|'));
    if (!is_name(line.name) || !type || value.empty()) return std::nullopt;
    line.type = *type;
    if (line.type == StatsdType::set) {
        line.member = value;
    } else if (!read_value(value, line)) {
        return std::nullopt;
    }
    return read_extras(text, line) ? std::optional{line} : std::nullopt;
}

}  // namespace foreshock::collectors
