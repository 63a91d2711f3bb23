#include "server/app/configuration_file.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <toml++/toml.h>

#include "server/app/care_configuration_file.hpp"
#include "server/app/sample_watch_configuration.hpp"
#include "server/app/service_configuration_file.hpp"
#include "server/app/table_reader.hpp"
#include "server/app/telling_configuration_file.hpp"
#include "server/app/threshold_configuration.hpp"

namespace foreshock::app {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t many = 1'000'000;

class Reading {
public:
    Reading(const std::string& file, Configuration& into) : file_(file), into_(into) {}

    void all(const toml::table& root) {
        TableReader top = reader(root, "");
        section(top, "server", [this](TableReader& in) { server(in); });
        section(top, "tls", [this](TableReader& in) { read_tls(in, into_.tls); });
        section(top, "access", [this](TableReader& in) { read_access(in, into_.access); });
        section(top, "incidents", [this](TableReader& in) { incidents(in); });
        section(top, "priority", [this](TableReader& in) { read_priority(in, into_.incidents); });
        section(top, "absence", [this](TableReader& in) { absence(in); });
        section(top, "peers",
                [this](TableReader& in) { read_peers(in, into_.sample_watch.peers); });
        section(top, "silence",
                [this](TableReader& in) { read_silence(in, into_.sample_watch.silence); });
        section(top, "history", [this](TableReader& in) { history(in); });
        section(top, "limits", [this](TableReader& in) { limits(in); });
        section(top, "breach", [this](TableReader& in) {
            in.texts("responders", into_.breach.responders);
            in.texts("channels", into_.breach.channels);
            in.texts("kinds", into_.breach.kinds);
        });
        section(top, "intake", [this](TableReader& in) { intake(in); });
        section(top, "self", [this](TableReader& in) {
            in.text("alive_url", into_.self.alive_url);
            in.span("every", into_.self.every);
            in.span("outbox_stuck_after", into_.self.outbox_stuck_after);
            in.span("test_every", into_.self.test_every);
            in.span("test_within", into_.self.test_within);
            in.text("test_channel", into_.self.test_channel);
            in.number("disk_free_min_bytes", into_.self.disk_free_min_bytes, 0,
                      std::int64_t{1} << 50);
        });
        section(top, "reports", [this](TableReader& in) { reports(in); });
        section(top, "status_page", [this](TableReader& in) {
            in.flag("enabled", into_.status_page.enabled);
            in.text("title", into_.status_page.title);
        });
        section(top, "log", [this](TableReader& in) {
            in.choice("level", into_.log_level, {"debug", "error", "info", "warn"});
        });
        for (const toml::table* one : top.tables("webhook"))
            webhook(*one);
        section(top, "words", [this](TableReader& in) { read_words(in, into_.telling); });
        section(top, "updates", [this](TableReader& in) { read_updates(in, into_.telling); });
        telling(top, "channel", read_channel);
        telling(top, "route", read_route);
        telling(top, "subscriber", read_subscriber);
        for (const toml::table* one : top.tables("service")) {
            TableReader in = reader(*one, "service");
            read_service(in, into_.services);
        }
        each(top, "threshold",
             [this](TableReader& in) { read_threshold(in, into_.incidents.thresholds); });
        care(top);
        for (const toml::table* one : top.tables("dependency"))
            dependency(*one);
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
        TableReader in = reader(*table, top.path_of(name));
        read(in);
        in.finish();
    }

    void care(TableReader& top) {
        CareConfiguration& into = into_.care;
        section(top, "tiers", [&](TableReader& in) { read_tiers(in, into); });
        section(top, "clocks", [&](TableReader& in) { read_clocks(in, into.clocks); });
        section(top, "bridge", [&](TableReader& in) { read_bridge(in, into.bridge); });
        each(top, "calendar", [&](TableReader& in) { read_calendar(in, into); });
        each(top, "schedule", [&](TableReader& in) { read_schedule(in, into); });
        each(top, "escalation_policy", [&](TableReader& in) { read_policy(in, into); });
        each(top, "assignment_rule", [&](TableReader& in) { read_assignment_rule(in, into); });
    }

    template <class Read>
    void each(TableReader& top, std::string_view name, Read read) {
        for (const toml::table* one : top.tables(name)) {
            TableReader in = reader(*one, std::string{name});
            read(in);
        }
    }

    void telling(TableReader& top, std::string_view key,
                 void (*read)(TableReader&, TellingConfiguration&)) {
        for (const toml::table* one : top.tables(key)) {
            TableReader in = reader(*one, std::string{key});
            read(in, into_.telling);
        }
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
        in.number("connections_per_address_max", into_.limits.connections_per_address_max, 1, many);
        in.number("event_streams_max", into_.limits.event_streams_max, 0, many);
        in.number("requests_waiting_max", into_.limits.requests_waiting_max, 1, many);
        in.number("reports_waiting_max", into_.limits.reports_waiting_max, 1, many);
        in.number("worker_threads", into_.limits.worker_threads, 1, 64);
    }

    void intake(TableReader& in) {
        intake::ForeignAlertSettings& alerts = into_.intake.alerts;
        in.text("token_file", into_.intake.token_file);
        in.number("alerts_max", alerts.alerts_max, 1, many);
        in.number("body_bytes_max", into_.intake.body_bytes_max, 1 << 10, 64 << 20);
        in.texts("host_labels", alerts.mapping.host_labels);
        in.text("host_unnamed", alerts.mapping.host_unnamed);
        in.span("said_once_timeout", alerts.said_once_timeout);
        section(in, "alertmanager", [&alerts](TableReader& below) {
            below.span("resolve_timeout", alerts.resolve_timeout);
        });
        section(in, "mail", [this](TableReader& below) { mailbox(below); });
        for (const toml::table* one : in.tables("pagerduty"))
            pagerduty(*one);
    }

    void mailbox(TableReader& in) {
        MailboxConfiguration& mail = into_.intake.mail;
        in.text("url", mail.url);
        in.text("user", mail.user);
        in.text("password_file", mail.password_file);
        in.text("ca_file", mail.ca_file);
        in.span("poll_every", mail.poll_every);
        in.number("batch", mail.batch, 1, 1000);
    }

    void reports(TableReader& in) {
        in.flag("open_to_all", into_.reports.open_to_all);
        in.text("base_url", into_.reports.base_url);
        in.text("address", into_.reports.address);
        in.text("mail_channel", into_.reports.mail_channel);
        in.text("request_channel", into_.reports.request_channel);
        in.number("per_minute", into_.reports.per_minute, 1, many);
        in.number("per_contact_hour", into_.reports.per_contact_hour, 1, many);
        in.number("answers_per_hour", into_.reports.answers_per_hour, 0, many);
    }

    /// A later one replaces the earlier one of its name.
    void pagerduty(const toml::table& table) {
        TableReader in = reader(table, "intake.pagerduty");
        PagerDutyConfiguration read;
        in.text("name", read.name);
        in.text("routing_key_file", read.routing_key_file);
        in.text("routing_key_sha256", read.routing_key_sha256);
        in.finish();
        if (read.name.empty()) {
            complaints_.push_back(place(file_, table.source()) + "intake.pagerduty: needs a name");
            return;
        }
        auto& all = into_.intake.pagerduty;
        const auto same = std::find_if(all.begin(), all.end(),
                                       [&](const auto& one) { return one.name == read.name; });
        if (same == all.end()) {
            all.push_back(std::move(read));
        } else {
            *same = std::move(read);
        }
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

    void dependency(const toml::table& table) {
        TableReader in = reader(table, "dependency");
        DependencyConfiguration read;
        in.text("name", read.name);
        in.texts("dependents", read.dependents);
        in.texts("needs", read.needs);
        in.texts("same", read.same);
        in.finish();
        into_.dependencies.push_back(std::move(read));
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
