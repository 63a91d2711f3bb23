#pragma once

#include <set>
#include <string>
#include <vector>

#include <toml++/toml.h>

#include "core/time.hpp"

/// Inside config.cpp, config_NAME.cpp and config_section.cpp only: it brings toml++.
namespace foreshock::agent {

/// All that is wrong with the files, in the order in which it was found.
class Complaints {
public:
    void add(const toml::source_region& where, std::string_view path, std::string_view what);

    [[nodiscard]] bool empty() const { return lines_.empty(); }

    [[nodiscard]] std::string text() const;

private:
    std::vector<std::string> lines_;
};

/// One table of the file. Each call reads a key if it is there, into a value that keeps its
/// default otherwise; `finish` complains about the keys that nobody asked for.
class ConfigSection {
public:
    ConfigSection(const toml::table& table, std::string path, Complaints& complaints)
        : table_(table), path_(std::move(path)), complaints_(complaints) {}

    void text(std::string_view key, std::string& out);
    void flag(std::string_view key, bool& out);
    void duration(std::string_view key, Duration& out, Duration min, Duration max);
    void bytes(std::string_view key, std::size_t& out, std::size_t min);
    void number(std::string_view key, double& out, double min, double max);
    void texts(std::string_view key, std::vector<std::string>& out);
    void choice(std::string_view key, std::string& out, std::vector<std::string_view> choices);

    /// A table inside this one, or null.
    const toml::table* table(std::string_view key);
    /// The tables of `[[path.key]]`; none when it is absent.
    std::vector<const toml::table*> tables(std::string_view key);

    void finish();

    void complain(std::string_view key, std::string_view what);

private:
    const toml::node* find(std::string_view key);

    const toml::table& table_;
    std::string path_;
    Complaints& complaints_;
    std::set<std::string, std::less<>> known_;
};

}  // namespace foreshock::agent
