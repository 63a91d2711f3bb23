#pragma once

#include <optional>

#include "batch_fixture.hpp"
#include <nlohmann/json.hpp>

#include "server/app/mail_desk.hpp"
#include "server/app/report_desk.hpp"
#include "server/http/front.hpp"
#include "server/http/link_route.hpp"
#include "server/http/user_report_api.hpp"
#include "server/store/sqlite_store.hpp"
#include "server/triage/seed.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::app {

/// The whole desk on a real store: commands wait until `pump`, as they do for the engine's thread.
struct DeskFixture final : http::CommandSink {
    test::TemporaryFolder folder;
    std::unique_ptr<store::Store> store =
        store::open_sqlite_store(folder.path() + "/foreshock.db").value();
    test::MemoryHistory history;
    test::ManualClock clock;
    http::StatusBoard board;
    http::ServerCounters counters;
    http::EventHub hub;
    std::string key = std::string(64, 'k');
    ReportConfiguration settings = with_mail();
    ReporterLetters letters{store->reports(), counters, settings, key, std::chrono::hours{24}};
    BatchEngine engine{BatchSettings{}, ports()};
    triage::TextModel model{triage::seed_texts()};
    std::vector<triage::DeskTicket> taught;
    people::Directory directory;
    std::vector<std::string> told_breach;
    bool is_full = false;
    std::vector<Command> waiting;
    ReportDesk desk{desk_ports(), settings};
    MailDesk mail{
        MailDeskPorts{store->reports(), store->incidents(), desk, *this, clock, counters,
                      [this] { return std::make_shared<const people::Directory>(directory); }},
        settings, key};
    http::UserReportApi api{{store->reports(), store->incidents(), desk, mail}, false};
    http::LinkRoute links{{store->reports(), store->incidents(), desk, *this, clock}, key};
    http::RequestCounters requests;
    http::Front front{{}, all_routes(), requests};

    DeskFixture() {
        REQUIRE(engine.load(clock.now()));
        people::Person mali;
        mali.name = "mali";
        mali.contacts = {{"mail", "Mali@example.org"}};
        directory.people = {mali};
    }

    static ReportConfiguration with_mail() {
        ReportConfiguration settings;
        settings.address = "desk@example.org";
        settings.mail_channel = "mail";
        settings.base_url = "https://desk.example.org";
        return settings;
    }

    BatchPorts ports() {
        BatchPorts ports{store->ledger(), history, board, counters, hub, {}, {}, {}, {}};
        ports.outbox_entries = [](const incidents::Changes&) {
            return std::vector<incidents::OutboxEntry>{};
        };
        ports.outbox_written = [] {};
        ports.probe = [] { return Result<void>{}; };
        ports.say = [](bool, const std::string&) {};
        ports.letters = [this](const incidents::Changes& c) { return letters.entries(c); };
        return ports;
    }

    ReportDeskPorts desk_ports() {
        ReportDeskPorts ports{store->reports(),
                              store->ledger(),
                              store->incidents(),
                              *this,
                              letters,
                              clock,
                              {},
                              {},
                              counters,
                              {},
                              {},
                              {}};
        ports.judge = [this](std::string_view text) { return model.judge(text); };
        ports.teach = [this](const triage::DeskTicket& ticket, const std::string&) {
            taught.push_back(ticket);
            return model.observe(ticket);
        };
        ports.tell_breach = [this](const std::string& incident_id, const std::string& who,
                                   const std::string& words) -> Result<void> {
            told_breach.push_back(incident_id + " " + who + ": " + words);
            return {};
        };
        ports.outbox_written = [] {};
        ports.say = [](bool, const std::string&) {};
        ports.published = [](const reports::Report&) {};
        return ports;
    }

    std::vector<http::Route> all_routes() {
        std::vector<http::Route> all = api.routes();
        for (http::Route& route : links.routes())
            all.push_back(std::move(route));
        return all;
    }

    Result<void> offer(incidents::Input command, http::CommandDone done) override {
        if (is_full) return fail(Errc::unavailable, "512 commands wait");
        waiting.push_back(HumanCommand{std::move(command), std::move(done)});
        return {};
    }

    void pump() {
        do {
            engine.process(std::exchange(waiting, {}), clock.now());
        } while (!waiting.empty());
    }

    void wait(Duration span) {
        for (Duration passed{0}; passed < span; passed += std::chrono::seconds{30}) {
            clock.advance(std::chrono::seconds{30});
            pump();
        }
    }

    http::Response ask(http::Request request) {
        std::optional<http::Response> answer;
        front.serve(std::move(request), [&](http::Response r) { answer = std::move(r); });
        pump();
        REQUIRE(answer);
        return *answer;
    }

    http::Response post(const std::string& path, const std::string& body,
                        const std::string& type = "application/json") {
        http::Request request;
        request.method = "POST";
        request.path = path;
        request.fields = {{"content-type", type}};
        request.body = body;
        return ask(std::move(request));
    }

    http::Response get(const std::string& path, const std::string& query = "") {
        http::Request request;
        request.method = "GET";
        request.path = path;
        request.query_text = query;
        return ask(std::move(request));
    }

    nlohmann::json told(const nlohmann::json& report) {
        const http::Response response = post("/api/v1/reports", report.dump());
        INFO(response.body);
        REQUIRE(response.status == 201);
        return nlohmann::json::parse(response.body);
    }

    std::string mail_in(const std::string& text) {
        std::optional<Result<http::MailOutcome>> outcome;
        mail.take(text, [&](Result<http::MailOutcome> o) { outcome = std::move(o); });
        pump();
        REQUIRE(outcome);
        INFO((*outcome ? "" : outcome->error().what));
        REQUIRE(*outcome);
        return (*outcome)->code;
    }

    void resolve(const std::string& id) {
        REQUIRE(offer(incidents::ResolveAsked{clock.now(), id, "mali", "a cable was loose"},
                      [](const Result<incidents::Incident>& now) { REQUIRE(now); }));
        pump();
    }

    [[nodiscard]] incidents::Incident incident(const std::string& id) const {
        return store->incidents().find(id).value();
    }

    /// The mails that wait, oldest first.
    std::vector<nlohmann::json> mails() const {
        std::vector<nlohmann::json> mails;
        // Of each thread only the oldest is due: they are taken out one by one.
        while (true) {
            const auto due = store->outbox().due(clock.now() + std::chrono::hours{1}, 100).value();
            if (due.empty()) return mails;
            for (const incidents::OutboxEntry& entry : due) {
                CHECK(entry.channel == "mail");
                mails.push_back(nlohmann::json::parse(entry.body));
                incidents::Event event;
                event.incident_id = entry.incident_id;
                event.at = clock.now();
                event.kind = incidents::EventKind::notification_delivered;
                REQUIRE(store->outbox().settle(entry.id, event));
            }
        }
    }

    /// The link of that kind in a mail.
    static std::string link_in(const nlohmann::json& mail, std::size_t which) {
        const std::string text = mail.at("text");
        std::size_t at = 0;
        for (std::size_t i = 0; i <= which; ++i)
            at = text.find("/l/", i == 0 ? 0 : at + 1);
        REQUIRE(at != std::string::npos);
        return text.substr(at, text.find('\n', at) - at);
    }
};

}  // namespace foreshock::app
