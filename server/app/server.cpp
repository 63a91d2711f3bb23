#include "server/app/server.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <unistd.h>

#include "server/app/api.hpp"
#include "server/app/data_folder.hpp"
#include "server/app/engine_thread.hpp"
#include "server/app/notifier.hpp"
#include "server/app/process_usage.hpp"
#include "server/app/text_model_start.hpp"
#include "server/history/journal_history.hpp"
#include "server/http/front.hpp"
#include "server/http/listener.hpp"
#include "server/http/problem.hpp"
#include "server/http/token.hpp"
#include "server/http/worker_pool.hpp"
#include "server/store/sqlite_store.hpp"

namespace foreshock::app {
namespace {

constexpr std::chrono::seconds drain_max{3};

std::string own_host_name() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? std::string{name.data()} : "";
}

BatchSettings batch_settings(const Configuration& configuration) {
    BatchSettings settings;
    settings.incidents = configuration.incidents;
    settings.absence = configuration.absence;
    settings.services = configuration.services;
    settings.sample_watch = configuration.sample_watch;
    settings.sample_times.past_max = configuration.history.retention;
    settings.alerts = configuration.intake.alerts;
    // Checked with the rest of the configuration.
    settings.dependencies =
        dependency_rules(configuration.dependencies).value_or(std::vector<desk::DependencyRule>{});
    return settings;
}

Result<http::FrontSettings> front_settings(const Configuration& configuration) {
    http::FrontSettings settings;
    settings.host_names = configuration.server.host_names;
    settings.host_names.push_back(own_host_name());
    if (!configuration.intake.token_file.empty()) {
        Result<std::string> token = read_secret(configuration.intake.token_file);
        if (!token) return fail(std::move(token).error().with("intake.token_file"));
        settings.sender_token_sha256 = http::sha256_hex(*token);
    }
    if (configuration.server.operator_token_file.empty()) return settings;
    Result<std::string> token = read_secret(configuration.server.operator_token_file);
    if (!token) return fail(std::move(token).error().with("server.operator_token_file"));
    settings.operator_token_sha256 = http::sha256_hex(*token);
    return settings;
}

Result<AlertResources> alert_resources(const Configuration& configuration, std::string version) {
    AlertResources resources;
    resources.version = std::move(version);
    resources.limits.body_bytes_max = configuration.intake.body_bytes_max;
    for (const PagerDutyConfiguration& one : configuration.intake.pagerduty) {
        std::string digest = one.routing_key_sha256;
        if (digest.empty()) {
            Result<std::string> key = read_secret(one.routing_key_file);
            if (!key) return fail(std::move(key).error().with("intake.pagerduty " + one.name));
            digest = http::sha256_hex(*key);
        }
        resources.integrations.push_back({one.name, std::move(digest)});
    }
    return resources;
}

}  // namespace

/// In the order of their making; taken down in the reverse one.
struct Server::Parts {
    Parts(Configuration with, BuiltIn built, const Clock& the_clock, Log& the_log)
        : configuration(std::move(with)),
          built_in(std::move(built)),
          clock(the_clock),
          log(the_log),
          hub(configuration.limits.event_streams_max) {}

    Result<void> open();
    Result<void> open_data();
    Result<void> open_engine();
    Result<void> open_api();
    Result<void> open_listener();
    void dispatch(http::Request request, http::Responder respond);
    [[nodiscard]] http::Gauges gauges() const;
    void say_where() const;
    void stop();

    Configuration configuration;
    BuiltIn built_in;
    const Clock& clock;
    Log& log;
    http::StatusBoard board;
    http::ServerCounters counters;
    http::RequestCounters requests;
    http::EventHub hub;
    std::optional<DataFolder> folder;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<history::History> history;
    std::optional<Notifier> notifier;
    std::optional<BatchEngine> engine;
    std::optional<EngineThread> engine_thread;
    std::optional<Api> api;
    std::optional<http::Front> front;
    std::optional<http::WorkerPool> workers;
    std::unique_ptr<http::Listener> listener;
    bool stopped = false;
};

Result<void> Server::Parts::open() {
    for (const auto step :
         {&Parts::open_data, &Parts::open_engine, &Parts::open_api, &Parts::open_listener}) {
        Result<void> done = (this->*step)();
        if (!done) return done;
    }
    say_where();
    return {};
}

Result<void> Server::Parts::open_data() {
    Result<DataFolder> opened = DataFolder::open(configuration.server.data);
    if (!opened) return fail(std::move(opened).error());
    folder.emplace(std::move(*opened));
    Result<std::unique_ptr<store::Store>> database = store::open_sqlite_store(folder->store_path());
    if (!database) return fail(std::move(database).error().with("store"));
    store = std::move(*database);
    Result<std::unique_ptr<history::History>> journal =
        history::open_journal_history(folder->history_path(), configuration.history);
    if (!journal) return fail(std::move(journal).error().with("history"));
    history = std::move(*journal);
    return {};
}

Result<void> Server::Parts::open_engine() {
    notifier.emplace(Notifier::Sources{*store, board, clock, log});
    Result<void> configured = notifier->configure(configuration.webhooks, configuration.telling);
    if (!configured) return configured;
    BatchPorts ports{store->ledger(), *history, board, counters, hub, {}, {}, {}, {}};
    ports.outbox_entries = [this](const incidents::Changes& changes) {
        return notifier->entries(changes);
    };
    ports.outbox_written = [this] { notifier->wake(); };
    ports.suppression = &store->suppression();
    ports.probe = [this] { return folder->probe(); };
    ports.say = [this](bool is_bad, const std::string& words) {
        if (is_bad) return log.error("engine", words);
        log.info("engine", words);
    };
    engine.emplace(batch_settings(configuration), std::move(ports));
    Result<void> loaded = engine->load(clock.now());
    if (!loaded) return fail(std::move(loaded).error().with("store"));
    EngineQueueSettings queue;
    queue.commands_max = configuration.limits.reports_waiting_max;
    engine_thread.emplace(*engine, queue, clock, counters);
    notifier->set_command([this](incidents::Input input) {
        return engine_thread->offer(std::move(input), [](const Result<incidents::Incident>&) {})
            .has_value();
    });
    return {};
}

Result<void> Server::Parts::open_api() {
    Result<http::PageRoute> page = http::PageRoute::make(built_in.page, built_in.page_policy);
    if (!page) return fail(std::move(page).error().with("page"));
    Result<http::FrontSettings> settings = front_settings(configuration);
    if (!settings) return fail(std::move(settings).error());
    std::size_t refused = 0;
    Result<triage::TextModel> text_model = trained_text_model(store->tickets(), refused);
    if (!text_model) return fail(std::move(text_model).error().with("store"));
    if (refused > 0) log.warn("triage", std::to_string(refused) + " tickets were not learnt");
    Result<AlertResources> alerts = alert_resources(configuration, built_in.version);
    if (!alerts) return fail(std::move(alerts).error());
    wire::ReportLimits limits;
    limits.body_bytes_max = configuration.limits.report_bytes_max;
    http::MetricsRoute metrics{
        {board, requests, counters, hub, clock, [this] { return gauges(); }, built_in.version}};
    api.emplace(ApiSources{store->incidents(),
                           store->agents(),
                           *history,
                           *engine_thread,
                           *engine_thread,
                           board,
                           requests,
                           counters,
                           hub,
                           clock,
                           store->tickets(),
                           std::move(*text_model),
                           store->diagnosis(),
                           store->known_errors(),
                           store->near_misses(),
                           *engine_thread,
                           engine->alert_board(),
                           store->suppression(),
                           *engine_thread,
                           *notifier,
                           store->subscriptions()},
                limits, std::move(*page), std::move(metrics), std::move(*alerts));
    front.emplace(std::move(*settings), api->routes(), requests);
    return {};
}

Result<void> Server::Parts::open_listener() {
    const Result<ListenAddress> at = parse_listen(configuration.server.listen);
    if (!at) return fail(at.error());
    http::ListenerSettings settings;
    settings.address = at->address;
    settings.port = at->port;
    settings.connections_max = configuration.limits.connections_max;
    settings.body_bytes_max =
        2 * std::max(configuration.limits.report_bytes_max, configuration.intake.body_bytes_max);
    workers.emplace(configuration.limits.worker_threads, configuration.limits.requests_waiting_max);
    http::Listener::Callbacks callbacks;
    callbacks.serve = [this](http::Request request, http::Responder respond) {
        dispatch(std::move(request), std::move(respond));
    };
    callbacks.heartbeat = [this] {
        hub.publish(http::event_frame(0, "heartbeat",
                                      R"({"at":")" + format_rfc3339(clock.now()) + R"("})"));
    };
    callbacks.complain = [this](const std::string& words) { log.debug("http", words); };
    Result<std::unique_ptr<http::Listener>> started =
        http::Listener::start(settings, std::move(callbacks));
    if (!started) return fail(std::move(started).error());
    listener = std::move(*started);
    return {};
}

void Server::Parts::dispatch(http::Request request, http::Responder respond) {
    const bool taken = workers->offer([this, request = std::move(request), respond]() mutable {
        front->serve(std::move(request), respond);
    });
    if (taken) return;
    requests.count("queue_full", 429);
    respond(http::problem_response(http::Problem{429, "busy", "The server is busy",
                                                 "too many requests wait; come back later"}));
}

http::Gauges Server::Parts::gauges() const {
    http::Gauges gauges = process_usage();
    gauges.requests_waiting = workers->waiting();
    gauges.requests_refused = workers->refused();
    gauges.outbox_pending = store->outbox().count().value_or(0);
    gauges.channels = notifier->counts();
    return gauges;
}

void Server::Parts::say_where() const {
    log.info("http", "listening on http://" + configuration.server.listen +
                         (configuration.server.listen.ends_with(":0")
                              ? ", which is port " + std::to_string(listener->port())
                              : std::string{}));
    if (configuration.server.operator_token_file.empty()) {
        log.info("http", "only programs on this host can reach it, so people need no token");
    } else {
        log.info("http", "people need the operator token");
    }
    const Result<ListenAddress> at = parse_listen(configuration.server.listen);
    if (at && !at->is_loopback()) {
        log.warn("http",
                 "it can be reached from other hosts and speaks plain HTTP: put a proxy "
                 "with TLS before it, tokens travel readable otherwise");
    }
}

void Server::Parts::stop() {
    if (std::exchange(stopped, true)) return;
    hub.close();
    if (listener) {
        listener->stop_accepting();
        // The engine still runs: reports under way are made durable and acked.
        if (!listener->drain(drain_max)) log.warn("http", "some requests were not answered");
    }
    if (workers) workers->stop();
    // Its workers hand commands to the engine.
    if (notifier) notifier->stop();
    if (engine_thread) engine_thread->stop();
    listener.reset();
}

Result<std::unique_ptr<Server>> Server::start(const Configuration& configuration, BuiltIn built_in,
                                              const Clock& clock, Log& log) {
    auto parts = std::make_unique<Parts>(configuration, std::move(built_in), clock, log);
    Result<void> opened = parts->open();
    if (!opened) {
        parts->stop();
        return fail(std::move(opened).error());
    }
    return std::unique_ptr<Server>{new Server{std::move(parts)}};
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() {
    stop();
}

std::uint16_t Server::port() const {
    return parts_->listener ? parts_->listener->port() : 0;
}

Result<void> Server::reload(const Configuration& configuration) {
    Result<void> configured =
        parts_->notifier->configure(configuration.webhooks, configuration.telling);
    if (!configured) return configured;
    parts_->log.set_level(configuration.log_level);
    parts_->configuration.webhooks = configuration.webhooks;
    parts_->configuration.telling = configuration.telling;
    parts_->configuration.log_level = configuration.log_level;
    if (to_toml(parts_->configuration) != to_toml(configuration)) {
        parts_->log.warn(
            "configuration",
            "channels, words and log level are taken over; the rest waits for a restart");
    }
    return {};
}

void Server::stop() {
    parts_->stop();
}

std::uint64_t Server::engine_turns() const {
    return parts_->engine_thread->turns();
}

}  // namespace foreshock::app
