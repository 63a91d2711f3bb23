#include "server/reports/incoming_mail.hpp"

#include <catch2/catch.hpp>

using namespace foreshock::reports;

namespace {

IncomingMail mail() {
    IncomingMail mail;
    mail.from = "nok@example.org";
    mail.recipients = {"desk@example.org"};
    mail.subject = "help";
    mail.text = "the shop is down";
    return mail;
}

std::string refused(const IncomingMail& one) {
    const auto refusal = refusal_of(one, {"Desk@Example.org"});
    return refusal ? refusal->code : "";
}

}  // namespace

TEST_CASE("a mail: of a person is taken, of a machine it is not", "[reports]") {
    CHECK(refused(mail()).empty());
    IncomingMail one = mail();
    one.auto_submitted = "no";
    CHECK(refused(one).empty());
    one.auto_submitted = "auto-replied";
    CHECK(refused(one) == "auto_submitted");
    one = mail();
    one.has_null_sender = true;
    CHECK(refused(one) == "null_sender");
    one = mail();
    one.is_report = true;
    CHECK(refused(one) == "delivery_report");
    one = mail();
    one.is_ours = true;
    CHECK(refused(one) == "own_mail");
    one = mail();
    one.from = "desk@example.org";
    CHECK(refused(one) == "own_address");
    one.from.clear();
    CHECK(refused(one) == "no_sender");
}

TEST_CASE("a mail: of a list or in bulk is taken, and not answered", "[reports]") {
    CHECK(may_be_answered(mail()));
    IncomingMail one = mail();
    one.is_from_list = true;
    CHECK_FALSE(may_be_answered(one));
    one = mail();
    one.precedence = "bulk";
    CHECK_FALSE(may_be_answered(one));
    one = mail();
    one.suppresses_answers = true;
    CHECK_FALSE(may_be_answered(one));
    one = mail();
    one.from = "noreply@example.org";
    CHECK_FALSE(may_be_answered(one));
}

TEST_CASE("a thread: by the token in the address and by the tag in the subject", "[reports]") {
    IncomingMail one = mail();
    CHECK(reply_token_in(one, "desk@example.org").empty());
    one.recipients.push_back("<DESK+r0123@Example.ORG>");
    CHECK(reply_token_in(one, "desk@example.org") == "r0123");
    CHECK(reply_token_in(one, "").empty());
    CHECK(number_in_subject("Re: [INC-000123] the shop").value() == 123);
    CHECK_FALSE(number_in_subject("[INC-12x] the shop"));
    CHECK_FALSE(number_in_subject("[INC-000123 the shop"));
    CHECK_FALSE(number_in_subject("the shop"));
}

TEST_CASE("fresh words: without quotes and signature", "[reports]") {
    CHECK(fresh_words("still down\r\n\r\nOn Mon, Ann wrote:\n> hello\n") == "still down");
    CHECK(fresh_words("> asked\nmy answer\n> more\n-- \nNok") == "my answer");
    CHECK(fresh_words("> only a quote") == "> only a quote");
    CHECK(fresh_words("ใช้ไม่ได้\nเมื่อ จ. แอน เขียนว่า:\n> สวัสดี") == "ใช้ไม่ได้");
}

TEST_CASE("a verb: stands first, as words of their own", "[reports]") {
    CHECK(verb_of("ack").verb == Verb::acknowledge);
    CHECK(verb_of("Acknowledge, on my way").rest == "on my way");
    CHECK(verb_of("RESOLVE the disk was full\nall well").verb == Verb::resolve);
    CHECK(verb_of("resolve the disk was full\nall well").rest == "the disk was full\nall well");
    CHECK(verb_of(" Not fixed: it hangs").verb == Verb::not_fixed);
    CHECK(verb_of("Not fixed: it hangs").rest == "it hangs");
    CHECK(verb_of("confirmed.").verb == Verb::confirmed);
    CHECK(verb_of("ยังไม่หาย").verb == Verb::not_fixed);
    CHECK(verb_of("ใช้ได้แล้ว ขอบคุณ").verb == Verb::confirmed);
    CHECK(verb_of("ackermann called").verb == Verb::none);
    CHECK(verb_of("please resolve").verb == Verb::none);
    CHECK(verb_of("").verb == Verb::none);
}
