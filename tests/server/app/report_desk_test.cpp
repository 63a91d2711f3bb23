#include "server/app/report_desk.hpp"

#include "desk_fixture.hpp"

using namespace foreshock;
using namespace foreshock::app;
using nlohmann::json;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

constexpr const char* form = "application/x-www-form-urlencoded";

json shop_is_down() {
    return {{"text", "The web server web-1 is down, the site shows an error and nobody can log in"},
            {"name", "Nok"},
            {"contact", "nok@example.org"},
            {"channel", "form"},
            {"host", "web-1"}};
}

json please_install() {
    return {{"text", "Please install a new printer driver and create an account for my colleague"},
            {"contact", "somsri@example.org"}};
}

}  // namespace

TEST_CASE("desk: a report is judged, kept and opens an incident, and its reporter is told",
          "[app][desk][S18][S19]") {
    DeskFixture f;
    const json told = f.told(shop_is_down());
    CHECK(told["report"]["triage"]["intent"] == "incident");
    CHECK(told["incident"]["was_known"] == false);
    const auto incident = f.incident(told["incident"]["id"]);
    CHECK(incident.reporting.began_it);
    CHECK(incident.reporting.reports[0].contact == "nok@example.org");
    const auto kept = f.store->reports().find(told["report"]["id"].get<std::string>());
    REQUIRE(kept);
    CHECK(kept->incident_id == incident.id);
    const auto mails = f.mails();
    REQUIRE(mails.size() == 1);
    CHECK(mails[0]["to"] == "nok@example.org");
    CHECK(mails[0]["subject"].get<std::string>().starts_with("[INC-000001] "));
    CHECK(mails[0]["in_reply_to"] == "");
    CHECK(mails[0]["headers"]["X-Foreshock"] == "desk");
    CHECK(mails[0]["headers"]["Reply-To"].get<std::string>().starts_with("desk+r"));
}

TEST_CASE("desk: a second report joins, and its reporter learns that it is known",
          "[app][desk][S18]") {
    DeskFixture f;
    const json first = f.told(shop_is_down());
    json other = shop_is_down();
    other["contact"] = "somchai@example.org";
    const json second = f.told(other);
    CHECK(second["incident"]["id"] == first["incident"]["id"]);
    CHECK(second["incident"]["was_known"] == true);
    CHECK(second["joined_because"][0]["code"] == "same_host");
    const auto mails = f.mails();
    REQUIRE(mails.size() == 2);
    CHECK(mails[1]["text"].get<std::string>().find("We know of this trouble") != std::string::npos);
}

TEST_CASE("desk: the same client key is the same report", "[app][desk]") {
    DeskFixture f;
    http::Request request;
    request.method = "POST";
    request.path = "/api/v1/reports";
    request.fields = {{"content-type", "application/json"}, {"idempotency-key", "k1"}};
    request.body = shop_is_down().dump();
    CHECK(f.ask(request).status == 201);
    // Not the memory of the API alone: a server that began anew knows it too.
    http::UserReportApi anew{{f.store->reports(), f.store->incidents(), f.desk, f.mail}, false};
    http::Front front{{}, anew.routes(), f.requests};
    std::optional<http::Response> answer;
    front.serve(request, [&](http::Response r) { answer = std::move(r); });
    f.pump();
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(json::parse(answer->body)["is_new"] == false);
    CHECK(f.incident("1").reporting.reports.size() == 1);
}

TEST_CASE("desk: a request waits in its queue, is assigned and done", "[app][desk][S18]") {
    DeskFixture f;
    const json told = f.told(please_install());
    CHECK(told["report"]["triage"]["intent"] == "request");
    CHECK(told["incident"].is_null());
    const std::string id = told["report"]["id"];
    const json queue = json::parse(f.get("/api/v1/requests", "state=open").body);
    REQUIRE(queue["reports"].size() == 1);
    CHECK(f.post("/api/v1/requests/" + id + "/assign", R"({"actor":"mali","assignee":"somchai"})")
              .status == 200);
    const auto done =
        f.post("/api/v1/requests/" + id + "/done", R"({"actor":"somchai","note":"installed"})");
    CHECK(json::parse(done.body)["request"]["state"] == "done");
    CHECK(f.post("/api/v1/requests/" + id + "/done", R"({"actor":"somchai"})").status == 409);
    const auto mails = f.mails();
    REQUIRE(mails.size() == 2);
    CHECK(mails[1]["text"].get<std::string>().find("installed") != std::string::npos);
    CHECK(mails[1]["references"][0] == mails[0]["message_id"]);
}

TEST_CASE("desk: what is unsure waits for a person, whose word is learnt", "[app][desk][S6][S18]") {
    DeskFixture f;
    const json told = f.told({{"text", "hello there"}, {"contact", "nok@example.org"}});
    REQUIRE(told["report"]["triage"]["intent"] == "unsure");
    const std::string id = told["report"]["id"];
    const std::string path = "/api/v1/reports/" + id + "/triage";
    CHECK(f.post(path, R"({"actor":"mali","intent":"maybe"})").status == 400);
    const auto decided =
        f.post(path, R"({"actor":"mali","intent":"incident","category":"network"})");
    REQUIRE(decided.status == 200);
    const auto incident = f.incident(json::parse(decided.body)["incident"]["id"]);
    CHECK(incident.category == "network");
    CHECK(f.taught.size() == 1);
    CHECK(f.post(path, R"({"actor":"mali","intent":"request"})").status == 409);
    CHECK(f.mails().size() == 2);
}

TEST_CASE("desk: what the engine could not take is placed later", "[app][desk]") {
    DeskFixture f;
    f.is_full = true;
    const json told = f.told(shop_is_down());
    CHECK(told["incident"].is_null());
    f.is_full = false;
    f.desk.place_waiting();
    f.desk.place_waiting();
    f.pump();
    CHECK(f.incident("1").reporting.reports.size() == 1);
    CHECK(f.store->incidents().find("2").error().code == Errc::not_found);
}

TEST_CASE("desk: words go both ways, by the desk's answer and the reporter's page", "[app][desk]") {
    DeskFixture f;
    const json told = f.told(shop_is_down());
    const std::string id = told["report"]["id"];
    const std::string follow = DeskFixture::link_in(f.mails().at(0), 0);
    CHECK(f.post("/api/v1/reports/" + id + "/messages",
                 R"({"actor":"mali","text":"We look at it <now>"})")
              .status == 200);
    CHECK(f.incident("1").reporting.first_answered_at);
    const auto page = f.get(follow);
    CHECK(page.status == 200);
    CHECK(page.body.find("We look at it &lt;now&gt;") != std::string::npos);
    CHECK(page.field("content-security-policy").find("script") == std::string::npos);
    f.clock.advance(minutes{1});
    CHECK(f.post(follow, "act=say&text=thank+you", form).status == 200);
    const json all = json::parse(f.get("/api/v1/reports/" + id + "/messages").body);
    REQUIRE(all["messages"].size() == 2);
    CHECK(all["messages"][1]["text"] == "thank you");
    CHECK(all["messages"][1]["from"] == "reporter");
    CHECK(f.post(follow, "act=confirm", form).status == 400);
}

TEST_CASE("desk: what reporters write of an incident that became a breach is for those who see it",
          "[app][desk][S31]") {
    DeskFixture f;
    const json told = f.told(shop_is_down());
    const std::string id = told["report"]["id"];
    const std::string incident = told["incident"]["id"];
    const std::string follow = DeskFixture::link_in(f.mails().at(0), 0);
    incidents::Commit apart;
    apart.kept_apart = {incident};
    REQUIRE(f.store->ledger().commit(apart));
    CHECK(json::parse(f.get("/api/v1/reports").body)["reports"].empty());
    CHECK(f.get("/api/v1/reports/" + id).status == 404);
    CHECK(f.get("/api/v1/reports/" + id + "/messages").status == 404);
    CHECK(f.post("/api/v1/reports/" + id + "/messages", R"({"actor":"mali","text":"x"})").status ==
          404);
    CHECK(f.post("/api/v1/reports/" + id + "/triage", R"({"actor":"mali","intent":"request"})")
              .status == 404);
    // Its reporter still has a page, and what they write there arrives.
    CHECK(f.get(follow).status == 200);
    CHECK(f.post(follow, "act=say&text=still+down", form).status == 200);
    REQUIRE(f.told_breach.size() == 1);
    CHECK(f.told_breach[0].starts_with(incident));
    CHECK(f.told_breach[0].ends_with(": still down"));
    std::optional<Result<http::Told>> rejected;
    f.desk.reject(id, "no", [&](Result<http::Told> outcome) { rejected = std::move(outcome); });
    REQUIRE(rejected);
    CHECK(*rejected);
    CHECK(f.told_breach.back().ends_with("It is not fixed. no"));
}

TEST_CASE("desk: a request is passed on to the channel of requests, and says so",
          "[app][desk][S18]") {
    DeskFixture f;
    ReportConfiguration settings = DeskFixture::with_mail();
    settings.request_channel = "itsm";
    ReportDesk desk{f.desk_ports(), settings};
    http::NewReport asked;
    asked.channel = "api";
    asked.reporter = {"Dao", "dao@example.org", "en"};
    asked.text = please_install().at("text").get<std::string>();
    std::optional<http::Told> told;
    desk.take(asked, [&](const Result<http::Told>& outcome) { told = outcome.value(); });
    REQUIRE(told);
    CHECK(told->report.request.state == reports::RequestState::forwarded);
    const auto due = f.store->outbox().due(f.clock.now() + std::chrono::hours{1}, 100).value();
    const auto passed = std::ranges::find(due, "itsm", &incidents::OutboxEntry::channel);
    REQUIRE(passed != due.end());
    CHECK(json::parse(passed->body)["request"]["text"] == asked.text);
    CHECK(passed->body.starts_with(R"({"event":"request.received")"));
}

TEST_CASE("desk: a resolved incident is confirmed by a link that is good once",
          "[app][desk][S28]") {
    DeskFixture f;
    const json told = f.told(shop_is_down());
    f.mails();
    f.resolve(told["incident"]["id"]);
    const auto mails = f.mails();
    REQUIRE(mails.size() == 1);
    CHECK(mails[0]["text"].get<std::string>().find("after 1 d") != std::string::npos);
    const std::string confirm = DeskFixture::link_in(mails[0], 0);
    const auto page = f.get(confirm);
    CHECK(page.body.find("value=\"reject\"") != std::string::npos);
    CHECK(f.incident("1").state == incidents::IncidentState::resolved);
    CHECK(f.post(confirm, "act=confirm&satisfaction=5&text=super", form).status == 200);
    const auto closed = f.incident("1");
    CHECK(closed.state == incidents::IncidentState::closed);
    CHECK(closed.reporting.reports[0].satisfaction == 5);
    CHECK(f.post(confirm, "act=confirm", form).status == 410);
    CHECK(f.get("/l/garbage").status == 404);
}

TEST_CASE("desk: not fixed reopens; after closure it is told anew", "[app][desk][S27]") {
    DeskFixture f;
    const json told = f.told(shop_is_down());
    f.mails();
    f.resolve(told["incident"]["id"]);
    const std::string link = DeskFixture::link_in(f.mails().at(0), 0);
    CHECK(f.post(link, "act=reject&text=still+down", form).status == 200);
    CHECK(f.incident("1").is_open());
    f.mails();
    f.resolve(told["incident"]["id"]);
    const std::string again = DeskFixture::link_in(f.mails().at(0), 0);
    CHECK(again != link);
    f.wait(hours{25});
    REQUIRE(f.incident("1").state == incidents::IncidentState::closed);
    CHECK(f.post(again, "act=reject&text=down+again", form).status == 200);
    CHECK(f.incident("2").is_open());
}

TEST_CASE("desk: a responder takes and resolves by links", "[app][desk]") {
    DeskFixture f;
    const json told = f.told(shop_is_down());
    const auto ways = f.letters.ways_for("mali", told["incident"]["id"], f.clock.now());
    const std::string take = ways.acknowledge_link.substr(ways.acknowledge_link.find("/l/"));
    const std::string resolve = ways.resolve_link.substr(ways.resolve_link.find("/l/"));
    CHECK(f.get(take).status == 200);
    CHECK(f.incident("1").owner.empty());
    CHECK(f.post(take, "act=resolve", form).status == 400);
    CHECK(f.post(take, "act=acknowledge", form).status == 200);
    CHECK(f.incident("1").owner == "mali");
    CHECK(f.post(resolve, "act=resolve&text=cable", form).status == 200);
    CHECK(f.incident("1").state == incidents::IncidentState::resolved);
    CHECK(f.post(resolve, "act=resolve&text=cable", form).status == 410);
}

TEST_CASE("desk: reports from outside are rate-limited", "[app][desk]") {
    DeskFixture f;
    const json report = please_install();
    for (std::size_t i = 0; i < f.settings.per_contact_hour; ++i)
        CHECK(f.post("/api/v1/reports", report.dump()).status == 201);
    const auto refused = f.post("/api/v1/reports", report.dump());
    CHECK(refused.status == 429);
    CHECK_FALSE(refused.field("Retry-After").empty());
    // The machine answers one mailbox a few times only.
    CHECK(f.mails().size() == f.settings.answers_per_hour);
    CHECK(f.counters.letters_withheld == f.settings.per_contact_hour - f.settings.answers_per_hour);
    CHECK(f.counters.user_reports == f.settings.per_contact_hour);
    CHECK(f.counters.user_reports_refused == 1);
}

TEST_CASE("desk: a report that is none is refused in words", "[app][desk]") {
    DeskFixture f;
    CHECK(f.post("/api/v1/reports", R"({"text":""})").status == 400);
    CHECK(f.post("/api/v1/reports", R"({"text":"x","language":"fr"})").status == 400);
    CHECK(f.post("/api/v1/reports", R"({"text":"x","channel":"pigeon"})").status == 400);
    CHECK(f.get("/api/v1/reports/rep-none").status == 404);
    CHECK(f.get("/api/v1/reports", "intent=maybe").status == 400);
}

TEST_CASE("desk: a ticket has category, priority and every step with who, when and why",
          "[app][desk][S20]") {
    DeskFixture f;
    const json told = f.told(shop_is_down());
    const std::string id = told["incident"]["id"];
    const auto step = [&](incidents::Input input) {
        f.clock.advance(minutes{1});
        REQUIRE(f.offer(std::move(input), [](const auto& now) { REQUIRE(now); }));
        f.pump();
    };
    step(incidents::Acknowledged{f.clock.now(), id, "mali", ""});
    step(incidents::NoteAdded{f.clock.now(), id, "mali", "checked the log: no space"});
    step(incidents::PersonStep{f.clock.now(), id, "mali",
                               incidents::NoteAnswer{"Since when?", "this morning"}});
    REQUIRE(f.post("/api/v1/reports/" + told["report"]["id"].get<std::string>() + "/messages",
                   R"({"actor":"mali","text":"We make room"})")
                .status == 200);
    f.resolve(id);
    const auto incident = f.incident(id);
    CHECK(incident.category != "uncategorised");
    CHECK_FALSE(incident.priority.reasons.empty());
    std::vector<std::string> steps;
    TimePoint last;
    const auto timeline = f.store->incidents().timeline(id).value();
    for (const auto& event : timeline) {
        CHECK_FALSE(event.actor.empty());
        CHECK_FALSE(event.reason.code.empty());
        CHECK(event.at >= last);
        last = event.at;
        steps.push_back(event.actor + " " + std::string{to_string(event.kind)});
    }
    std::size_t next = 0;
    for (const char* expected : {"engine opened", "mali acknowledged", "mali noted",
                                 "mali question_answered", "mali answered", "mali resolved"}) {
        CAPTURE(expected, steps);
        const auto found =
            std::find(steps.begin() + static_cast<std::ptrdiff_t>(next), steps.end(), expected);
        REQUIRE(found != steps.end());
        next = static_cast<std::size_t>(found - steps.begin()) + 1;
    }
}
