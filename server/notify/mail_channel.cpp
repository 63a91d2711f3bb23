#include <algorithm>
#include <cstring>

#include <curl/curl.h>

#include "server/notify/mail_text.hpp"
#include "server/notify/post_channel.hpp"
#include "server/notify/thread_record.hpp"

namespace foreshock::notify {
namespace {

struct EasyClose {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

struct ListFree {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

using Easy = std::unique_ptr<CURL, EasyClose>;

std::size_t on_read(char* into, std::size_t size, std::size_t count, void* from) {
    auto& rest = *static_cast<std::string_view*>(from);
    const std::size_t bytes = std::min(size * count, rest.size());
    std::memcpy(into, rest.data(), bytes);
    rest.remove_prefix(bytes);
    return bytes;
}

/// What the server says beside its codes is of no use.
std::size_t on_write(char*, std::size_t size, std::size_t count, void*) {
    return size * count;
}

/// Curl says goodbye to a silent server for minutes after its own timeout; this ends that, too.
struct Watch {
    CURL* easy;
    const std::stop_token& stop;
    Duration within;
};

int on_progress(void* at, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    const auto& watch = *static_cast<const Watch*>(at);
    curl_off_t microseconds = 0;
    curl_easy_getinfo(watch.easy, CURLINFO_TOTAL_TIME_T, &microseconds);
    return watch.stop.stop_requested() || microseconds > watch.within.count() * 1000 ? 1 : 0;
}

/// RFC 5321, 4.2.1: 4yz may pass by itself, 5yz will not.
Outcome judge_mail(CURLcode code, long reply) {
    if (code == CURLE_OK) return {Verdict::delivered, "answered 250", std::nullopt};
    const bool is_refused = reply >= 500 && reply < 600;
    if (reply >= 400 && code != CURLE_OPERATION_TIMEDOUT) {
        return {is_refused ? Verdict::rejected : Verdict::retry,
                "answered " + std::to_string(reply), std::nullopt};
    }
    return {Verdict::retry, curl_easy_strerror(code), std::nullopt};
}

class MailChannel final : public Channel {
public:
    MailChannel(ChannelSpec spec, MailSender sender, desk::ExternalThreads& threads)
        : spec_(std::move(spec)), sender_(std::move(sender)), threads_(threads) {}

    Outcome deliver(const incidents::OutboxEntry& entry, TimePoint now,
                    const std::stop_token& stop) override {
        Result<MailMessage> message = message_of(entry);
        if (!message) return rejected_entry(message.error());
        ThreadMemory memory{threads_, entry};
        const bool names_itself = !message->message_id.empty();
        ThreadRecord record;
        if (!names_itself) {
            Result<ThreadRecord> known = memory.load();
            if (!known) return {Verdict::retry, "the store: " + known.error().what, std::nullopt};
            record = std::move(*known);
            place(entry, record, *message);
        }
        const Result<void> checked = check(*message);
        if (!checked) return rejected_entry(checked.error());
        Outcome outcome = send(*message, mail_text(*message, sender_, now), stop);
        if (outcome.verdict == Verdict::delivered && record.root.empty() && !names_itself) {
            // Sent again after a crash it has the same name: readers show it once.
            record.root = message->message_id;
            static_cast<void>(memory.keep(record).has_value());
        }
        return outcome;
    }

private:
    static Result<MailMessage> message_of(const incidents::OutboxEntry& entry) {
        Result<MailMessage> mail = mail_message_from_json(entry.body);
        if (mail) return mail;
        const Result<Notice> notice = notice_of(entry);
        if (!notice) return fail(notice.error());
        MailMessage message;
        message.to = entry.recipient;
        message.subject = cut(notice->subject(), 400);
        message.text = notice->text;
        if (!notice->url.empty()) message.text += "\n" + notice->url + "\n";
        return message;
    }

    /// The first mail to a recipient about an incident is the root, the others answer it.
    void place(const incidents::OutboxEntry& entry, const ThreadRecord& record,
               MailMessage& message) const {
        const std::string root = "<" + (entry.incident_id.empty() ? entry.id : entry.incident_id) +
                                 ".0@" + sender_.domain + ">";
        message.headers.try_emplace("List-Id", "Incidents <incidents." + sender_.domain + ">");
        if (record.root.empty()) {
            message.message_id = root;
            return;
        }
        message.message_id = "<" + entry.id + "@" + sender_.domain + ">";
        message.in_reply_to = record.root;
        message.references = {record.root};
    }

    Outcome send(const MailMessage& message, const std::string& bytes,
                 const std::stop_token& stop) const {
        const Easy easy{curl_easy_init()};
        if (!easy) return {Verdict::retry, "curl does not start", std::nullopt};
        const std::unique_ptr<curl_slist, ListFree> recipients{
            curl_slist_append(nullptr, ("<" + message.to + ">").c_str())};
        std::string_view rest = bytes;
        Watch watch{easy.get(), stop, spec_.times.answer_within};
        set_options(easy.get(), watch);
        curl_easy_setopt(easy.get(), CURLOPT_MAIL_RCPT, recipients.get());
        curl_easy_setopt(easy.get(), CURLOPT_READDATA, &rest);
        const CURLcode code = curl_easy_perform(easy.get());
        long reply = 0;
        curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &reply);
        return judge_mail(code, reply);
    }

    void set_options(CURL* easy, Watch& watch) const {
        const std::string from = "<" + sender_.address + ">";
        // The path is the name in EHLO.
        const std::string url = spec_.url + "/" + sender_.domain;
        curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
        curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(
            easy, CURLOPT_USE_SSL,
            static_cast<long>(spec_.security == "starttls" ? CURLUSESSL_ALL : CURLUSESSL_NONE));
        if (!spec_.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, spec_.ca_file.c_str());
        if (!spec_.user.empty()) {
            curl_easy_setopt(easy, CURLOPT_USERNAME, spec_.user.c_str());
            curl_easy_setopt(easy, CURLOPT_PASSWORD, spec_.secret.c_str());
        }
        curl_easy_setopt(easy, CURLOPT_MAIL_FROM, from.c_str());
        curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(easy, CURLOPT_READFUNCTION, on_read);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_write);
        // To curl, greeting and password are part of connecting.
        curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                         static_cast<long>(spec_.times.answer_within.count()));
        curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS,
                         static_cast<long>(spec_.times.answer_within.count()));
        // Of a single reply, the one to QUIT too: a silent server is not waited for by curl's
        // minutes.
        curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT,
                         static_cast<long>(spec_.times.answer_within.count() / 1000 + 1));
        curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
        curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
        curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &watch);
    }

    ChannelSpec spec_;
    MailSender sender_;
    desk::ExternalThreads& threads_;
};

}  // namespace

Result<std::unique_ptr<Channel>> make_mail_channel(ChannelSpec spec,
                                                   desk::ExternalThreads& threads) {
    const bool is_smtp = spec.url.starts_with("smtp://") || spec.url.starts_with("smtps://");
    if (!is_smtp || spec.url.find_first_of(" \r\n\t?#@") != std::string::npos) {
        return bad_channel(spec, "its url must look like smtp://mail.example.org:587");
    }
    if (spec.security != "starttls" && spec.security != "tls" && spec.security != "none") {
        return bad_channel(spec, "its security must be starttls, tls or none");
    }
    if (spec.security == "tls" && spec.url.starts_with("smtp://")) {
        spec.url.insert(4, "s");
    }
    if (!spec.user.empty() && spec.security == "none" && !spec.url.starts_with("smtps://")) {
        return bad_channel(spec, "sends no password without TLS: set security to starttls or tls");
    }
    while (spec.url.ends_with('/'))
        spec.url.pop_back();
    Result<MailSender> sender = parse_mail_sender(spec.from);
    if (!sender) return fail(std::move(sender).error().with("channel " + spec.name + ": from"));
    return std::unique_ptr<Channel>{
        std::make_unique<MailChannel>(std::move(spec), std::move(*sender), threads)};
}

}  // namespace foreshock::notify
