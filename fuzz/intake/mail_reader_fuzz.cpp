#include <cstdint>
#include <cstdlib>

#include "server/intake/imap_mailbox.hpp"
#include "server/intake/mail_reader.hpp"
#include "server/reports/plain_text.hpp"

using namespace foreshock;

// What is taken is within its bounds, in UTF-8, and goes through all that is asked of a mail.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view input{reinterpret_cast<const char*>(bytes), size};
    const std::string html = reports::text_of_html(input);
    if (reports::clean_utf8(reports::clean_utf8(html)) != reports::clean_utf8(html)) std::abort();
    if (intake::uids_in(input).size() > size) std::abort();
    const auto mail = intake::read_mail(input);
    if (!mail) return 0;
    using reports::IncomingMail;
    if (mail->text.size() > IncomingMail::text_bytes_max) std::abort();
    if (mail->attachments.size() > IncomingMail::attachments_max) std::abort();
    if (mail->references.size() > IncomingMail::ids_max) std::abort();
    for (const std::string* text : {&mail->subject, &mail->from, &mail->from_name}) {
        if (reports::clean_utf8(*text) != *text || text->find('\n') != std::string::npos)
            std::abort();
    }
    static_cast<void>(reports::refusal_of(*mail, {"desk@example.org"}));
    static_cast<void>(reports::may_be_answered(*mail));
    static_cast<void>(reports::reply_token_in(*mail, "desk@example.org"));
    static_cast<void>(reports::number_in_subject(mail->subject));
    const std::string words = reports::fresh_words(mail->text);
    if (words.size() > mail->text.size()) std::abort();
    if (reports::verb_of(words).rest.size() > words.size()) std::abort();
    return 0;
}
