#include "server/intake/mail_reader.hpp"

#include <catch2/catch.hpp>

#include "server/intake/imap_mailbox.hpp"

using namespace foreshock;
using namespace foreshock::intake;

namespace {

reports::IncomingMail read(const std::string& text) {
    std::string mail;
    for (const char c : text) {
        if (c == '\n') mail += '\r';
        mail += c;
    }
    const auto read = read_mail(mail);
    INFO((read ? "" : read.error().what));
    REQUIRE(read);
    return *read;
}

constexpr const char* plain =
    "From: \"Nok S.\" <Nok@Example.org>\n"
    "To: desk@example.org, Other <other@example.org>\n"
    "Delivered-To: desk+r0123@example.org\n"
    "Subject: =?UTF-8?B?4Lij4LmJ4Liy4LiZ4LiE4LmJ4Liy?= down\n"
    "Message-ID: <m1@example.org>\n"
    "In-Reply-To: <a@example.org>\n"
    "References: <r1@example.org> <a@example.org>\n"
    "\n"
    "The shop is down.\n";

}  // namespace

TEST_CASE("a mail: who, to whom, about what and in which thread", "[intake][mail]") {
    const auto mail = read(plain);
    CHECK(mail.from == "nok@example.org");
    CHECK(mail.from_name == "Nok S.");
    CHECK(mail.recipients == std::vector<std::string>{"desk@example.org", "other@example.org",
                                                      "desk+r0123@example.org"});
    CHECK(mail.subject == "ร้านค้า down");
    CHECK(mail.message_id == "m1@example.org");
    CHECK(mail.in_reply_to == "a@example.org");
    CHECK(mail.references == std::vector<std::string>{"r1@example.org", "a@example.org"});
    CHECK(mail.text == "The shop is down.\n");
    CHECK(mail.attachments.empty());
}

TEST_CASE("a mail: of parts gives its plain words, and notes what is attached", "[intake][mail]") {
    const auto mail = read(
        "From: nok@example.org\nSubject: x\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=\"b1\"\n\n"
        "--b1\nContent-Type: multipart/alternative; boundary=\"b2\"\n\n"
        "--b2\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: base64\n\n"
        "4Lij4LmJ4Liy4LiZ4LiE4LmJ4Liy\n"
        "--b2\nContent-Type: text/html; charset=UTF-8\n\n<p>other</p>\n--b2--\n"
        "--b1\nContent-Type: image/png\nContent-Disposition: attachment; filename=\"a.png\"\n"
        "Content-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b1--\n");
    CHECK(mail.text == "ร้านค้า");
    REQUIRE(mail.attachments.size() == 1);
    CHECK(mail.attachments[0].starts_with("a.png, image/png, "));
}

TEST_CASE("a mail: of HTML alone gives what a reader sees, in any charset", "[intake][mail]") {
    const auto mail = read(
        "From: nok@example.org\nSubject: x\nMIME-Version: 1.0\n"
        "Content-Type: text/html; charset=TIS-620\nContent-Transfer-Encoding: quoted-printable\n\n"
        "<p>=C3=E9=D2=B9=A4=E9=D2</p><p>down</p>\n");
    CHECK(mail.text.starts_with("ร้านค้า\ndown"));
}

TEST_CASE("a mail: shows the signs of machines", "[intake][mail]") {
    CHECK(read("From: a@b.c\nAuto-Submitted: Auto-Replied; x=y\n\nx\n").auto_submitted ==
          "auto-replied");
    CHECK(read("Return-Path: <>\nFrom: a@b.c\n\nx\n").has_null_sender);
    CHECK_FALSE(read("Return-Path: <a@b.c>\nFrom: a@b.c\n\nx\n").has_null_sender);
    CHECK(read("From: a@b.c\nList-Id: <l.b.c>\n\nx\n").is_from_list);
    CHECK(read("From: a@b.c\nPrecedence: Bulk\n\nx\n").precedence == "bulk");
    CHECK(read("From: a@b.c\nX-Foreshock: desk\n\nx\n").is_ours);
    CHECK(read("From: a@b.c\nContent-Type: multipart/report; boundary=b\n\n--b\n\nx\n--b--\n")
              .is_report);
}

TEST_CASE("a mail: what is none, or too much, is refused", "[intake][mail]") {
    CHECK(read_mail("").error().code == Errc::malformed);
    CHECK(read_mail("no header at all").error().code == Errc::malformed);
    CHECK(read_mail(std::string(mail_bytes_max + 1, 'x')).error().code == Errc::too_large);
    std::string nested = "From: a@b.c\n";
    for (std::size_t i = 0; i <= mail_parts_max; ++i)
        nested += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\n\n--b" +
                  std::to_string(i) + "\n";
    CHECK(read_mail(nested).error().code == Errc::too_large);
}

TEST_CASE("a mail: its words are bounded and clean", "[intake][mail]") {
    const auto mail =
        read("From: a@b.c\n\n" + std::string(reports::IncomingMail::text_bytes_max + 10, 'x'));
    CHECK(mail.text.size() == reports::IncomingMail::text_bytes_max);
    CHECK(read("From: a@b.c\nSubject: \xff\n\n\x01\n").text == "\xEF\xBF\xBD\n");
}

TEST_CASE("imap: numbers of a search, and its dates", "[intake][mail]") {
    CHECK(uids_in("* SEARCH 12 3 7\r\n") == std::vector<std::string>{"3", "7", "12"});
    CHECK(uids_in("* SEARCH\r\n").empty());
    CHECK(uids_in("garbage").empty());
    CHECK(imap_date(from_unix_ms(1'790'000'000'000)) == "21-Sep-2026");
}

TEST_CASE("a mail: broken in any way is read within its bounds or refused", "[intake][mail]") {
    std::string whole =
        "From: \"Nok S.\" <nok@example.org>\r\nSubject: =?TIS-620?Q?=C3=E9=D2=B9?= down\r\n"
        "References: <a@b> <c@d>\r\nContent-Type: multipart/mixed; boundary=\"b1\"\r\n\r\n"
        "--b1\r\nContent-Type: text/html; charset=TIS-620\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>=C3=E9&#3585;</p>\r\n"
        "--b1\r\nContent-Type: image/png; name*=UTF-8''a%E0%B8%81\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b1--\r\n";
    std::uint64_t state = 7;
    const auto next = [&state](std::size_t below) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::size_t>(state >> 33U) % below;
    };
    for (int round = 0; round < 3000; ++round) {
        std::string broken = whole;
        for (std::size_t i = 0; i < 1 + next(8); ++i)
            broken[next(broken.size())] = static_cast<char>(next(256));
        if (next(4) == 0) broken.resize(next(broken.size()));
        const auto read = read_mail(broken);
        if (!read) continue;
        const bool is_bounded = read->text.size() <= reports::IncomingMail::text_bytes_max &&
                                read->subject.find('\n') == std::string::npos;
        if (!is_bounded) FAIL(broken);
    }
}

TEST_CASE("a mail: parts within parts are read up to the bound", "[intake][mail]") {
    std::string nested = "From: a@b.c\r\n";
    for (std::size_t i = 0; i < mail_parts_max; ++i) {
        const std::string name = "b" + std::to_string(i);
        nested += "Content-Type: multipart/mixed; boundary=" + name + "\r\n\r\n--" + name + "\r\n";
    }
    CHECK(read_mail(nested + "\r\ndeep").has_value());
}
