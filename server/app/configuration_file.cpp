#include "server/app/configuration_file.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <toml++/toml.h>

namespace foreshock::app {
namespace {

namespace fs = std::filesystem;

std::string place(const std::string& file, const toml::source_region& source) {
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

    [[nodiscard]] std::string path_of(std::string_view key) const {
        return path_.empty() ? std::string{key} : path_ + "." + std::string{key};
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

constexpr std::int64_t many = 1'000'000;

class Reading {
public:
    Reading(const std::string& file, Configuration& into) : file_(file), into_(into) {}

    void all(const toml::table& root) {
        TableReader top = reader(root, "");
        section(top, "server", [this](TableReader& in) { server(in); });
        section(top, "incidents", [this](TableReader& in) { incidents(in); });
        section(top, "absence", [this](TableReader& in) { absence(in); });
        section(top, "history", [this](TableReader& in) { history(in); });
        section(top, "limits", [this](TableReader& in) { limits(in); });
        section(top, "log", [this](TableReader& in) {
            in.choice("level", into_.log_level, {"debug", "error", "info", "warn"});
        });
        for (const toml::table* one : top.tables("webhook"))
            webhook(*one);
        top.finish();
    }

    [[nodiscard]] const std::vector<std::string>& complaints() const { return complaints_; }

private:
    TableReader reader(const toml::table& table, std::string path) {
        return {table, std::move(path), file_, complaints_};
    }

    template <class Read>
    void section(TableReader& top, std::string_view name, Read read) {
        const toml::table* table = top.table(name);
        if (!table) return;
        TableReader in = reader(*table, std::string{name});
        read(in);
        in.finish();
    }

    void server(TableReader& in) {
        in.text("listen", into_.server.listen);
        in.text("data", into_.server.data);
        in.text("operator_token_file", into_.server.operator_token_file);
        in.texts("host_names", into_.server.host_names);
    }

    void incidents(TableReader& in) {
        in.span("hold", into_.incidents.hold_before_announcing);
        in.span("soak", into_.incidents.soak);
        in.span("relapse_window", into_.incidents.relapse_window);
        in.span("restart_grace", into_.incidents.restart_grace);
        in.span("close_after", into_.incidents.close_after);
        in.span("correlation_window", into_.incidents.correlation_window);
        in.number("open_max", into_.incidents.open_incidents_max, 1, many);
        in.number("major_at_priority", into_.incidents.major_at_level, 0, 5);
    }

    void absence(TableReader& in) {
        in.number("intervals_missed", into_.absence.intervals_missed, 1, 1000);
        in.span("silence_min", into_.absence.silence_min);
        in.span("planned_max", into_.absence.planned_max);
    }

    void history(TableReader& in) {
        in.span("retention", into_.history.retention);
        in.number("bytes_max", into_.history.bytes_max, 1 << 20, std::int64_t{1} << 50);
    }

    void limits(TableReader& in) {
        in.number("report_bytes_max", into_.limits.report_bytes_max, 1 << 10, 64 << 20);
        in.number("connections_max", into_.limits.connections_max, 1, many);
        in.number("event_streams_max", into_.limits.event_streams_max, 0, many);
        in.number("requests_waiting_max", into_.limits.requests_waiting_max, 1, many);
        in.number("reports_waiting_max", into_.limits.reports_waiting_max, 1, many);
        in.number("worker_threads", into_.limits.worker_threads, 1, 64);
    }

    /// A later file's webhook replaces the earlier one of its name.
    void webhook(const toml::table& table) {
        TableReader in = reader(table, "webhook");
        WebhookConfiguration read;
        in.text("name", read.name);
        in.text("url", read.url);
        in.text("secret_file", read.secret_file);
        in.finish();
        if (read.name.empty() || read.url.empty()) {
            complaints_.push_back(place(file_, table.source()) + "webhook: needs a name and a url");
            return;
        }
        auto& all = into_.webhooks;
        const auto same = std::find_if(all.begin(), all.end(),
                                       [&](const auto& one) { return one.name == read.name; });
        if (same == all.end() || of_this_file_.contains(read.name)) {
            all.push_back(read);
        } else {
            *same = read;
        }
        of_this_file_.insert(read.name);
    }

    const std::string& file_;
    Configuration& into_;
    std::vector<std::string> complaints_;
    std::set<std::string> of_this_file_;
};

Result<std::string> read_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    if (file) text << file.rdbuf();
    if (!file) return fail(Errc::unreadable, path + ": cannot be read");
    return text.str();
}

std::vector<std::string> drop_ins(const std::string& path) {
    fs::path folder{path};
    folder.replace_extension(".d");
    std::vector<std::string> files;
    std::error_code none;
    for (const fs::directory_entry& entry : fs::directory_iterator{folder, none}) {
        if (entry.path().extension() == ".toml") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

Result<void> read_toml(std::string_view toml, const std::string& file_name, Configuration& into) {
    toml::table table;
    try {
        table = toml::parse(toml, file_name);
    } catch (const toml::parse_error& fault) {
        return fail(Errc::malformed,
                    place(file_name, fault.source()) + std::string{fault.description()});
    }
    Reading reading{file_name, into};
    reading.all(table);
    if (reading.complaints().empty()) return {};
    std::string lines;
    for (const std::string& line : reading.complaints()) {
        lines += (lines.empty() ? "" : "\n") + line;
    }
    return fail(Errc::invalid, lines);
}

Result<Configuration> load_configuration(const std::string& path) {
    const std::string main = path.empty() ? std::string{configuration_path_default} : path;
    std::vector<std::string> files = drop_ins(main);
    std::error_code none;
    if (!path.empty() || fs::exists(main, none)) files.insert(files.begin(), main);
    Configuration configuration;
    for (const std::string& file : files) {
        const Result<std::string> text = read_file(file);
        if (!text) return fail(text.error());
        const Result<void> read = read_toml(*text, file, configuration);
        if (!read) return fail(read.error());
    }
    return configuration;
}

}  // namespace foreshock::app
