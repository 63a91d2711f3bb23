#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include <toml++/toml.h>

#include "core/time.hpp"

/// Inside the sources that read the configuration only: it brings toml++.
namespace foreshock::app {

inline std::string place(const std::string& file, const toml::source_region& source) {
    return file + ":" + std::to_string(source.begin.line) + ":" +
           std::to_string(source.begin.column) + ": ";
}

/// Reads one table key by key and at last complains of those that nobody asked for.
class TableReader {
public:
    TableReader(const toml::table& table, std::string path, const std::string& file,
                std::vector<std::string>& complaints)
        : table_(table), path_(std::move(path)), file_(file), complaints_(complaints) {}

    void text(std::string_view key, std::string& into) {
        const toml::node* node = find(key);
        if (!node) return;
        const auto value = node->value_exact<std::string>();
        if (!value) return complain(key, *node, "must be a text in quotes");
        into = *value;
    }

    void span(std::string_view key, Duration& into) {
        const toml::node* node = find(key);
        if (!node) return;
        const auto value = node->value_exact<std::string>();
        if (!value) return complain(key, *node, "must be a time with its unit, such as \"30s\"");
        const Result<Duration> read = parse_duration(*value);
        if (!read) return complain(key, *node, "must be a time such as \"30s\" or \"1h30m\"");
        into = *read;
    }

    void flag(std::string_view key, bool& into) {
        const toml::node* node = find(key);
        if (!node) return;
        const auto value = node->value_exact<bool>();
        if (!value) return complain(key, *node, "must be true or false");
        into = *value;
    }

    template <class Number>
    void number(std::string_view key, Number& into, std::int64_t least, std::int64_t most) {
        const toml::node* node = find(key);
        if (!node) return;
        const auto value = node->value_exact<std::int64_t>();
        if (!value || *value < least || *value > most) {
            return complain(key, *node,
                            "must be a whole number from " + std::to_string(least) + " to " +
                                std::to_string(most));
        }
        into = static_cast<Number>(*value);
    }

    void texts(std::string_view key, std::vector<std::string>& into) {
        const toml::node* node = find(key);
        if (!node) return;
        const toml::array* list = node->as_array();
        if (!list) return complain(key, *node, "must be a list of texts");
        std::vector<std::string> read;
        for (const toml::node& one : *list) {
            const auto value = one.value_exact<std::string>();
            if (!value) return complain(key, one, "must be a list of texts");
            read.push_back(*value);
        }
        into = std::move(read);
    }

    void choice(std::string_view key, std::string& into, const std::set<std::string>& choices) {
        std::string value = into;
        text(key, value);
        const toml::node* node = find(key);
        if (!node || choices.contains(value)) {
            into = std::move(value);
            return;
        }
        std::string names;
        for (const std::string& name : choices)
            names += (names.empty() ? "" : ", ") + name;
        complain(key, *node, "must be one of " + names);
    }

    /// A table below this one; nothing when it is absent.
    const toml::table* table(std::string_view key) {
        const toml::node* node = find(key);
        if (!node) return nullptr;
        if (!node->is_table()) complain(key, *node, "must be a table, [" + path_of(key) + "]");
        return node->as_table();
    }

    /// The tables of [[key]].
    std::vector<const toml::table*> tables(std::string_view key) {
        std::vector<const toml::table*> all;
        const toml::node* node = find(key);
        if (!node) return all;
        const toml::array* list = node->as_array();
        if (!list || !list->is_homogeneous(toml::node_type::table)) {
            complain(key, *node, "must be written [[" + path_of(key) + "]]");
            return all;
        }
        for (const toml::node& one : *list)
            all.push_back(one.as_table());
        return all;
    }

    /// A table of texts, sorted by name.
    void text_map(std::string_view key, std::vector<std::pair<std::string, std::string>>& into) {
        const toml::table* found = table(key);
        if (!found) return;
        for (const auto& [name, node] : *found) {
            const auto value = node.value_exact<std::string>();
            if (!value) return complain(key, node, "must be a table of texts");
            into.emplace_back(std::string{name.str()}, *value);
        }
    }

    template <class Number>
    void numbers(std::string_view key, std::vector<Number>& into, std::int64_t least,
                 std::int64_t most) {
        const toml::node* node = find(key);
        if (!node) return;
        const toml::array* list = node->as_array();
        if (!list) return complain(key, *node, "must be a list of whole numbers");
        for (const toml::node& one : *list) {
            const auto value = one.value_exact<std::int64_t>();
            if (!value || *value < least || *value > most) {
                return complain(key, one,
                                "must be whole numbers from " + std::to_string(least) + " to " +
                                    std::to_string(most));
            }
            into.push_back(static_cast<Number>(*value));
        }
    }

    /// The key as it stands there, for forms of its own; nothing when it is absent.
    const toml::node* node(std::string_view key) { return find(key); }

    /// `what` is wrong with the key, or with the whole table where the key is absent.
    void complain_of(std::string_view key, const std::string& what) {
        const toml::node* found = table_.get(key);
        complain(key, found ? found->source() : table_.source(), what);
    }

    [[nodiscard]] std::string path_of(std::string_view key) const {
        return path_.empty() ? std::string{key} : path_ + "." + std::string{key};
    }

    /// For the readers of tables below this one.
    [[nodiscard]] std::vector<std::string>& complaints() { return complaints_; }

    [[nodiscard]] const std::string& file() const { return file_; }

    /// "server.toml:12:1: "
    [[nodiscard]] std::string place_of_table() const { return place(file_, table_.source()); }

    void finish() {
        for (const auto& [key, node] : table_) {
            if (asked_.contains(std::string{key.str()})) continue;
            std::string names;
            for (const std::string& name : asked_)
                names += (names.empty() ? "" : ", ") + name;
            complain(key.str(), key.source(), "is unknown here; known are " + names);
        }
    }

private:
    const toml::node* find(std::string_view key) {
        asked_.emplace(key);
        return table_.get(key);
    }

    void complain(std::string_view key, const toml::node& node, const std::string& what) {
        complain(key, node.source(), what);
    }

    void complain(std::string_view key, const toml::source_region& at, const std::string& what) {
        complaints_.push_back(place(file_, at) + path_of(key) + ": " + what);
    }

    const toml::table& table_;
    std::string path_;
    const std::string& file_;
    std::vector<std::string>& complaints_;
    std::set<std::string> asked_;
};

}  // namespace foreshock::app
