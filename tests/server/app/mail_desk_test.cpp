#include "server/app/mail_desk.hpp"

#include "desk_fixture.hpp"

#include "server/app/mail_in.hpp"

using namespace foreshock;
using namespace foreshock::app;
using nlohmann::json;

namespace {

std::string mail(const std::string& from, const std::string& text,
                 const std::string& more = "Message-ID: <m1@example.org>\r\n",
                 const std::string& to = "desk@example.org") {
    return "From: " + from + "\r\nTo: " + to + "\r\nSubject: web-1 is down\r\n" + more + "\r\n" +
           text + "\r\n";
}

std::string report_mail(const std::string& id = "m1") {
    return mail("Nok <nok@example.org>",
                "The web server web-1 is down, the site shows an error and nobody can log in",
                "Message-ID: <" + id + "@example.org>\r\n");
}

}  // namespace

TEST_CASE("mail: a user's mail is a report, answered in its thread",
          "[app][desk][mail][S18][S19]") {
    DeskFixture f;
    CHECK(f.mail_in(report_mail()) == "report");
    const auto incident = f.incident("1");
    CHECK(incident.reporting.reports[0].reporter == "Nok");
    CHECK(incident.reporting.reports[0].channel == "mail");
    const auto kept = f.store->reports().find(incident.reporting.reports[0].id);
    CHECK(kept->original == report_mail());
    const auto mails = f.mails();
    REQUIRE(mails.size() == 1);
    CHECK(mails[0]["in_reply_to"] == "<m1@example.org>");
    CHECK(mails[0]["references"] == json::array({"<m1@example.org>"}));
}

TEST_CASE("mail: the same mail again changes nothing", "[app][desk][mail]") {
    DeskFixture f;
    CHECK(f.mail_in(report_mail()) == "report");
    CHECK(f.mail_in(report_mail()) == "repeated");
    CHECK(f.incident("1").reporting.reports.size() == 1);
    CHECK(f.mail_in(report_mail("m2")) == "report");
    CHECK(f.incident("1").reporting.reports.size() == 2);
}

TEST_CASE("mail: of machines is let go, of lists is not answered", "[app][desk][mail][S18]") {
    DeskFixture f;
    CHECK(f.mail_in(mail("nok@example.org", "I am away",
                         "Auto-Submitted: auto-replied\r\nMessage-ID: <a@b>\r\n")) ==
          "auto_submitted");
    CHECK(f.mail_in("Return-Path: <>\r\n" + report_mail()) == "null_sender");
    CHECK(f.store->reports().list({})->reports.empty());
    CHECK(f.mail_in("List-Id: <l.example.org>\r\n" + report_mail()) == "report");
    CHECK(f.mails().empty());
    CHECK(f.incident("1").reporting.reports[0].contact.empty());
}

TEST_CASE("mail: an answer to the address of the thread is a message", "[app][desk][mail]") {
    DeskFixture f;
    f.mail_in(report_mail());
    const std::string to = f.mails().at(0)["headers"]["Reply-To"];
    CHECK(f.mail_in(mail("nok@example.org", "since monday\r\n> quoted",
                         "Message-ID: <m2@example.org>\r\n", to)) == "message");
    const auto timeline = f.store->incidents().timeline(f.incident("1").id);
    CHECK(timeline->back().kind == incidents::EventKind::reporter_said);
    CHECK(timeline->back().text == "since monday");
    CHECK(f.mail_in(mail("nok@example.org", "since monday", "Message-ID: <m2@example.org>\r\n",
                         to)) == "repeated");
}

TEST_CASE("mail: the thread is found by references and by the tag too", "[app][desk][mail]") {
    DeskFixture f;
    f.mail_in(report_mail());
    const std::string ours = f.mails().at(0)["message_id"];
    CHECK(f.mail_in(mail("nok@example.org", "confirmed",
                         "Message-ID: <m2@x>\r\nIn-Reply-To: " + ours + "\r\n")) == "message");
    CHECK(f.mail_in(mail("friend@example.org", "me too",
                         "Message-ID: <m3@x>\r\nReferences: <m1@example.org>\r\n")) == "message");
    std::string tagged = mail("nok@example.org", "hello?", "Message-ID: <m4@x>\r\n");
    tagged.replace(tagged.find("web-1 is down"), 13, "[INC-000001] q");
    CHECK(f.mail_in(tagged) == "message");
    CHECK(f.incident("1").reporting.reports.size() == 1);
}

TEST_CASE("mail: the reporter confirms or rejects with the first words", "[app][desk][mail][S28]") {
    DeskFixture f;
    f.mail_in(report_mail());
    const std::string to = f.mails().at(0)["headers"]["Reply-To"];
    const auto reply = [&](const std::string& id, const std::string& words,
                           const std::string& from = "nok@example.org") {
        return f.mail_in(mail(from, words, "Message-ID: <" + id + "@x>\r\n", to));
    };
    CHECK(reply("a", "confirmed") == "message");  // nothing is resolved yet
    f.resolve(f.incident("1").id);
    CHECK(reply("b", "not fixed, it hangs", "thief@example.org") != "not_fixed");
    CHECK(f.incident("1").state == incidents::IncidentState::resolved);
    CHECK(reply("c", "not fixed, it hangs") == "not_fixed");
    CHECK(f.incident("1").is_open());
    f.resolve(f.incident("1").id);
    CHECK(reply("d", "Confirmed, thank you") == "confirmed");
    CHECK(f.incident("1").state == incidents::IncidentState::closed);
}

TEST_CASE("mail: a responder acts with a token of their own, else it is a note",
          "[app][desk][mail]") {
    DeskFixture f;
    f.mail_in(report_mail());
    const std::string id = f.incident("1").id;
    const std::string to = f.letters.ways_for("mali", id, f.clock.now()).reply_address;
    const auto reply = [&](const std::string& message, const std::string& words,
                           const std::string& from, const std::string& address) {
        return f.mail_in(mail(from, words, "Message-ID: <" + message + "@x>\r\n", address));
    };
    CHECK(reply("a", "ack", "thief@example.org", to) == "report");
    CHECK(f.incident("1").owner.empty());
    CHECK(f.mail_in(mail("mali@example.org", "ack",
                         "Message-ID: <b@x>\r\nIn-Reply-To: <" + id + ".0@example.org>\r\n")) ==
          "note");
    CHECK(f.incident("1").owner.empty());
    CHECK(reply("c", "ack, on my way", "mali@example.org", to) == "acknowledged");
    CHECK(f.incident("1").owner == "mali");
    CHECK(reply("d", "resolve the disk was full", "mali@example.org", to) == "resolved");
    CHECK(f.incident("1").state == incidents::IncidentState::resolved);
    CHECK(reply("e", "ack", "mali@example.org", to) == "not_possible");
}

TEST_CASE("mail: by the API, refused in words when it is none", "[app][desk][mail]") {
    DeskFixture f;
    const auto taken = f.post("/api/v1/mail", report_mail(), "message/rfc822");
    CHECK(taken.status == 200);
    CHECK(json::parse(taken.body)["outcome"] == "report");
    CHECK(f.post("/api/v1/mail", "no mail", "message/rfc822").status == 400);
    f.is_full = true;
    CHECK(f.post("/api/v1/mail", report_mail("m9"), "message/rfc822").status == 200);
}

TEST_CASE("mail-in: exits as a mail server understands", "[app][mail]") {
    CHECK(mail_exit_of(200) == MailExit::taken);
    CHECK(mail_exit_of(400) == MailExit::data_error);
    CHECK(mail_exit_of(413) == MailExit::data_error);
    CHECK(mail_exit_of(401) == MailExit::configuration);
    CHECK(mail_exit_of(429) == MailExit::temporary);
    CHECK(mail_exit_of(503) == MailExit::temporary);
    Configuration configuration;
    configuration.server.listen = "127.0.0.1:1";
    std::string complaint;
    std::istringstream some{report_mail()};
    CHECK(deliver_mail(some, configuration, complaint) == MailExit::temporary);
    std::istringstream none{""};
    CHECK(deliver_mail(none, configuration, complaint) == MailExit::data_error);
    configuration.intake.token_file = "/nonexistent/token";
    std::istringstream other{report_mail()};
    CHECK(deliver_mail(other, configuration, complaint) == MailExit::configuration);
}
