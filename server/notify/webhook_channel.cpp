#include "server/notify/webhook_channel.hpp"

#include <curl/curl.h>

#include "server/notify/signature.hpp"

namespace foreshock::notify {
namespace {

/// What of an answer is read at most, head and body each; its status is what counts.
constexpr std::size_t answer_bytes_max = 64 << 10;

/// Counts what comes in; more than the bound ends the transfer.
struct Answer {
    std::size_t head_bytes = 0;
    std::size_t body_bytes = 0;
    std::string body;
};

std::size_t count_bytes(std::size_t& counter, std::size_t count) {
    counter += count;
    return counter <= answer_bytes_max ? count : 0;
}

std::size_t on_head(char*, std::size_t size, std::size_t count, void* answer) {
    return count_bytes(static_cast<Answer*>(answer)->head_bytes, size * count);
}

std::size_t on_body(char*, std::size_t size, std::size_t count, void* answer) {
    return count_bytes(static_cast<Answer*>(answer)->body_bytes, size * count);
}

std::size_t on_kept_body(char* bytes, std::size_t size, std::size_t count, void* answer) {
    const std::size_t taken = on_body(bytes, size, count, answer);
    static_cast<Answer*>(answer)->body.append(bytes, taken);
    return taken;
}

int on_progress(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<const std::stop_token*>(stop)->stop_requested() ? 1 : 0;
}

struct EasyClose {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

struct ListFree {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

using Easy = std::unique_ptr<CURL, EasyClose>;
using HeaderList = std::unique_ptr<curl_slist, ListFree>;

HeaderList header_list(const std::vector<std::string>& lines) {
    HeaderList list;
    for (const std::string& line : lines) {
        curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
        if (!longer) break;
        static_cast<void>(list.release());
        list.reset(longer);
    }
    return list;
}

bool is_temporary(long status) {
    return status == 408 || status == 425 || status == 429 || status >= 500;
}

Outcome judge_status(CURL* easy, long status) {
    Outcome outcome;
    outcome.detail = "answered " + std::to_string(status);
    if (status >= 200 && status < 300) {
        outcome.verdict = Verdict::delivered;
    } else if (is_temporary(status)) {
        curl_off_t seconds = 0;
        curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &seconds);
        if (seconds > 0) outcome.retry_after = from_seconds(static_cast<double>(seconds));
    } else {
        outcome.verdict = Verdict::rejected;
        if (status >= 300 && status < 400) outcome.detail += ", and redirects are not followed";
    }
    return outcome;
}

class WebhookChannel final : public Channel {
public:
    WebhookChannel(WebhookSettings settings, Easy easy)
        : settings_(std::move(settings)), easy_(std::move(easy)) {}

    Outcome deliver(const incidents::OutboxEntry& entry, TimePoint now,
                    const std::stop_token& stop) override {
        Answer answer;
        const HeaderList headers = header_list(header_lines(entry, now));
        set_options(entry, answer, stop);
        curl_easy_setopt(easy_.get(), CURLOPT_HTTPHEADER, headers.get());
        const CURLcode code = curl_easy_perform(easy_.get());
        Outcome outcome = judge(code, answer);
        const bool asks = settings_.take_answer && outcome.verdict == Verdict::delivered;
        return asks ? settings_.take_answer(entry, answer.body, stop) : outcome;
    }

private:
    [[nodiscard]] std::vector<std::string> header_lines(const incidents::OutboxEntry& entry,
                                                        TimePoint now) const {
        // An empty "Expect:" keeps curl from waiting for "100 Continue".
        std::vector<std::string> lines{"Content-Type: application/json",
                                       "Idempotency-Key: " + entry.id, "Expect:"};
        if (!settings_.secret.empty()) {
            lines.push_back("X-Foreshock-Signature: " + sign(settings_.secret, now, entry.body));
        }
        return lines;
    }

    void set_options(const incidents::OutboxEntry& entry, Answer& answer,
                     const std::stop_token& stop) {
        CURL* const easy = easy_.get();
        curl_easy_reset(easy);  // keeps connections, forgets the options
        curl_easy_setopt(easy, CURLOPT_URL, settings_.url.c_str());
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, entry.body.data());
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(entry.body.size()));
        curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(easy, CURLOPT_USERAGENT, "foreshock");
        curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                         static_cast<long>(settings_.connect_within.count()));
        curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS,
                         static_cast<long>(settings_.answer_within.count()));
        curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_head);
        curl_easy_setopt(easy, CURLOPT_HEADERDATA, &answer);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION,
                         settings_.take_answer ? on_kept_body : on_body);
        curl_easy_setopt(easy, CURLOPT_WRITEDATA, &answer);
        curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
        curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
        curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &stop);
    }

    Outcome judge(CURLcode code, const Answer& answer) {
        long status = 0;
        curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
        const bool is_cut_by_us = code == CURLE_WRITE_ERROR && answer.body_bytes > answer_bytes_max;
        if (code == CURLE_OK || is_cut_by_us) return judge_status(easy_.get(), status);
        // Not curl's own words about this transfer: they may hold parts of the URL.
        return {Verdict::retry, curl_easy_strerror(code), std::nullopt};
    }

    WebhookSettings settings_;
    Easy easy_;
};

bool is_http(const std::string& url) {
    const bool has_scheme = url.starts_with("http://") || url.starts_with("https://");
    return has_scheme && url.find_first_of(" \r\n\t") == std::string::npos;
}

}  // namespace

Result<std::unique_ptr<Channel>> make_webhook_channel(WebhookSettings settings) {
    if (!is_http(settings.url)) {
        return fail(Errc::invalid,
                    "webhook " + settings.name + ": its url must begin with http:// or https://");
    }
    Easy easy{curl_easy_init()};
    if (!easy) return fail(Errc::unavailable, "webhook " + settings.name + ": curl does not start");
    return std::unique_ptr<Channel>{
        std::make_unique<WebhookChannel>(std::move(settings), std::move(easy))};
}

}  // namespace foreshock::notify
