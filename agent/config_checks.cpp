#include "agent/config_checks.hpp"

#include <algorithm>
#include <ostream>

#include <regex.h>

#include "agent/config_section.hpp"
#include "agent/toml_text.hpp"
#include "core/number.hpp"

namespace foreshock::agent {
namespace {

using collectors::CheckSettings;
using collectors::CheckTarget;
using collectors::DnsTarget;
using collectors::FileTarget;
using collectors::HttpTarget;
using collectors::IcmpTarget;
using collectors::PluginTarget;
using collectors::ScrapeSettings;
using collectors::TcpTarget;
using collectors::TlsTarget;
using collectors::WatchSettings;
using std::chrono::hours;
using std::chrono::seconds;

constexpr Duration longest = hours{24 * 3650};

void read_needed(ConfigSection& section, std::string_view key, std::string& out) {
    section.text(key, out);
    if (out.empty()) section.complain(key, "is needed, a text in quotes");
}

void read_port(ConfigSection& section, std::uint16_t& out, double min) {
    double port = out;
    section.number("port", port, min, 65535);
    out = static_cast<std::uint16_t>(port);
    if (out < min) section.complain("port", "a port is needed: 1 to 65535");
}

void read_bytes(ConfigSection& section, std::string_view key, std::optional<double>& out) {
    constexpr auto absent = static_cast<std::size_t>(-1);
    std::size_t bytes = absent;
    section.bytes(key, bytes, 0);
    if (bytes != absent) out = static_cast<double>(bytes);
}

void read_url(ConfigSection& section, std::string& url) {
    section.text("url", url);
    if (!url.starts_with("http://") && !url.starts_with("https://")) {
        section.complain("url", "is needed and must begin with http:// or https://");
    }
}

/// "200" or "200-399".
void read_status(ConfigSection& section, HttpTarget& http) {
    std::string text;
    section.text("status", text);
    if (text.empty()) return;
    const auto dash = text.find('-');
    const auto low = parse_uint(text.substr(0, dash));
    const auto high = dash == std::string::npos ? low : parse_uint(text.substr(dash + 1));
    if (!low || !high || *low < 100 || *high > 599 || *low > *high) {
        return section.complain("status", "must be like \"200\" or \"200-399\"");
    }
    http.status_min = static_cast<int>(*low);
    http.status_max = static_cast<int>(*high);
}

bool is_extended_regex(const std::string& pattern) {
    regex_t compiled;
    if (::regcomp(&compiled, pattern.c_str(), REG_EXTENDED | REG_NOSUB) != 0) return false;
    ::regfree(&compiled);
    return true;
}

void read_certificate(ConfigSection& section, CheckSettings& check) {
    section.duration("certificate_min", check.certificate_min, Duration{0}, longest);
}

CheckTarget read_http(ConfigSection& section, CheckSettings& check) {
    HttpTarget http;
    read_url(section, http.url);
    read_status(section, http);
    section.text("contains", http.contains);
    section.text("match", http.match);
    if (!http.match.empty() && !is_extended_regex(http.match)) {
        section.complain("match", "'" + http.match + "' is no extended regular expression");
    }
    section.text("ca_file", http.ca_file);
    read_certificate(section, check);
    return http;
}

CheckTarget read_tcp(ConfigSection& section, CheckSettings&) {
    TcpTarget tcp;
    read_needed(section, "host", tcp.host);
    read_port(section, tcp.port, 1);
    return tcp;
}

CheckTarget read_dns(ConfigSection& section, CheckSettings&) {
    DnsTarget dns;
    read_needed(section, "query", dns.query);
    section.texts("expect", dns.expect);
    section.text("server", dns.server);
    read_port(section, dns.port, 1);
    return dns;
}

CheckTarget read_tls(ConfigSection& section, CheckSettings& check) {
    TlsTarget tls;
    read_needed(section, "host", tls.host);
    read_port(section, tls.port, 1);
    section.text("server_name", tls.server_name);
    section.text("ca_file", tls.ca_file);
    read_certificate(section, check);
    return tls;
}

CheckTarget read_icmp(ConfigSection& section, CheckSettings&) {
    IcmpTarget icmp;
    read_needed(section, "host", icmp.host);
    double count = icmp.count;
    section.number("count", count, 1, 20);
    icmp.count = static_cast<int>(count);
    return icmp;
}

CheckTarget read_file(ConfigSection& section, CheckSettings&) {
    FileTarget file;
    read_needed(section, "path", file.path);
    Duration age{-1};
    section.duration("age_max", age, seconds{1}, longest);
    if (age >= Duration{0}) file.age_max = age;
    read_bytes(section, "bytes_min", file.bytes_min);
    read_bytes(section, "bytes_max", file.bytes_max);
    return file;
}

CheckTarget read_plugin(ConfigSection& section, CheckSettings&) {
    PluginTarget plugin;
    section.texts("command", plugin.command);
    if (plugin.command.empty()) {
        section.complain("command",
                         "is needed, a list of the program and its arguments: "
                         "[\"/usr/lib/nagios/plugins/check_load\", \"-w\", \"5\"]");
    }
    return plugin;
}

struct TypeReader {
    std::string_view type;
    CheckTarget (*read)(ConfigSection&, CheckSettings&);
};

constexpr TypeReader type_readers[] = {
    {"http", read_http}, {"tcp", read_tcp},   {"dns", read_dns},       {"tls", read_tls},
    {"icmp", read_icmp}, {"file", read_file}, {"plugin", read_plugin},
};

/// Without a known type the other keys cannot be judged, and are not.
bool read_target(ConfigSection& section, CheckSettings& check) {
    std::string type;
    std::vector<std::string_view> types;
    for (const TypeReader& reader : type_readers)
        types.push_back(reader.type);
    section.choice("type", type, types);
    for (const TypeReader& reader : type_readers) {
        if (reader.type != type) continue;
        check.target = reader.read(section, check);
        return true;
    }
    return false;
}

template <class Settings>
bool is_named(const std::vector<Settings>& all, const std::string& name) {
    return std::any_of(all.begin(), all.end(),
                       [&name](const Settings& one) { return one.name == name; });
}

void read_check(const toml::table& table, WatchSettings& watch, Complaints& complaints) {
    ConfigSection section{table, "checks", complaints};
    CheckSettings check;
    read_needed(section, "name", check.name);
    if (check.name.size() > CheckSettings::name_bytes_max) {
        section.complain("name", "must have at most 64 bytes");
    }
    if (is_named(watch.checks, check.name)) {
        section.complain("name", "another check is called '" + check.name + "'");
    }
    section.duration("every", check.every, seconds{1}, hours{24});
    section.duration("timeout", check.timeout, Duration{100}, seconds{60});
    if (!read_target(section, check)) return;
    section.finish();
    if (watch.checks.size() < CheckSettings::checks_max) {
        watch.checks.push_back(std::move(check));
    } else {
        section.complain("name", "there are more than 256 checks");
    }
}

bool is_signal_part(std::string_view name) {
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto fits = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && name.size() <= 32 && is_letter(name.front()) &&
           std::all_of(name.begin(), name.end(), fits);
}

void read_scrape(const toml::table& table, WatchSettings& watch, Complaints& complaints) {
    ConfigSection section{table, "scrape", complaints};
    ScrapeSettings scrape;
    section.text("name", scrape.name);
    if (!is_signal_part(scrape.name) || scrape.name == "target") {
        section.complain("name",
                         "is needed, of a-z, 0-9 and _, at most 32; 'target' is taken: it becomes "
                         "a part of the signals' names");
    }
    read_url(section, scrape.url);
    section.duration("every", scrape.every, seconds{1}, hours{24});
    section.duration("timeout", scrape.timeout, Duration{100}, seconds{60});
    auto series = static_cast<double>(scrape.series_max);
    section.number("series_max", series, 1, static_cast<double>(ScrapeSettings::series_bound));
    scrape.series_max = static_cast<std::size_t>(series);
    section.texts("match", scrape.match);
    section.finish();
    const auto same = [&](const ScrapeSettings& other) { return other.url == scrape.url; };
    if (std::any_of(watch.scrapes.begin(), watch.scrapes.end(), same)) {
        section.complain("url", "is scraped already");
    }
    if (watch.scrapes.size() < ScrapeSettings::targets_max) {
        watch.scrapes.push_back(std::move(scrape));
    } else {
        section.complain("name", "there are more than 64 pages to scrape");
    }
}

void print_certificate(const CheckSettings& check, std::ostream& out) {
    out << "certificate_min = " << toml_text(format_duration(check.certificate_min)) << "\n";
}

/// The keys of one type.
struct TargetPrinter {
    const CheckSettings& check;
    std::ostream& out;

    void text(std::string_view key, const std::string& value) const {
        if (!value.empty()) out << key << " = " << toml_text(value) << "\n";
    }

    void operator()(const HttpTarget& http) const {
        text("url", http.url);
        out << "status = \"" << http.status_min << "-" << http.status_max << "\"\n";
        text("contains", http.contains);
        text("match", http.match);
        text("ca_file", http.ca_file);
        print_certificate(check, out);
    }

    void operator()(const TcpTarget& tcp) const {
        text("host", tcp.host);
        out << "port = " << tcp.port << "\n";
    }

    void operator()(const DnsTarget& dns) const {
        text("query", dns.query);
        out << "expect = " << toml_list(dns.expect) << "\n";
        if (dns.server.empty()) return;
        text("server", dns.server);
        out << "port = " << dns.port << "\n";
    }

    void operator()(const TlsTarget& tls) const {
        text("host", tls.host);
        out << "port = " << tls.port << "\n";
        text("server_name", tls.server_name);
        text("ca_file", tls.ca_file);
        print_certificate(check, out);
    }

    void operator()(const IcmpTarget& icmp) const {
        text("host", icmp.host);
        out << "count = " << icmp.count << "\n";
    }

    void operator()(const FileTarget& file) const {
        text("path", file.path);
        if (file.age_max) text("age_max", format_duration(*file.age_max));
        if (file.bytes_min) out << "bytes_min = " << format_double(*file.bytes_min) << "\n";
        if (file.bytes_max) out << "bytes_max = " << format_double(*file.bytes_max) << "\n";
    }

    void operator()(const PluginTarget& plugin) const {
        out << "command = " << toml_list(plugin.command) << "\n";
    }
};

}  // namespace

void read_checks(ConfigSection& top, WatchSettings& watch, Complaints& complaints) {
    for (const toml::table* table : top.tables("checks"))
        read_check(*table, watch, complaints);
    for (const toml::table* table : top.tables("scrape"))
        read_scrape(*table, watch, complaints);
    if (const toml::table* table = top.table("statsd")) {
        ConfigSection section{*table, "statsd", complaints};
        read_port(section, watch.statsd.port, 0);
        section.finish();
    }
}

void print_checks(const WatchSettings& watch, std::ostream& out) {
    for (const CheckSettings& check : watch.checks) {
        out << "\n[[checks]]\nname = " << toml_text(check.name)
            << "\ntype = " << toml_text(check_type(check.target))
            << "\nevery = " << toml_text(format_duration(check.every))
            << "\ntimeout = " << toml_text(format_duration(check.timeout)) << "\n";
        std::visit(TargetPrinter{check, out}, check.target);
    }
    for (const ScrapeSettings& scrape : watch.scrapes) {
        out << "\n[[scrape]]\nname = " << toml_text(scrape.name)
            << "\nurl = " << toml_text(scrape.url)
            << "\nevery = " << toml_text(format_duration(scrape.every))
            << "\ntimeout = " << toml_text(format_duration(scrape.timeout))
            << "\nseries_max = " << scrape.series_max << "\nmatch = " << toml_list(scrape.match)
            << "\n";
    }
    out << "\n[statsd]\nport = " << watch.statsd.port << "\n";
}

}  // namespace foreshock::agent
