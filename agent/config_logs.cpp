#include "agent/config_logs.hpp"

#include <algorithm>

#include "agent/config_section.hpp"

namespace foreshock::agent {
namespace {

using collectors::LogSettings;

std::vector<std::string> names_of(const LogSettings& logs) {
    std::vector<std::string> names;
    if (logs.journal) names.emplace_back("journal");
    if (logs.plain_files) names.emplace_back("files");
    if (logs.kernel) names.emplace_back("kernel");
    return names;
}

void read_sources(ConfigSection& section, LogSettings& logs) {
    std::vector<std::string> names = names_of(logs);
    section.texts("sources", names);
    const auto take = [&names](std::string_view name) { return std::erase(names, name) > 0; };
    logs.journal = take("journal");
    logs.plain_files = take("files");
    logs.kernel = take("kernel");
    if (!names.empty()) {
        section.complain(
            "sources", "'" + names.front() + "' is no source; there are journal, files and kernel");
    }
}

void read_patterns(ConfigSection& section, std::string_view key, std::vector<std::string>& out) {
    section.texts(key, out);
    for (const std::string& pattern : out) {
        if (!pattern.starts_with('/')) {
            section.complain(key, "'" + pattern + "': a path or pattern begins with a slash");
        }
    }
}

toml::array list(const std::vector<std::string>& texts) {
    toml::array all;
    for (const std::string& text : texts)
        all.push_back(text);
    return all;
}

}  // namespace

void read_logs(ConfigSection& top, AgentConfig& config, Complaints& complaints) {
    const toml::table* table = top.table("logs");
    if (!table) return;
    LogSettings& logs = config.watch.logs;
    ConfigSection section{*table, "logs", complaints};
    read_sources(section, logs);
    read_patterns(section, "files", logs.files);
    read_patterns(section, "exclude", logs.exclude);
    double lines = static_cast<double>(logs.lines_per_second_max);
    section.number("lines_per_second_max", lines, LogSettings::lines_per_second_min,
                   LogSettings::lines_per_second_limit);
    logs.lines_per_second_max = static_cast<std::size_t>(lines);
    section.flag("evidence", logs.evidence);
    section.finish();
}

void print_logs(const AgentConfig& config, std::ostream& out) {
    const LogSettings& logs = config.watch.logs;
    toml::table table;
    table.insert("sources", list(names_of(logs)));
    table.insert("files", list(logs.files));
    table.insert("exclude", list(logs.exclude));
    table.insert("lines_per_second_max", static_cast<std::int64_t>(logs.lines_per_second_max));
    table.insert("evidence", logs.evidence);
    out << "\n[logs]\n" << table << "\n";
}

}  // namespace foreshock::agent
