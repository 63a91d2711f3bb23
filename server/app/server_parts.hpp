#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "server/app/api.hpp"
#include "server/app/breach_book.hpp"
#include "server/app/configuration.hpp"
#include "server/app/data_folder.hpp"
#include "server/app/directory_book.hpp"
#include "server/app/engine_thread.hpp"
#include "server/app/mail_desk.hpp"
#include "server/app/notifier.hpp"
#include "server/app/report_desk.hpp"
#include "server/app/report_rounds.hpp"
#include "server/app/reporter_letters.hpp"
#include "server/app/rota_book.hpp"
#include "server/app/self_test.hpp"
#include "server/app/self_watch.hpp"
#include "server/app/server.hpp"
#include "server/app/sodium_passwords.hpp"
#include "server/app/tls_access.hpp"
#include "server/history/history.hpp"
#include "server/http/front.hpp"
#include "server/http/listener.hpp"
#include "server/http/worker_pool.hpp"
#include "server/store/sqlite_store.hpp"

namespace foreshock::app {

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
    Result<void> open_rota();
    Result<void> open_access();
    Result<void> open_engine();
    Result<void> open_desk();
    Result<void> open_api();
    [[nodiscard]] Result<std::optional<intake::ImapMailbox>> mailbox() const;
    void say(std::string_view part, bool is_bad, const std::string& words);
    Result<void> open_listener();
    Result<void> open_self_watch();
    [[nodiscard]] SelfReading read_self() const;
    void test_self();
    void dispatch(http::Request request, http::Responder respond);
    [[nodiscard]] http::Gauges gauges() const;
    void take_people();
    void take_back_request(const std::string& report_id, const std::string& why);
    void watch_breaches();
    Result<void> keep_breaches_apart();
    Result<breach::Breach> raise_breach(const http::BreachOfIncident& said,
                                        const incidents::Incident* incident,
                                        const std::vector<incidents::Event>& unwritten);
    [[nodiscard]] bool is_of_owner(const http::Request& request) const;
    Result<void> offer_account();
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
    std::optional<DirectoryBook> directories;
    std::unique_ptr<people::PasswordHasher> passwords;
    KernelSecrets secrets;
    std::unique_ptr<TlsAccess> tls;  // null: plain HTTP
    std::optional<http::Access> access;
    std::optional<http::AuditTrail> audit;
    std::optional<http::SignIn> sign_in;
    std::unique_ptr<history::History> history;
    std::optional<KeptRota> rota;
    std::string feed_secret;
    SelfTest self_test{configuration.self.test_every};
    std::optional<Notifier> notifier;
    std::optional<BreachBook> breaches;
    std::optional<BatchEngine> engine;
    std::string link_key;
    std::optional<ReporterLetters> letters;
    std::optional<EngineThread> engine_thread;
    std::optional<http::TriageApi> triage;
    std::optional<ReportDesk> report_desk;
    std::optional<MailDesk> mail_desk;
    std::optional<ReportRounds> rounds;
    std::optional<Api> api;
    std::optional<http::Front> front;
    std::optional<http::WorkerPool> workers;
    std::shared_ptr<http::ConnectionPlaces> places;
    std::unique_ptr<http::Listener> listener;
    std::optional<SelfWatch> self_watch;
    std::atomic<std::uint16_t> port = 0;  // of the listener, for its own threads
    bool stopped = false;
};

}  // namespace foreshock::app
