#include "server/notify/http_caller.hpp"

#include <algorithm>

#include <curl/curl.h>

namespace foreshock::notify {
namespace {

/// What came in; more head or body than the bounds ends the transfer.
struct Incoming {
    std::size_t head_bytes = 0;
    std::string body;
    bool is_cut = false;
};

std::size_t on_head(char*, std::size_t size, std::size_t count, void* into) {
    auto& incoming = *static_cast<Incoming*>(into);
    incoming.head_bytes += size * count;
    return incoming.head_bytes <= HttpCaller::head_bytes_max ? size * count : 0;
}

std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* into) {
    auto& incoming = *static_cast<Incoming*>(into);
    const std::size_t room = HttpCaller::answer_bytes_max - incoming.body.size();
    incoming.body.append(bytes, std::min(room, size * count));
    incoming.is_cut = size * count > room;
    return incoming.is_cut ? 0 : size * count;
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
    // An empty "Expect:" keeps curl from waiting for "100 Continue".
    HeaderList list{curl_slist_append(nullptr, "Expect:")};
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

}  // namespace

struct HttpCaller::Handle {
    Easy easy;
    HttpTimes times;
    std::string ca_file;

    void set_request(const HttpRequest& request) {
        CURL* const to = easy.get();
        curl_easy_setopt(to, CURLOPT_URL, request.url.c_str());
        curl_easy_setopt(to, CURLOPT_CUSTOMREQUEST, request.method.c_str());
        if (request.method != "GET") {
            curl_easy_setopt(to, CURLOPT_POSTFIELDS, request.body.data());
            curl_easy_setopt(to, CURLOPT_POSTFIELDSIZE_LARGE,
                             static_cast<curl_off_t>(request.body.size()));
        }
        if (request.user.empty()) return;
        curl_easy_setopt(to, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
        curl_easy_setopt(to, CURLOPT_USERNAME, request.user.c_str());
        curl_easy_setopt(to, CURLOPT_PASSWORD, request.password.c_str());
    }

    void set_bounds(Incoming& incoming, const std::stop_token& stop) {
        CURL* const to = easy.get();
        curl_easy_setopt(to, CURLOPT_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(to, CURLOPT_FOLLOWLOCATION, 0L);
        curl_easy_setopt(to, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(to, CURLOPT_USERAGENT, "foreshock");
        if (!ca_file.empty()) curl_easy_setopt(to, CURLOPT_CAINFO, ca_file.c_str());
        curl_easy_setopt(to, CURLOPT_CONNECTTIMEOUT_MS,
                         static_cast<long>(times.connect_within.count()));
        curl_easy_setopt(to, CURLOPT_TIMEOUT_MS, static_cast<long>(times.answer_within.count()));
        curl_easy_setopt(to, CURLOPT_HEADERFUNCTION, on_head);
        curl_easy_setopt(to, CURLOPT_HEADERDATA, &incoming);
        curl_easy_setopt(to, CURLOPT_WRITEFUNCTION, on_body);
        curl_easy_setopt(to, CURLOPT_WRITEDATA, &incoming);
        curl_easy_setopt(to, CURLOPT_NOPROGRESS, 0L);
        curl_easy_setopt(to, CURLOPT_XFERINFOFUNCTION, on_progress);
        curl_easy_setopt(to, CURLOPT_XFERINFODATA, &stop);
    }

    HttpAnswer answer_of(CURLcode code, Incoming incoming) {
        HttpAnswer answer;
        if (code != CURLE_OK && !incoming.is_cut) {
            // Not curl's own words about this transfer: they may hold parts of the URL.
            answer.fault = curl_easy_strerror(code);
            return answer;
        }
        curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &answer.status);
        answer.body = std::move(incoming.body);
        curl_off_t seconds = 0;
        curl_easy_getinfo(easy.get(), CURLINFO_RETRY_AFTER, &seconds);
        if (seconds > 0) answer.retry_after = from_seconds(static_cast<double>(seconds));
        return answer;
    }
};

HttpCaller::HttpCaller(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}

HttpCaller::HttpCaller(HttpCaller&&) noexcept = default;
HttpCaller& HttpCaller::operator=(HttpCaller&&) noexcept = default;
HttpCaller::~HttpCaller() = default;

Result<HttpCaller> HttpCaller::make(HttpTimes times, std::string ca_file) {
    Easy easy{curl_easy_init()};
    if (!easy) return fail(Errc::unavailable, "curl does not start");
    return HttpCaller{std::make_unique<Handle>(Handle{std::move(easy), times, std::move(ca_file)})};
}

HttpAnswer HttpCaller::call(const HttpRequest& request, const std::stop_token& stop) {
    Incoming incoming;
    const HeaderList headers = header_list(request.headers);
    CURL* const easy = handle_->easy.get();
    curl_easy_reset(easy);  // keeps connections, forgets the options
    handle_->set_request(request);
    handle_->set_bounds(incoming, stop);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
    const CURLcode code = curl_easy_perform(easy);
    return handle_->answer_of(code, std::move(incoming));
}

Outcome judge(const HttpAnswer& answer) {
    if (answer.status == 0) return {Verdict::retry, answer.fault, std::nullopt};
    Outcome outcome;
    outcome.detail = "answered " + std::to_string(answer.status);
    if (answer.is_success()) {
        outcome.verdict = Verdict::delivered;
    } else if (is_temporary(answer.status)) {
        outcome.retry_after = answer.retry_after;
    } else {
        outcome.verdict = Verdict::rejected;
        if (answer.status >= 300 && answer.status < 400) {
            outcome.detail += ", and redirects are not followed";
        }
    }
    return outcome;
}

bool is_http_url(std::string_view url) {
    const bool has_scheme = url.starts_with("http://") || url.starts_with("https://");
    return has_scheme && std::none_of(url.begin(), url.end(),
                                      [](unsigned char c) { return c <= ' ' || c == 0x7F; });
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view plain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        if (plain.find(c) != std::string_view::npos) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += {'%', digits[byte >> 4], digits[byte & 0xF]};
    }
    return encoded;
}

}  // namespace foreshock::notify
