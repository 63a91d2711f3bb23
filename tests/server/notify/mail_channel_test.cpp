#include <catch2/catch.hpp>

#include "server/notify/mail_text.hpp"
#include "tests/support/memory_threads.hpp"
#include "tests/support/notices.hpp"
#include "tests/support/smtp_receiver.hpp"

using namespace foreshock;
using namespace foreshock::notify;
using foreshock::test::MemoryThreads;
using foreshock::test::notice_entry;
using foreshock::test::ReceivedMail;
using foreshock::test::SmtpReceiver;

namespace {

ChannelSpec mail_spec(const std::string& url) {
    ChannelSpec spec = test::channel_spec("mail", url);
    spec.from = "Service Desk <desk@example.org>";
    spec.security = "none";
    return spec;
}

Outcome send(const SmtpReceiver& receiver, MemoryThreads& threads,
             const incidents::OutboxEntry& entry) {
    return make_channel(mail_spec(receiver.url()), threads)
        .value()
        ->deliver(entry, test::noticed_at, {});
}

/// Each client is served to its end before the next, and the last before the receiver is asked.
ReceivedMail mail_of(const incidents::OutboxEntry& entry) {
    SmtpReceiver receiver;
    MemoryThreads threads;
    CHECK(send(receiver, threads, entry).verdict == Verdict::delivered);
    // A second connection is accepted only after the first was served.
    CHECK(send(receiver, threads, entry).verdict == Verdict::delivered);
    REQUIRE_FALSE(receiver.mails().empty());
    return receiver.mails().front();
}

std::string header(const std::string& mail, const std::string& name) {
    const std::string head = "\r\n" + mail.substr(0, mail.find("\r\n\r\n") + 2);
    const auto at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return "";
    std::string value = head.substr(at + name.size() + 4);
    for (auto end = value.find("\r\n");; end = value.find("\r\n", end)) {
        if (value.compare(end + 2, 1, " ") != 0) return value.substr(0, end);
        value.erase(end, 2);
    }
}

incidents::OutboxEntry entry(const std::string& id) {
    return notice_entry(test::sample_notice(), id, "ann@example.org");
}

Outcome outcome_of(SmtpReceiver::Replies replies, Duration answer_within = Duration{2000}) {
    SmtpReceiver receiver{std::move(replies)};
    MemoryThreads threads;
    ChannelSpec spec = mail_spec(receiver.url());
    spec.times.answer_within = answer_within;
    return make_channel(spec, threads).value()->deliver(entry("id"), test::noticed_at, {});
}

}  // namespace

TEST_CASE("mail: envelope and headers", "[notify][integration][threads]") {
    const ReceivedMail mail = mail_of(entry("id-1"));
    REQUIRE(mail.commands.size() >= 4);
    CHECK(mail.commands[0] == "EHLO example.org");
    CHECK_THAT(mail.commands[1], Catch::StartsWith("MAIL FROM:<desk@example.org>"));
    CHECK(mail.commands[2] == "RCPT TO:<ann@example.org>");
    CHECK(header(mail.data, "From") == "\"Service Desk\" <desk@example.org>");
    CHECK(header(mail.data, "To") == "ann@example.org");
    CHECK(header(mail.data, "Subject") == "[INC-000042] /var on web-1 will be full");
    CHECK(header(mail.data, "Date") == "Mon, 21 Sep 2026 14:13:20 +0000");
    CHECK(header(mail.data, "Auto-Submitted") == "auto-generated");
    CHECK(header(mail.data, "List-Id") == "Incidents <incidents.example.org>");
    CHECK(header(mail.data, "MIME-Version") == "1.0");
    CHECK(header(mail.data, "Content-Type") == "text/plain; charset=utf-8");
}

TEST_CASE("mail: the first is the root that every later one answers, restarts or not",
          "[notify][integration][threads]") {
    SmtpReceiver receiver;
    MemoryThreads threads;
    for (const char* id : {"id-1", "id-2", "id-3"})
        CHECK(send(receiver, threads, entry(id)).verdict == Verdict::delivered);
    send(receiver, threads, entry("id-4"));
    const auto mails = receiver.mails();
    REQUIRE(mails.size() >= 3);
    const std::string root = "<inc-00000000000000aa.0@example.org>";
    CHECK(header(mails[0].data, "Message-ID") == root);
    CHECK(header(mails[0].data, "In-Reply-To").empty());
    CHECK(header(mails[0].data, "References").empty());
    for (const int later : {1, 2}) {
        CHECK(header(mails[later].data, "Message-ID") ==
              "<id-" + std::to_string(later + 1) + "@example.org>");
        CHECK(header(mails[later].data, "In-Reply-To") == root);
        CHECK(header(mails[later].data, "References") == root);
    }
}

TEST_CASE("mail: a first mail that is sent twice has one name", "[notify][integration][threads]") {
    SmtpReceiver receiver;
    MemoryThreads threads;
    threads.fail_after(0);
    CHECK(send(receiver, threads, entry("id-1")).verdict == Verdict::delivered);
    CHECK(send(receiver, threads, entry("id-1")).verdict == Verdict::delivered);
    send(receiver, threads, entry("id-2"));
    const auto mails = receiver.mails();
    REQUIRE(mails.size() >= 2);
    CHECK(header(mails[0].data, "Message-ID") == header(mails[1].data, "Message-ID"));
}

TEST_CASE("mail: words that name themselves are sent as they are",
          "[notify][integration][threads]") {
    incidents::OutboxEntry own = entry("id-1");
    own.body = R"({"to":"bob@example.org","subject":"It works","text":"Yes.\n",)"
               R"("message_id":"<r.2@x.org>",)"
               R"("in_reply_to":"<r.1@x.org>","references":["<r.0@x.org>","<r.1@x.org>"],)"
               R"("headers":{"Reply-To":"desk+r@example.org","Auto-Submitted":"auto-replied"}})";
    const ReceivedMail mail = mail_of(own);
    CHECK(mail.commands[2] == "RCPT TO:<bob@example.org>");
    CHECK(header(mail.data, "Message-ID") == "<r.2@x.org>");
    CHECK(header(mail.data, "In-Reply-To") == "<r.1@x.org>");
    CHECK(header(mail.data, "References") == "<r.0@x.org> <r.1@x.org>");
    CHECK(header(mail.data, "Reply-To") == "desk+r@example.org");
    CHECK(header(mail.data, "Auto-Submitted") == "auto-replied");
}

TEST_CASE("mail: dots, long lines and other alphabets arrive as they were",
          "[notify][integration][threads]") {
    Notice notice = test::sample_notice();
    notice.text = "first\n.\n..two\n.hidden\nlast\n";
    notice.url.clear();
    const ReceivedMail plain = mail_of(notice_entry(notice, "id", "ann@example.org"));
    CHECK_THAT(plain.data, Catch::EndsWith("\r\n\r\nfirst\r\n.\r\n..two\r\n.hidden\r\nlast\r\n"));
    CHECK(header(plain.data, "Content-Transfer-Encoding") == "7bit");
    notice.text = "ดิสก์\n" + std::string(2000, 'x') + "\n";
    const ReceivedMail coded = mail_of(notice_entry(notice, "id", "ann@example.org"));
    CHECK(header(coded.data, "Content-Transfer-Encoding") == "base64");
    CHECK_THAT(coded.data, Catch::Contains("\r\n\r\n4LiU4Li04Liq4LiB4LmM"));
}

TEST_CASE("mail: 4yz is tried again, 5yz is a refusal", "[notify][integration][threads]") {
    for (const char* word : {"MAIL", "RCPT", "DATA", "."}) {
        INFO(word);
        const Outcome later = outcome_of({{word, "451 4.3.0 hidden words"}});
        CHECK(later.verdict == Verdict::retry);
        CHECK(later.detail == "answered 451");
        const Outcome never = outcome_of({{word, "550 5.1.1 hidden words"}});
        CHECK(never.verdict == Verdict::rejected);
        CHECK(never.detail == "answered 550");
    }
}

TEST_CASE("mail: silence and garbage are tried again", "[notify][integration][threads]") {
    CHECK(outcome_of({{"CONNECT", SmtpReceiver::silence}}, Duration{60}).verdict == Verdict::retry);
    CHECK(outcome_of({{".", SmtpReceiver::silence}}, Duration{100}).verdict == Verdict::retry);
    CHECK(outcome_of({{"CONNECT", "hello there"}}, Duration{300}).verdict == Verdict::retry);
}

TEST_CASE("mail: without the TLS that it shall have, no mail and no password leaves",
          "[notify][integration][threads]") {
    SmtpReceiver receiver;
    MemoryThreads threads;
    ChannelSpec spec = mail_spec(receiver.url());
    spec.security = "starttls";
    spec.user = "desk";
    spec.secret = "hidden";
    const Outcome outcome =
        make_channel(spec, threads).value()->deliver(entry("id"), test::noticed_at, {});
    CHECK(outcome.verdict == Verdict::retry);
    CHECK(outcome.detail.find("hidden") == std::string::npos);
    send(receiver, threads, entry("id"));
    const auto mails = receiver.mails();
    REQUIRE_FALSE(mails.empty());
    for (const std::string& command : mails.front().commands)
        CHECK_FALSE(command.starts_with("AUTH"));
}

TEST_CASE("mail: what is configured wrong is told", "[notify]") {
    MemoryThreads threads;
    const auto complaint = [&](auto change) {
        ChannelSpec spec = mail_spec("smtp://mail.example.org:587");
        change(spec);
        const auto made = make_channel(spec, threads);
        return made ? std::string{} : made.error().what;
    };
    CHECK(complaint([](ChannelSpec&) {}).empty());
    CHECK_THAT(complaint([](ChannelSpec& s) { s.url = "http://x"; }), Catch::Contains("smtp://"));
    CHECK_THAT(complaint([](ChannelSpec& s) { s.url = "smtp://u:p@x"; }),
               Catch::Contains("smtp://mail") && !Catch::Contains("u:p"));
    CHECK_THAT(complaint([](ChannelSpec& s) { s.from = "nobody"; }), Catch::Contains("from"));
    CHECK_THAT(complaint([](ChannelSpec& s) { s.user = "desk"; }),
               Catch::Contains("no password without TLS"));
    CHECK_THAT(complaint([](ChannelSpec& s) { s.security = "ssl"; }), Catch::Contains("starttls"));
}

TEST_CASE("mail text: encoded words are short and break no character", "[notify]") {
    CHECK(encoded_words("plain words") == "plain words");
    CHECK(encoded_words("caf\xc3\xa9") == "=?UTF-8?B?Y2Fmw6k=?=");
    CHECK(encoded_words("=?UTF-8?Q?sly?=") == "=?UTF-8?B?PT9VVEYtOD9RP3NseT89?=");
    std::string thai;
    for (int i = 0; i < 60; ++i)
        thai += "\xe0\xb8\x81";
    std::string words = encoded_words(thai) + " ";
    for (auto end = words.find(' '); end != std::string::npos; end = words.find(' ')) {
        const std::string word = words.substr(0, end);
        CHECK(word.size() <= 75);
        CHECK(word.starts_with("=?UTF-8?B?4LiB"));
        CHECK(word.ends_with("?="));
        words.erase(0, end + 1);
    }
}

TEST_CASE("mail text: no line passes 998 bytes, and headers are folded", "[notify]") {
    MailMessage message;
    message.to = "ann@example.org";
    message.subject = std::string(900, 's');
    message.message_id = "<a@b>";
    for (int i = 0; i < 40; ++i)
        message.references.push_back("<reference-" + std::to_string(i) + "@example.org>");
    message.text = std::string(5000, 't') + "\r\nlast";
    const std::string mail = mail_text(message, {"", "desk@example.org", "example.org"}, {});
    std::size_t begin = 0;
    for (auto end = mail.find("\r\n"); end != std::string::npos; end = mail.find("\r\n", begin)) {
        CHECK(end - begin <= 998);
        begin = end + 2;
    }
    CHECK(begin == mail.size());
    CHECK(mail.find('\n') == mail.find("\r\n") + 1);
}

TEST_CASE("mail sender: a mailbox with or without a name", "[notify]") {
    CHECK(parse_mail_sender("desk@example.org")->domain == "example.org");
    CHECK(parse_mail_sender("Desk <desk@example.org>")->name == "Desk");
    for (const char* bad : {"", "desk", "Desk <desk>", "<a@b", "a@b\r\nBcc: <c@d>"})
        CHECK_FALSE(parse_mail_sender(bad));
}
