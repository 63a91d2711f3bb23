#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "server/app/access_configuration.hpp"
#include "server/app/batch_engine.hpp"
#include "server/app/breach_book.hpp"
#include "server/app/care_configuration.hpp"
#include "server/app/engine_thread.hpp"
#include "server/app/report_configuration.hpp"
#include "server/app/self_judge.hpp"
#include "server/app/service_configuration.hpp"
#include "server/app/telling_configuration.hpp"
#include "server/app/tls_configuration.hpp"
#include "server/history/journal_history.hpp"

namespace foreshock::app {

/// A sender of PagerDuty events: exactly one of the two says which key it has.
struct PagerDutyConfiguration {
    std::string name;
    std::string routing_key_file;
    std::string routing_key_sha256;
};

struct WebhookConfiguration {
    std::string name;
    std::string url;
    std::string secret_file;  ///< empty: bodies are not signed
};

/// [[dependency]]: matchers as texts, `host=~"web-.*"`.
struct DependencyConfiguration {
    std::string name;
    std::vector<std::string> dependents;
    std::vector<std::string> needs;
    std::vector<std::string> same;
};

/// server.toml as it takes effect. Every value has its default here; docs/reference/server.md
/// and packaging/server.toml say what each is for.
struct Configuration {
    struct Server {
        std::string listen = "127.0.0.1:8420";
        std::string data = "/var/lib/foreshock/server";
        std::string operator_token_file;
        std::vector<std::string> host_names;
    } server;

    TlsConfiguration tls;
    AccessConfiguration access;
    incidents::Settings incidents;
    incidents::AbsenceSettings absence;
    history::JournalSettings history;

    struct Limits {
        std::size_t report_bytes_max = 4 << 20;
        std::size_t connections_max = 2048;
        std::size_t connections_per_address_max = 256;
        std::size_t event_streams_max = 64;
        std::size_t requests_waiting_max = 256;
        std::size_t reports_waiting_max = 512;
        std::size_t worker_threads = 2;
    } limits;

    struct Intake {
        std::string token_file;
        std::size_t body_bytes_max = 2 << 20;
        intake::ForeignAlertSettings alerts;
        std::vector<PagerDutyConfiguration> pagerduty;
        MailboxConfiguration mail;
    } intake;

    BreachConfiguration breach;
    ReportConfiguration reports;
    StatusPageConfiguration status_page;

    std::vector<WebhookConfiguration> webhooks;
    TellingConfiguration telling;
    std::vector<ServiceConfiguration> services;
    SampleWatchSettings sample_watch;
    std::vector<DependencyConfiguration> dependencies;
    SelfSettings self;
    CareConfiguration care;
    std::string log_level = "info";
};

struct ListenAddress {
    std::string address;  ///< an IP address, without brackets
    std::uint16_t port = 0;

    [[nodiscard]] bool is_loopback() const;
    [[nodiscard]] bool is_any() const;  ///< all addresses of this host
};

/// "127.0.0.1:8420", "[::1]:8420", "localhost:8420"; invalid otherwise.
Result<ListenAddress> parse_listen(std::string_view text);

/// As the desk takes them; invalid or malformed, naming the dependency and the matcher.
Result<std::vector<desk::DependencyRule>> dependency_rules(
    const std::vector<DependencyConfiguration>& dependencies);

/// Rules that span several keys: a token off loopback, names of webhooks and channels, matchers of
/// dependencies.
/// invalid, naming the key.
Result<void> check(const Configuration& configuration);

/// As a server.toml that would have the same effect.
std::string to_toml(const Configuration& configuration);

}  // namespace foreshock::app
