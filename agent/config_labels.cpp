#include "agent/config_labels.hpp"

#include <algorithm>

#include "agent/config_section.hpp"
#include "agent/toml_text.hpp"
#include "core/text_scan.hpp"

namespace foreshock::agent {
namespace {

bool is_plain_name(std::string_view name) {
    const auto is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-' || c == '.';
    };
    return !name.empty() && name.size() <= label_name_bytes_max &&
           std::all_of(name.begin(), name.end(), is_plain);
}

bool is_plain_value(const std::string& value) {
    return !value.empty() && value.size() <= label_value_bytes_max && label_text(value) == value;
}

void read_label(const toml::key& key, const toml::node& node, HostLabels& labels,
                Complaints& complaints) {
    const std::string name{key.str()};
    const auto value = node.value_exact<std::string>();
    if (!is_plain_name(name)) {
        complaints.add(key.source(), "labels." + name,
                       "a name has at most 64 letters, digits, dots, dashes and underscores");
    } else if (!value || !is_plain_value(*value)) {
        complaints.add(node.source(), "labels." + name,
                       "must be a text of 1 to 200 bytes, such as \"web\"");
    } else {
        labels[name] = *value;
    }
}

}  // namespace

void read_labels(ConfigSection& top, HostLabels& labels, Complaints& complaints) {
    const toml::table* table = top.table("labels");
    if (!table) return;
    for (const auto& [key, node] : *table)
        read_label(key, node, labels, complaints);
    if (labels.size() > labels_max) {
        complaints.add(table->source(), "labels",
                       "at most " + std::to_string(labels_max) + " labels");
    }
}

void print_labels(const HostLabels& labels, std::ostream& out) {
    out << "\n[labels]\n";
    for (const auto& [name, value] : labels)
        out << toml_text(name) << " = " << toml_text(value) << "\n";
}

}  // namespace foreshock::agent
