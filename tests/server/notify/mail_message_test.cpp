#include "server/notify/mail_message.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace foreshock;
using namespace foreshock::notify;

namespace {

MailMessage full() {
    MailMessage message;
    message.to = "ann@example.org";
    message.subject = "[INC-000042] ดิสก์ใกล้เต็ม";
    message.text = "first\n.\nlast\n";
    message.message_id = "<a.1@example.org>";
    message.in_reply_to = "<a.0@example.org>";
    message.references = {"<a.0@example.org>"};
    message.headers = {{"Reply-To", "desk@example.org"}};
    return message;
}

std::string complaint(const MailMessage& message) {
    const Result<void> checked = check(message);
    return checked ? "" : checked.error().what;
}

}  // namespace

TEST_CASE("mail message: what is written down is read back", "[notify]") {
    CHECK(mail_message_from_json(to_json(full())).value() == full());
    CHECK(mail_message_from_json(R"({"to":"a@b"})").value() == MailMessage{"a@b", "", ""});
}

TEST_CASE("mail message: the keys are those of the contract, in their order", "[notify]") {
    CHECK(to_json({"a@b", "s", "t"}) ==
          R"({"to":"a@b","subject":"s","text":"t","message_id":"","in_reply_to":"",)"
          R"("references":[],"headers":{}})");
}

TEST_CASE("mail message: bytes that are no UTF-8 are replaced", "[notify]") {
    CHECK(mail_message_from_json(to_json({"a@b", "x\xff", ""}))->subject == "x\xef\xbf\xbd");
}

TEST_CASE("mail message: garbage is malformed, wrong types are empty", "[notify]") {
    for (const char* text : {"", "[]", "{", "{}", "null", "\"to\""}) {
        INFO(text);
        CHECK(mail_message_from_json(text).error().code == Errc::malformed);
    }
    CHECK(mail_message_from_json(R"({"to":1,"references":3,"headers":[]})").value() ==
          MailMessage{"", "", ""});
}

TEST_CASE("mail message: nothing smuggles a header or a recipient", "[notify]") {
    CHECK(complaint(full()).empty());
    const auto with = [](auto change) {
        MailMessage message = full();
        change(message);
        return complaint(message);
    };
    const auto says = [](const std::string& words, const char* field) {
        INFO(words);
        CHECK(words.starts_with(std::string{"mail message: "} + field + " "));
    };
    says(with([](auto& m) { m.to = "a@b\r\nBcc: c@d"; }), "to");
    says(with([](auto& m) { m.to = "a@b,c@d"; }), "to");
    says(with([](auto& m) { m.to = "Ann <a@b>"; }), "to");
    says(with([](auto& m) { m.to = ""; }), "to");
    says(with([](auto& m) { m.subject = "x\nBcc: c@d"; }), "subject");
    says(with([](auto& m) { m.message_id = "<a@b>\r\nX: y"; }), "message_id");
    says(with([](auto& m) { m.in_reply_to = "a@b"; }), "in_reply_to");
    says(with([](auto& m) { m.references = {"<a b@c>"}; }), "references");
    says(with([](auto& m) { m.headers["X"] = "y\r\nBcc: c@d"; }), "headers");
    says(with([](auto& m) { m.headers["X: y\r\nBcc"] = "c@d"; }), "headers");
    says(with([](auto& m) { m.headers["bcc"] = "c@d"; }), "headers");
}

TEST_CASE("mail message: its bounds hold at the bound and not above", "[notify]") {
    MailMessage message = full();
    message.subject = std::string(MailMessage::line_bytes_max, 's');
    message.text = std::string(MailMessage::text_bytes_max, 't');
    message.references.assign(MailMessage::references_max, "<a@b>");
    CHECK(complaint(message).empty());
    MailMessage above = message;
    above.subject += 's';
    CHECK_FALSE(complaint(above).empty());
    above = message;
    above.text += 't';
    CHECK_FALSE(complaint(above).empty());
    above = message;
    above.references.emplace_back("<a@b>");
    CHECK_FALSE(complaint(above).empty());
}

TEST_CASE("mail address: one mailbox and nothing else", "[notify]") {
    for (const char* good : {"a@b", "ann.lee+inc-42@mail.example.org", "o'brien@example.org"}) {
        INFO(good);
        CHECK(is_mail_address(good));
    }
    for (const char* bad : {"", "a", "@b", "a@", "a b@c", "a@b c", "a@@b", "<a@b>", "a@b,c@d",
                            "a@-b", "a@b.", "a@b\r\n", "\"a b\"@c"}) {
        INFO(bad);
        CHECK_FALSE(is_mail_address(bad));
    }
}
