#include "agent/config_section.hpp"

#include <algorithm>
#include <array>

#include "core/number.hpp"

namespace foreshock::agent {
namespace {

struct ByteUnit {
    std::string_view name;
    double bytes;
};

constexpr std::array<ByteUnit, 4> byte_units{
    {{"KiB", 1024.0}, {"MiB", 1024.0 * 1024}, {"GiB", 1024.0 * 1024 * 1024}, {"B", 1}}};

/// "64MiB", "512 KiB".
std::optional<double> parse_bytes(std::string_view text) {
    for (const ByteUnit& unit : byte_units) {
        if (!text.ends_with(unit.name)) continue;
        text.remove_suffix(unit.name.size());
        while (text.ends_with(' '))
            text.remove_suffix(1);
        const auto amount = parse_double(text);
        return amount ? std::optional{*amount * unit.bytes} : std::nullopt;
    }
    return std::nullopt;
}

std::string join(const std::vector<std::string_view>& words) {
    std::string out;
    for (std::string_view word : words)
        out += (out.empty() ? "" : ", ") + std::string{word};
    return out;
}

}  // namespace

void Complaints::add(const toml::source_region& where, std::string_view path,
                     std::string_view what) {
    const std::string file = where.path ? *where.path : std::string{"configuration"};
    lines_.push_back(file + ":" + std::to_string(where.begin.line) + ":" +
                     std::to_string(where.begin.column) + ": " + std::string{path} + ": " +
                     std::string{what});
}

std::string Complaints::text() const {
    std::string out;
    for (const std::string& line : lines_)
        out += (out.empty() ? "" : "\n") + line;
    return out;
}

const toml::node* ConfigSection::find(std::string_view key) {
    known_.emplace(key);
    return table_.get(key);
}

void ConfigSection::complain(std::string_view key, std::string_view what) {
    const toml::node* node = table_.get(key);
    const std::string path = path_.empty() ? std::string{key} : path_ + "." + std::string{key};
    complaints_.add(node ? node->source() : table_.source(), path, what);
}

void ConfigSection::text(std::string_view key, std::string& out) {
    const toml::node* node = find(key);
    if (!node) return;
    const auto value = node->value_exact<std::string>();
    if (!value) return complain(key, "a text is needed, in quotes");
    out = *value;
}

void ConfigSection::flag(std::string_view key, bool& out) {
    const toml::node* node = find(key);
    if (!node) return;
    const auto value = node->value_exact<bool>();
    if (!value) return complain(key, "true or false is needed, without quotes");
    out = *value;
}

void ConfigSection::duration(std::string_view key, Duration& out, Duration min, Duration max) {
    const toml::node* node = find(key);
    if (!node) return;
    const auto value = node->value_exact<std::string>();
    if (!value) return complain(key, "a duration is needed, in quotes and with its unit: \"30s\"");
    const Result<Duration> span = parse_duration(*value);
    if (!span) return complain(key, span.error().what);
    if (*span < min || *span > max) {
        return complain(key,
                        "must be between " + format_duration(min) + " and " + format_duration(max));
    }
    out = *span;
}

void ConfigSection::bytes(std::string_view key, std::size_t& out, std::size_t min) {
    const toml::node* node = find(key);
    if (!node) return;
    std::optional<double> amount;
    if (const auto whole = node->value_exact<std::int64_t>()) amount = static_cast<double>(*whole);
    if (const auto words = node->value_exact<std::string>()) amount = parse_bytes(*words);
    if (!amount) return complain(key, "a size is needed: 67108864 or \"64MiB\"");
    if (*amount < static_cast<double>(min) || *amount > 1e15) {
        return complain(key, "must be at least " + describe_bytes(static_cast<double>(min)));
    }
    out = static_cast<std::size_t>(*amount);
}

void ConfigSection::number(std::string_view key, double& out, double min, double max) {
    const toml::node* node = find(key);
    if (!node) return;
    std::optional<double> value = node->value_exact<double>();
    if (!value && node->is_integer()) value = node->value<double>();
    if (!value) return complain(key, "a number is needed, without quotes");
    if (!(*value >= min && *value <= max)) {
        return complain(key,
                        "must be between " + format_double(min) + " and " + format_double(max));
    }
    out = *value;
}

void ConfigSection::texts(std::string_view key, std::vector<std::string>& out) {
    const toml::node* node = find(key);
    if (!node) return;
    const toml::array* list = node->as_array();
    if (!list) return complain(key, "a list of texts is needed: [\"one\", \"two\"]");
    std::vector<std::string> values;
    for (const toml::node& element : *list) {
        const auto value = element.value_exact<std::string>();
        if (!value) return complain(key, "every element must be a text in quotes");
        values.push_back(*value);
    }
    out = std::move(values);
}

void ConfigSection::ports(std::string_view key, std::vector<std::uint16_t>& out) {
    const toml::node* node = find(key);
    if (!node) return;
    const toml::array* list = node->as_array();
    if (!list) return complain(key, "a list of ports is needed: [8443, 9443]");
    for (const toml::node& element : *list) {
        const auto port = element.value_exact<std::int64_t>();
        if (!port || *port < 1 || *port > 65535) {
            return complain(key, "every element must be a port, 1 to 65535, without quotes");
        }
        out.push_back(static_cast<std::uint16_t>(*port));
    }
}

void ConfigSection::choice(std::string_view key, std::string& out,
                           std::vector<std::string_view> choices) {
    std::string value = out;
    text(key, value);
    if (std::find(choices.begin(), choices.end(), value) == choices.end()) {
        return complain(key, "must be one of " + join(choices));
    }
    out = value;
}

const toml::table* ConfigSection::table(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) return nullptr;
    if (!node->is_table()) complain(key, "a table is needed: [" + std::string{key} + "]");
    return node->as_table();
}

std::vector<const toml::table*> ConfigSection::tables(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) return {};
    const toml::array* list = node->as_array();
    std::vector<const toml::table*> found;
    const bool fits = list && list->is_homogeneous(toml::node_type::table);
    if (!fits) {
        complain(key, "tables are needed: [[" + path_ + "." + std::string{key} + "]]");
        return {};
    }
    for (const toml::node& element : *list)
        found.push_back(element.as_table());
    return found;
}

void ConfigSection::finish() {
    for (const auto& [key, node] : table_) {
        if (known_.contains(key.str())) continue;
        const std::string path =
            path_.empty() ? std::string{key.str()} : path_ + "." + std::string{key.str()};
        std::vector<std::string_view> known(known_.begin(), known_.end());
        complaints_.add(key.source(), path, "is not known here; known are " + join(known));
    }
}

}  // namespace foreshock::agent
