#include "collectors/checks/http_fetch.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include <curl/curl.h>
#include <unistd.h>

#include "collectors/checks/certificate.hpp"
#include "collectors/checks/connection.hpp"
#include "core/system_error.hpp"

namespace foreshock::collectors {
namespace {

struct FreeHandle {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

struct Body {
    std::string& text;
    std::size_t bytes_max;
    bool is_cut = false;
};

/// Taking less than there is ends the transfer.
std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* to) {
    auto* body = static_cast<Body*>(to);
    const std::size_t taken = std::min(size * count, body->bytes_max - body->text.size());
    body->text.append(bytes, taken);
    body->is_cut = taken < size * count;
    return taken;
}

/// The last moment at which the kernel still knows how the connection fared.
int close_socket(void* retransmissions, curl_socket_t fd) {
    *static_cast<std::uint32_t*>(retransmissions) += retransmissions_of(fd);
    return ::close(fd);
}

void set_up(CURL* curl, const HttpRequest& request) {
    curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, redirects_max);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "foreshock-agent");
    curl_easy_setopt(curl, CURLOPT_CERTINFO, 1L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    // The agent asks its own network; what a shell has set for people is not for it.
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    if (!request.ca_file.empty()) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, request.ca_file.c_str());
    }
}

std::optional<TimePoint> earliest_end(CURL* curl) {
    constexpr std::string_view field = "Cert:";
    std::optional<TimePoint> earliest;
    curl_certinfo* chain = nullptr;
    if (curl_easy_getinfo(curl, CURLINFO_CERTINFO, &chain) != CURLE_OK || !chain) return earliest;
    for (int i = 0; i < chain->num_of_certs; ++i) {
        for (const curl_slist* line = chain->certinfo[i]; line; line = line->next) {
            const std::string_view text{line->data};
            if (!text.starts_with(field)) continue;
            const auto end = certificate_end(text.substr(field.size()));
            if (end && (!earliest || *end < *earliest)) earliest = end;
        }
    }
    return earliest;
}

double seconds_of(CURL* curl, CURLINFO which) {
    constexpr double microseconds_per_second = 1e6;
    curl_off_t microseconds = 0;
    curl_easy_getinfo(curl, which, &microseconds);
    return static_cast<double>(microseconds) / microseconds_per_second;
}

/// libcurl's own words for these have milliseconds in them, which differ each time.
std::string failure_text(CURL* curl, CURLcode code, const HttpRequest& request, const char* words) {
    if (code == CURLE_OPERATION_TIMEDOUT) return "no answer in " + format_duration(request.timeout);
    long system_error = 0;
    curl_easy_getinfo(curl, CURLINFO_OS_ERRNO, &system_error);
    if (code == CURLE_COULDNT_CONNECT && system_error != 0) {
        return errno_text(static_cast<int>(system_error));
    }
    return *words ? words : curl_easy_strerror(code);
}

void describe(CURL* curl, HttpPage& page) {
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    page.status = static_cast<int>(status);
    page.first_byte_seconds = seconds_of(curl, CURLINFO_STARTTRANSFER_TIME_T);
    page.total_seconds = seconds_of(curl, CURLINFO_TOTAL_TIME_T);
    page.certificate_end = earliest_end(curl);
}

}  // namespace

Result<HttpPage> fetch_http(const HttpRequest& request) {
    HttpPage page;
    std::unique_ptr<CURL, FreeHandle> curl{curl_easy_init()};
    if (!curl) return fail(Errc::unavailable, "libcurl gives no handle");
    Body body{page.body, request.body_bytes_max};
    std::array<char, CURL_ERROR_SIZE> error{};
    std::unique_ptr<curl_slist, FreeList> headers;
    if (!request.accept.empty()) {
        headers.reset(curl_slist_append(nullptr, ("Accept: " + request.accept).c_str()));
    }
    set_up(curl.get(), request);
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(curl.get(), CURLOPT_CLOSESOCKETFUNCTION, close_socket);
    curl_easy_setopt(curl.get(), CURLOPT_CLOSESOCKETDATA, &page.retransmissions);
    curl_easy_setopt(curl.get(), CURLOPT_ERRORBUFFER, error.data());
    const CURLcode code = curl_easy_perform(curl.get());
    if (code != CURLE_OK && !body.is_cut) {
        return fail(Errc::unavailable, failure_text(curl.get(), code, request, error.data()));
    }
    page.is_cut = body.is_cut;
    describe(curl.get(), page);
    curl.reset();  // closes what was kept open
    return page;
}

}  // namespace foreshock::collectors
