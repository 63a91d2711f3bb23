#include "collectors/hardware/attribute_files.hpp"

#include <algorithm>
#include <cmath>

#include "core/text_scan.hpp"

namespace foreshock::collectors {

std::string_view first_line(std::string_view text) {
    std::string_view line;
    take_line(text, line);
    constexpr std::string_view blanks = " \t\r";
    const std::size_t begin = line.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return line.substr(begin, line.find_last_not_of(blanks) - begin + 1);
}

std::optional<double> word_as_signed(std::string_view word) {
    const bool negative = word.starts_with('-');
    if (negative) word.remove_prefix(1);
    const auto value = word_as_uint(word);
    if (!value) return std::nullopt;
    return negative ? -static_cast<double>(*value) : static_cast<double>(*value);
}

std::optional<double> word_as_finite(std::string_view word) {
    const auto value = word_as_double(word);
    return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<std::string> read_attribute(const HostFs& host, const std::string& path) {
    const auto text = host.read(path);
    if (!text) return std::nullopt;
    const std::string_view line = first_line(*text);
    return line.empty() ? std::nullopt : std::optional{std::string{line}};
}

std::optional<double> read_number(const HostFs& host, const std::string& path) {
    const auto text = host.read(path);
    return text ? word_as_signed(first_line(*text)) : std::nullopt;
}

std::vector<std::string> sorted_names(const HostFs& host, const std::string& folder,
                                      std::string_view beginning) {
    auto listed = host.list(folder);
    if (!listed) return {};
    std::vector<std::string> names = std::move(*listed);
    std::erase_if(names, [beginning](const std::string& n) { return !n.starts_with(beginning); });
    std::sort(names.begin(), names.end());
    return names;
}

std::optional<std::string> link_name(const HostFs& host, const std::string& path) {
    const auto target = host.read_link(path);
    if (!target) return std::nullopt;
    const std::string name = target->substr(target->rfind('/') + 1);
    return name.empty() ? std::nullopt : std::optional{name};
}

}  // namespace foreshock::collectors
