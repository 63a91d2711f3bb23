#include "server/notify/page_entries.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/notify/mail_message.hpp"
#include "server/render/page_json.hpp"
#include "tests/support/sample_incident.hpp"

using namespace foreshock;
using namespace foreshock::notify;
using foreshock::test::at_second;
using nlohmann::json;

namespace {

incidents::Changes called() {
    incidents::Changes changes;
    changes.incidents = {test::leaking_incident()};
    incidents::Page page;
    page.id = "page-1";
    page.person = "ann";
    page.contact = {"phone", "+66 1"};
    page.why = "step";
    page.at = at_second(4);
    page.due_at = at_second(60);
    changes.pages = {{changes.incidents.front().id, page}};
    return changes;
}

}  // namespace

TEST_CASE("page entries: one for each page, under its own id, due when it is", "[notify][oncall]") {
    const auto entries = page_entries(called());
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].id == "page-1");
    CHECK(entries[0].transition == incidents::Transition::paged);
    CHECK(entries[0].channel == "phone");
    CHECK(entries[0].recipient == "+66 1");
    CHECK(entries[0].created_at == at_second(4));
    CHECK(entries[0].due_at == at_second(60));
    const json body = json::parse(entries[0].body);
    CHECK(body["event"] == "incident.paged");
    CHECK(body["page"]["person"] == "ann");
    CHECK(body["page"]["address"] == "+66 1");
    CHECK_THAT(body["page"]["words"].get<std::string>(),
               Catch::StartsWith("You are called: INC-000042, P2"));
    CHECK(body["incident"]["number"] == 42);
}

TEST_CASE("page entries: by mail it is a mail that passes its own check", "[notify][oncall]") {
    incidents::Changes changes = called();
    changes.incidents[0].title = "disk\r\nBcc: mallory@example.org";
    changes.pages[0].page.contact = {"mail", "ann@example.org"};
    const auto entries = page_entries(changes, {"mail"});
    REQUIRE(entries.size() == 1);
    const auto mail = mail_message_from_json(entries[0].body);
    REQUIRE(mail);
    CHECK(mail->to == "ann@example.org");
    CHECK_THAT(mail->subject, Catch::StartsWith("INC-000042 P2 disk"));
    CHECK(mail->subject.find('\n') == std::string::npos);
    CHECK_THAT(mail->text, Catch::StartsWith("You are called: "));
    const auto good = check(*mail);
    INFO((good ? std::string{} : good.error().what));
    CHECK(good);
}

TEST_CASE("page entries: who is called by mail can act from it, who is only informed cannot",
          "[notify][oncall]") {
    const FindWays ways = [](const std::string& person, const std::string& incident, TimePoint) {
        return WaysToAct{"https://desk/l/take-" + person, "https://desk/l/over-" + incident,
                         "desk+" + person + "@example.org"};
    };
    incidents::Changes changes = called();
    changes.pages[0].page.contact = {"mail", "ann@example.org"};
    const auto mail_of = [&] {
        return mail_message_from_json(page_entries(changes, {"mail"}, ways).at(0).body).value();
    };
    const MailMessage call = mail_of();
    CHECK_THAT(call.text, Catch::Contains("\nTake it: https://desk/l/take-ann\n"));
    CHECK_THAT(call.text, Catch::Contains("https://desk/l/over-" + changes.incidents[0].id));
    CHECK(call.headers.at("Reply-To") == "desk+ann@example.org");
    CHECK(check(call));
    for (const char* why : {"informed", "bridge"}) {
        changes.pages[0].page.why = why;
        CHECK(mail_of().text.find("/l/") == std::string::npos);
        CHECK_FALSE(mail_of().headers.contains("Reply-To"));
    }
}

TEST_CASE("page entries: a conference is asked for once for each time it is wanted",
          "[notify][oncall]") {
    incidents::Changes changes;
    changes.incidents = {test::leaking_incident()};
    incidents::Bridge bridge;
    bridge.opened_at = at_second(4);
    changes.incidents[0].handling.care.bridge = bridge;
    changes.bridges_wanted = {changes.incidents[0].id};
    const auto first = page_entries(changes);
    REQUIRE(first.size() == 1);
    CHECK(first[0].channel == bridge_channel);
    CHECK(json::parse(first[0].body)["event"] == "incident.bridge_wanted");
    CHECK(page_entries(changes)[0].id == first[0].id);
    changes.incidents[0].handling.care.bridge->opened_at = at_second(5);
    CHECK(page_entries(changes)[0].id != first[0].id);
}

TEST_CASE("page words: say why, what, by when, and where people meet", "[notify][oncall]") {
    incidents::Changes changes = called();
    incidents::Incident& incident = changes.incidents[0];
    incident.handling.care.clocks.response.due_at = at_second(900);
    incident.handling.care.bridge = incidents::Bridge{};
    incident.handling.care.bridge->url = "https://meet.example/x";
    const std::string words = render::page_words(incident, changes.pages[0].page);
    CHECK_THAT(words, Catch::Contains("due by " + format_rfc3339(at_second(900))));
    CHECK_THAT(words, Catch::Contains("https://meet.example/x"));
    CHECK(render::bridge_url_of(R"({"url":"https://x"})").value() == "https://x");
    for (const char* answer : {"", "[]", R"({"url":7})", R"({"link":"https://x"})", "<html>"})
        CHECK_FALSE(render::bridge_url_of(answer));
}
