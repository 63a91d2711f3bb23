#include "agent/config.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "agent/config_certificates.hpp"
#include "agent/config_checks.hpp"
#include "agent/config_labels.hpp"
#include "agent/config_logs.hpp"
#include "agent/config_section.hpp"
#include "agent/config_server.hpp"
#include "agent/toml_text.hpp"
#include "collectors/all/catalog.hpp"
#include "core/number.hpp"

namespace foreshock::agent {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

void read_agent(const toml::table& table, AgentConfig& config, Complaints& complaints) {
    ConfigSection section{table, "agent", complaints};
    section.text("name", config.name);
    section.text("state", config.state);
    section.duration("interval", config.interval, Duration{100}, minutes{5});
    section.duration("report_every", config.report_every, Duration{100}, minutes{10});
    section.text("host_root", config.host_root);
    section.flag("witness", config.witness);
    section.finish();
}

std::string catalogue_names() {
    std::string names;
    for (const auto& entry : collectors::collector_catalog()) {
        names += (names.empty() ? "" : ", ") + std::string{entry.name};
    }
    return names;
}

bool is_collector(std::string_view name) {
    const auto catalog = collectors::collector_catalog();
    return std::any_of(catalog.begin(), catalog.end(),
                       [name](const auto& entry) { return entry.name == name; });
}

void read_collectors(const toml::table& table, AgentConfig& config, Complaints& complaints) {
    ConfigSection section{table, "collectors", complaints};
    for (const auto& [key, node] : table) {
        const std::string name{key.str()};
        const toml::table* settings = section.table(name);
        if (!settings) continue;
        if (!is_collector(name)) {
            complaints.add(key.source(), "collectors." + name,
                           "there is no such collector; there are " + catalogue_names());
            continue;
        }
        CollectorSettings& collector = config.collectors[name];
        ConfigSection inner{*settings, "collectors." + name, complaints};
        bool enabled = collector.enabled.value_or(true);
        inner.flag("enabled", enabled);
        if (settings->contains("enabled")) collector.enabled = enabled;
        Duration every = collector.every.value_or(seconds{1});
        inner.duration("every", every, Duration{100}, hours{1});
        if (settings->contains("every")) collector.every = every;
        inner.finish();
    }
}

bool is_regex(const std::string& text) {
    try {
        const std::regex tried{text};
        return true;
    } catch (const std::regex_error&) {
        return false;
    }
}

void read_process(const toml::table& table, AgentConfig& config, Complaints& complaints) {
    ConfigSection section{table, "watch.process", complaints};
    collectors::WatchedProcess process;
    section.text("name", process.name);
    section.text("match", process.match);
    if (process.name.empty()) section.complain("name", "a name is needed");
    if (process.match.empty()) section.complain("match", "a regular expression is needed");
    if (!is_regex(process.match)) {
        section.complain("match", "'" + process.match + "' is no regular expression");
    }
    section.finish();
    config.watch.processes.push_back(std::move(process));
}

void read_watch(const toml::table& table, AgentConfig& config, Complaints& complaints) {
    ConfigSection section{table, "watch", complaints};
    std::vector<std::string> cgroups;
    section.texts("cgroups", cgroups);
    config.watch.cgroups.insert(config.watch.cgroups.end(), cgroups.begin(), cgroups.end());
    for (const toml::table* process : section.tables("process")) {
        read_process(*process, config, complaints);
    }
    double discovered = static_cast<double>(config.watch.discovered_max);
    section.number("discovered_max", discovered, 0, 256);
    config.watch.discovered_max = static_cast<std::size_t>(discovered);
    section.finish();
}

void read_rest(ConfigSection& top, AgentConfig& config, Complaints& complaints) {
    if (const auto* table = top.table("packs")) {
        ConfigSection section{*table, "packs", complaints};
        section.texts("files", config.packs);
        section.finish();
    }
    if (const auto* table = top.table("spool")) {
        ConfigSection section{*table, "spool", complaints};
        section.bytes("memory_bytes", config.spool.memory_bytes, 64 << 10);
        section.bytes("disk_bytes", config.spool.disk_bytes, 0);
        section.number("drain_reports_per_second", config.spool.drain_reports_per_second, 0.1,
                       1000);
        section.bytes("drain_bytes_per_second", config.spool.drain_bytes_per_second, 1 << 10);
        section.finish();
    }
    if (const auto* table = top.table("budget")) {
        ConfigSection section{*table, "budget", complaints};
        section.number("cpu_ratio", config.budget.cpu_ratio, 0.0001, 64);
        section.bytes("resident_bytes", config.budget.resident_bytes, 4 << 20);
        section.finish();
    }
    read_logs(top, config, complaints);
    if (const auto* table = top.table("log")) {
        ConfigSection section{*table, "log", complaints};
        section.choice("level", config.log_level, {"debug", "info", "warning", "error"});
        section.finish();
    }
}

void read_top(const toml::table& table, AgentConfig& config, Complaints& complaints) {
    ConfigSection top{table, "", complaints};
    if (const auto* part = top.table("agent")) read_agent(*part, config, complaints);
    if (const auto* part = top.table("server")) {
        ConfigSection section{*part, "server", complaints};
        read_server(section, config.server);
    }
    if (const auto* part = top.table("collectors")) read_collectors(*part, config, complaints);
    if (const auto* part = top.table("watch")) read_watch(*part, config, complaints);
    if (const auto* part = top.table("certificates")) {
        ConfigSection section{*part, "certificates", complaints};
        read_certificates(section, config.watch.certificates);
    }
    read_labels(top, config.labels, complaints);
    read_rest(top, config, complaints);
    read_checks(top, config.watch, complaints);
    top.finish();
}

/// What no single key can know.
void check_together(const toml::table& table, const AgentConfig& config, Complaints& complaints) {
    constexpr int ticks_per_report_max = 600;
    if (config.report_every > config.interval * ticks_per_report_max) {
        complaints.add(
            table.source(), "agent.report_every",
            "must be at most 600 intervals; the interval is " + format_duration(config.interval));
    }
}

Error parse_failure(const ConfigText& text, const toml::parse_error& wrong) {
    const auto& at = wrong.source().begin;
    return {Errc::invalid, text.file_name + ":" + std::to_string(at.line) + ":" +
                               std::to_string(at.column) + ": " + std::string{wrong.description()}};
}

Result<std::string> read_file(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    std::string text(config_bytes_max + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!in.eof() || in.bad()) {
        return fail(
            in.is_open() ? Errc::too_large : Errc::unreadable,
            path + (in.is_open() ? ": larger than 1 MiB or not readable" : ": cannot be opened"));
    }
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

std::vector<std::string> drop_ins(const std::string& file) {
    std::filesystem::path folder{file};
    folder.replace_extension(".d");
    std::vector<std::string> found;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator{folder, ignored}) {
        if (entry.path().extension() == ".toml") found.push_back(entry.path().string());
    }
    std::sort(found.begin(), found.end());
    return found;
}

void print_collectors(const AgentConfig& config, std::ostream& out) {
    for (const auto& entry : collectors::collector_catalog()) {
        const auto found = config.collectors.find(entry.name);
        const CollectorSettings own =
            found == config.collectors.end() ? CollectorSettings{} : found->second;
        out << "\n[collectors." << entry.name << "]\n"
            << "enabled = " << (own.enabled.value_or(entry.on_by_default) ? "true" : "false")
            << "\nevery = " << toml_text(format_duration(own.every.value_or(entry.default_every)))
            << "\n";
    }
}

void print_watch(const AgentConfig& config, std::ostream& out) {
    out << "\n[watch]\ncgroups = " << toml_list(config.watch.cgroups)
        << "\ndiscovered_max = " << config.watch.discovered_max << "\n";
    for (const auto& process : config.watch.processes) {
        out << "\n[[watch.process]]\nname = " << toml_text(process.name)
            << "\nmatch = " << toml_text(process.match) << "\n";
    }
    const collectors::CertificateSettings& certificates = config.watch.certificates;
    out << "\n[certificates]\npaths = " << toml_list(certificates.paths) << "\nexclude_ports = [";
    for (std::size_t i = 0; i < certificates.exclude_ports.size(); ++i)
        out << (i == 0 ? "" : ", ") << certificates.exclude_ports[i];
    out << "]\n";
}

}  // namespace

Result<AgentConfig> parse_config(const std::vector<ConfigText>& texts) {
    AgentConfig config;
    Complaints complaints;
    for (const ConfigText& text : texts) {
        try {
            const toml::table table = toml::parse(text.toml, text.file_name);
            read_top(table, config, complaints);
            check_together(table, config, complaints);
        } catch (const toml::parse_error& wrong) {
            return fail(parse_failure(text, wrong));
        }
    }
    if (!complaints.empty()) return fail(Errc::invalid, complaints.text());
    return config;
}

Result<AgentConfig> load_config(const std::string& file, const std::string& before) {
    std::vector<std::string> names;
    if (!before.empty()) names.push_back(before);
    if (!file.empty()) names.push_back(file);
    for (std::string& name : file.empty() ? std::vector<std::string>{} : drop_ins(file))
        names.push_back(std::move(name));
    std::vector<ConfigText> texts;
    for (const std::string& name : names) {
        Result<std::string> text = read_file(name);
        if (!text) return fail(std::move(text).error());
        texts.push_back({name, std::move(*text)});
    }
    return parse_config(texts);
}

std::string print_effective(const AgentConfig& config) {
    std::ostringstream out;
    out << "[agent]\nname = " << toml_text(config.name) << "\nstate = " << toml_text(config.state)
        << "\ninterval = " << toml_text(format_duration(config.interval))
        << "\nreport_every = " << toml_text(format_duration(config.report_every))
        << "\nhost_root = " << toml_text(config.host_root)
        << "\nwitness = " << (config.witness ? "true" : "false")
        << "\n\n[server]\nurls = " << toml_list(config.server.urls)
        << "\ntoken_file = " << toml_text(config.server.token_file)
        << "\nca_file = " << toml_text(config.server.ca_file)
        << "\ncertificate_file = " << toml_text(config.server.certificate_file)
        << "\nkey_file = " << toml_text(config.server.key_file)
        << "\nproxy = " << toml_text(config.server.proxy)
        << "\n\n[packs]\nfiles = " << toml_list(config.packs) << "\n";
    print_labels(config.labels, out);
    print_collectors(config, out);
    print_watch(config, out);
    print_checks(config.watch, out);
    print_logs(config, out);
    out << "\n[spool]\nmemory_bytes = " << config.spool.memory_bytes
        << "\ndisk_bytes = " << config.spool.disk_bytes
        << "\ndrain_reports_per_second = " << format_double(config.spool.drain_reports_per_second)
        << "\ndrain_bytes_per_second = " << config.spool.drain_bytes_per_second
        << "\n\n[budget]\ncpu_ratio = " << format_double(config.budget.cpu_ratio)
        << "\nresident_bytes = " << config.budget.resident_bytes
        << "\n\n[log]\nlevel = " << toml_text(config.log_level) << "\n";
    return out.str();
}

}  // namespace foreshock::agent
