#include "server/app/server.hpp"

#include <algorithm>
#include <filesystem>

#include <unistd.h>

#include "server/app/access_start.hpp"
#include "server/app/first_admin.hpp"
#include "server/app/own_host_name.hpp"
#include "server/app/process_usage.hpp"
#include "server/app/server_parts.hpp"
#include "server/app/socket_owner.hpp"
#include "server/app/sodium_passwords.hpp"
#include "server/history/journal_history.hpp"
#include "server/http/problem.hpp"
#include "server/http/token.hpp"
#include "server/notify/webhook_channel.hpp"

namespace foreshock::app {
namespace {

constexpr std::chrono::seconds drain_max{3};
constexpr std::size_t outbox_count_max = 1000;
constexpr std::size_t unrenewed_told_max = 100;

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
    if (auto ready = made_ready(configuration.care)) settings.care = std::move(ready->settings);
    return settings;
}

bool is_any_port(const std::string& listen) {
    return listen.ends_with(":0");
}

std::vector<std::string> served_names(const Configuration& configuration) {
    std::vector<std::string> names = configuration.server.host_names;
    names.push_back(own_host_name());
    return names;
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

Result<void> Server::Parts::open() {
    for (const auto step :
         {&Parts::open_data, &Parts::open_access, &Parts::open_rota, &Parts::open_engine,
          &Parts::open_desk, &Parts::open_api, &Parts::open_listener, &Parts::open_self_watch}) {
        Result<void> done = (this->*step)();
        if (!done) return done;
    }
    say_where();
    return offer_account();
}

Result<void> Server::Parts::open_data() {
    Result<DataFolder> opened = DataFolder::open(configuration.server.data);
    if (!opened) return fail(std::move(opened).error());
    folder.emplace(std::move(*opened));
    Result<std::unique_ptr<store::Store>> database = store::open_sqlite_store(folder->store_path());
    if (!database) return fail(std::move(database).error().with("store"));
    store = std::move(*database);
    directories.emplace(store->accounts());
    if (auto read = directories->refresh(); !read)
        return fail(std::move(read).error().with("store"));
    Result<std::unique_ptr<history::History>> journal =
        history::open_journal_history(folder->history_path(), configuration.history);
    if (!journal) return fail(std::move(journal).error().with("history"));
    history = std::move(*journal);
    return {};
}

Result<void> Server::Parts::open_rota() {
    Result<ReadyCare> care = made_ready(configuration.care);
    if (!care) return fail(std::move(care).error());
    rota.emplace(store->oncall());
    Result<void> loaded = rota->load(std::move(care->schedules));
    if (!loaded) return fail(std::move(loaded).error().with("store"));
    const Result<std::string> fresh = new_token();
    if (!fresh) return fail(fresh.error());
    Result<std::string> secret = store->oncall().secret(*fresh);
    if (!secret) return fail(std::move(secret).error().with("store"));
    feed_secret = std::move(*secret);
    return {};
}

Result<void> Server::Parts::open_access() {
    Result<http::AccessSettings> settings = access_settings(configuration);
    if (!settings) return fail(std::move(settings).error());
    auto opened = TlsAccess::open(configuration, store->enrolments(), clock);
    if (!opened) return fail(std::move(opened).error());
    tls = std::move(*opened);
    auto hasher = make_password_hasher();
    if (!hasher) return fail(std::move(hasher).error());
    passwords = std::move(*hasher);
    access.emplace(
        std::move(*settings),
        http::AccessPorts{store->accounts(), store->sessions(), store->api_tokens(), clock,
                          [this](const http::Request& request) { return is_of_owner(request); }});
    audit.emplace(store->audit_log(), clock);
    sign_in.emplace(http::SignInPorts{store->accounts(), store->sessions(), *passwords, secrets,
                                      store->audit_log(), clock, [this] { take_people(); }},
                    configuration.access.sessions, configuration.access.throttle);
    return {};
}

bool Server::Parts::is_of_owner(const http::Request& request) const {
    const auto owner = owner_of({request.peer, request.peer_port}, port);
    return owner && (*owner == ::geteuid() || *owner == 0);
}

/// As long as nobody has an account. The link is a secret: the log says only where it is.
Result<void> Server::Parts::offer_account() {
    Result<ListenAddress> at = parse_listen(configuration.server.listen);
    if (!at) return fail(std::move(at).error());
    at->port = listener->port();
    const std::string base =
        page_address(*at, served_names(configuration).front(), static_cast<bool>(tls));
    const Result<std::string> link =
        offer_first_admin(store->accounts(), secrets, configuration.server.data, base, clock.now());
    if (!link) return fail(Error{link.error()}.with("first admin"));
    if (link->empty()) return {};
    log.info("people", "nobody has an account yet: the link in " +
                           first_admin_path(configuration.server.data) +
                           " makes the first admin, once, within 3 days");
    return {};
}

Result<void> Server::Parts::open_engine() {
    notifier.emplace(
        Notifier::Sources{*store, board, clock, log, [this] { return directories->current(); },
                          [this](const auto& person, const auto& incident_id, TimePoint now) {
                              return letters->ways_for(person, incident_id, now);
                          },
                          [this](const auto& report_id, const std::string& why) {
                              take_back_request(report_id, why);
                          },
                          [this](auto id, bool came_out, const std::string& why) {
                              self_test.settled(id, came_out, why);
                          }});
    Result<void> configured = notifier->configure(configuration);
    if (!configured) return configured;
    breaches.emplace(
        configuration.breach,
        BreachPorts{store->breaches(), *directories, clock,
                    [this] { return notifier->breach_channels(); }, [this] { notifier->wake(); }});
    if (auto read = breaches->load(); !read) return fail(std::move(read).error().with("store"));
    if (auto kept = keep_breaches_apart(); !kept)
        return fail(std::move(kept).error().with("store"));
    Result<std::string> key = folder->link_key();
    if (!key) return fail(std::move(key).error());
    link_key = std::move(*key);
    letters.emplace(store->reports(), counters, configuration.reports, link_key,
                    configuration.incidents.close_after);
    BatchPorts ports{store->ledger(), *history, board, counters, hub, {}, {}, {}, {}};
    ports.outbox_entries = [this](const incidents::Changes& changes) {
        return notifier->entries(changes);
    };
    ports.outbox_written = [this] { notifier->wake(); };
    ports.suppression = &store->suppression();
    ports.rota = [this] { return rota->rota(); };
    ports.directory = [this] { return directories->current(); };
    ports.keep_apart = [this](const Symptom& symptom, TimePoint at) {
        return breaches->hear(symptom, at);
    };
    ports.is_apart = [this](const Subject& subject, const std::string& kind) {
        return breaches->holds(subject, kind);
    };
    ports.raise_breach = [this](const http::BreachOfIncident& said, const auto* incident,
                                const auto& unwritten) {
        return raise_breach(said, incident, unwritten);
    };
    ports.probe = [this] { return folder->probe(); };
    ports.letters = [this](const incidents::Changes& changes) { return letters->entries(changes); };
    ports.self_test_entry = [this](const auto& incident, const std::string& id, TimePoint at) {
        return notifier->self_test_entry(incident, id, at);
    };
    ports.say = [this](bool is_bad, const std::string& words) { say("engine", is_bad, words); };
    BatchSettings settings = batch_settings(configuration);
    settings.care.bridge.secret = feed_secret;
    engine.emplace(std::move(settings), std::move(ports));
    Result<void> loaded = engine->load(clock.now());
    if (!loaded) return fail(std::move(loaded).error().with("store"));
    EngineQueueSettings queue;
    queue.commands_max = configuration.limits.reports_waiting_max;
    engine_thread.emplace(*engine, queue, clock, counters);
    notifier->set_commands(&*engine_thread);
    return {};
}

Result<void> Server::Parts::open_api() {
    Result<http::PageRoute> page = http::PageRoute::make(built_in.page, built_in.page_policy);
    if (!page) return fail(std::move(page).error().with("page"));
    Result<AlertResources> alerts = alert_resources(configuration, built_in.version);
    if (!alerts) return fail(std::move(alerts).error());
    wire::ReportLimits limits;
    limits.body_bytes_max = configuration.limits.report_bytes_max;
    http::MetricsRoute metrics{
        {board, requests, counters, hub, clock, [this] { return gauges(); }, built_in.version}};
    api.emplace(
        ApiSources{store->incidents(),
                   store->agents(),
                   *history,
                   *engine_thread,
                   *engine_thread,
                   board,
                   requests,
                   counters,
                   hub,
                   clock,
                   store->diagnosis(),
                   store->known_errors(),
                   store->near_misses(),
                   *engine_thread,
                   engine->alert_board(),
                   engine->witness_board(),
                   store->suppression(),
                   *engine_thread,
                   http::PeoplePorts{store->accounts(), store->api_tokens(), store->audit_log(),
                                     secrets, clock, [this] { take_people(); }},
                   *sign_in,
                   *breaches,
                   *engine_thread,
                   http::OncallSources{*rota, [this] { return directories->current(); }, clock,
                                       feed_secret},
                   store->figures(),
                   *triage,
                   store->reports(),
                   *report_desk,
                   *mail_desk,
                   *notifier,
                   store->subscriptions(),
                   store->judgements(),
                   store->enrolments(),
                   *engine_thread,
                   tls ? tls->sources() : http::EnrolmentSources{}},
        limits, std::move(*page), std::move(metrics), std::move(*alerts),
        UserResources{configuration.reports.open_to_all, link_key,
                      http::StatusPageSettings{configuration.status_page.enabled,
                                               configuration.status_page.title,
                                               configuration.reports.base_url}});
    front.emplace(http::FrontSettings{served_names(configuration), &*access, &*audit,
                                      configuration.access.proxies},
                  api->routes(), requests);
    return {};
}

Result<void> Server::Parts::open_listener() {
    const Result<ListenAddress> at = parse_listen(configuration.server.listen);
    if (!at) return fail(at.error());
    http::ListenerSettings settings;
    settings.address = at->address;
    settings.port = at->port;
    places = std::make_shared<http::ConnectionPlaces>(http::ConnectionPlaces::Bounds{
        configuration.limits.connections_max, configuration.limits.connections_per_address_max,
        configuration.access.proxies});
    settings.places = places;
    if (tls) settings.tls = tls->identity();
    settings.body_bytes_max =
        2 * std::max(configuration.limits.report_bytes_max, configuration.intake.body_bytes_max);
    workers.emplace(configuration.limits.worker_threads, configuration.limits.requests_waiting_max);
    http::Listener::Callbacks callbacks;
    callbacks.serve = [this](http::Request request, http::Responder respond) {
        dispatch(std::move(request), std::move(respond));
    };
    callbacks.heartbeat = [this] {
        take_people();
        watch_breaches();
        if (tls) tls->keep_shown(*listener, log);
        hub.publish(http::event_frame(0, "heartbeat",
                                      R"({"at":")" + format_rfc3339(clock.now()) + R"("})"));
    };
    callbacks.complain = [this](const std::string& words) { log.debug("http", words); };
    callbacks.warn = [this](const std::string& words) { log.warn("http", words); };
    Result<std::unique_ptr<http::Listener>> started =
        http::Listener::start(settings, std::move(callbacks));
    if (!started) return fail(std::move(started).error());
    listener = std::move(*started);
    port = listener->port();
    return {};
}

Result<void> Server::Parts::open_self_watch() {
    std::unique_ptr<notify::Channel> alive;
    if (!configuration.self.alive_url.empty()) {
        auto made = notify::make_webhook_channel({"alive", configuration.self.alive_url, {}});
        if (!made) return fail(std::move(made).error().with("self.alive_url"));
        alive = std::move(*made);
    }
    self_watch.emplace(
        configuration.self, own_host_name(), std::move(alive),
        SelfWatch::Ports{[this] { return read_self(); }, *engine_thread, clock,
                         [this](const std::string& words) { log.warn("self", words); },
                         [this] { test_self(); }});
    return {};
}

void Server::Parts::test_self() {
    const std::optional<std::string> id = self_test.begin(clock.now());
    if (!id) return;
    const Result<void> offered =
        engine_thread->offer(SelfTestCommand{*id, self_test_word(own_host_name())});
    if (!offered) {
        self_test.settled(*id, false, "the engine did not take it: " + offered.error().what);
    }
}

SelfReading Server::Parts::read_self() const {
    SelfReading reading;
    reading.engine_turns = engine_thread->turns();
    reading.not_ready_because = board.read()->not_ready_because;
    const TimePoint now = clock.now();
    const auto waiting = store->outbox().due(now + std::chrono::hours{24 * 365}, outbox_count_max);
    for (const incidents::OutboxEntry& entry :
         waiting ? *waiting : std::vector<incidents::OutboxEntry>{}) {
        reading.outbox_waits =
            std::max(reading.outbox_waits.value_or(Duration{0}), now - entry.created_at);
    }
    std::error_code unknown;
    const auto space = std::filesystem::space(configuration.server.data, unknown);
    if (!unknown) reading.free_bytes = space.available;
    reading.test = self_test.read(now);
    if (!tls) return reading;
    reading.own_certificates = tls->ending(now);
    const auto unrenewed = store->enrolments().unrenewed(now, unrenewed_told_max);
    for (const enrolment::Certificate& one :
         unrenewed ? *unrenewed : std::vector<enrolment::Certificate>{}) {
        reading.agent_certificates.push_back({"agent " + one.agent_id, one.expires_at});
    }
    return reading;
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
    gauges.connections_open = places->taken();
    gauges.connections_refused = places->refused();
    gauges.audit_lost = audit->lost();
    gauges.login_entries = sign_in->throttled().entries;
    gauges.login_evicted = sign_in->throttled().evicted;
    gauges.outbox_pending = store->outbox().count().value_or(0);
    gauges.channels = notifier->counts();
    return gauges;
}

/// Other processes change people too: `foreshock-server person`.
void Server::Parts::take_people() {
    const auto before = directories->current();
    const Result<void> read = directories->refresh();
    if (!read) log.error("people", read.error().what);
    // Who may come in is another question now, for those who only listen as well.
    if (directories->current() != before) hub.renew();
}

void Server::Parts::say_where() const {
    log.info("http", std::string{"listening on "} + (tls ? "https://" : "http://") +
                         configuration.server.listen +
                         (is_any_port(configuration.server.listen)
                              ? ", which is port " + std::to_string(listener->port())
                              : std::string{}));
    log.info("http", trust_words(loopback_trust(
                         configuration.access, !configuration.server.operator_token_file.empty())));
    const Result<ListenAddress> at = parse_listen(configuration.server.listen);
    if (at && !at->is_loopback() && !tls) {
        log.warn("http",
                 "tls.insecure: it can be reached from other hosts and speaks plain HTTP, "
                 "passwords and tokens travel readable");
    }
}

void Server::Parts::stop() {
    if (std::exchange(stopped, true)) return;
    self_watch.reset();
    hub.close();
    if (listener) {
        listener->stop_accepting();
        // The engine still runs: reports under way are made durable and acked.
        if (!listener->drain(drain_max)) log.warn("http", "some requests were not answered");
    }
    if (workers) workers->stop();
    if (rounds) rounds->stop();
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

const std::vector<http::Route>& Server::routes() const {
    return parts_->front->routes();
}

Result<void> Server::reload(const Configuration& configuration) {
    Configuration next = parts_->configuration;
    next.webhooks = configuration.webhooks;
    next.telling = configuration.telling;
    next.breach.channels = configuration.breach.channels;
    next.log_level = configuration.log_level;
    next.care = configuration.care;
    Result<ReadyCare> care = made_ready(next.care);
    if (!care) return fail(std::move(care).error());
    care->settings.bridge.secret = parts_->feed_secret;
    Result<void> configured = parts_->notifier->configure(next);
    if (!configured) return configured;
    Result<void> scheduled = parts_->rota->load(std::move(care->schedules));
    if (!scheduled) return fail(std::move(scheduled).error().with("schedules"));
    Result<void> offered = parts_->engine_thread->offer(std::move(care->settings));
    if (offered) offered = parts_->engine_thread->offer(configuration.services);
    if (!offered) return fail(std::move(offered).error().with("services and on-call"));
    next.services = configuration.services;
    parts_->log.set_level(next.log_level);
    parts_->configuration = std::move(next);
    if (to_toml(parts_->configuration) != to_toml(configuration)) {
        parts_->log.warn(
            "configuration",
            "channels, words, services, on-call and log level are taken over; the rest waits for "
            "a restart");
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
