#include "agent/curl_uplink.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include <curl/curl.h>

#include "agent/record_file.hpp"
#include "agent/sighting_questions.hpp"
#include "agent/transport_words.hpp"

namespace foreshock::agent {
namespace {

constexpr std::size_t answer_bytes_max = 64 << 10;
constexpr long connect_timeout_ms = 5000;
constexpr std::size_t proof_bytes_max = 64 << 10;

struct FreeHandle {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

using Handle = std::unique_ptr<CURL, FreeHandle>;
using Headers = std::unique_ptr<curl_slist, FreeList>;

void add_header(Headers& headers, const std::string& line) {
    headers.reset(curl_slist_append(headers.release(), line.c_str()));
}

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* to) {
    auto* body = static_cast<std::string*>(to);
    const std::size_t room = answer_bytes_max - std::min(body->size(), answer_bytes_max);
    body->append(bytes, std::min(size * count, room));
    return size * count;
}

struct Job {
    std::string body;
    std::size_t server = 0;
    Duration timeout;
    std::function<void(const UplinkAnswer&)> done;
};

std::string report_url(const ServerSettings& settings, std::size_t server) {
    // After a reload there may be fewer.
    std::string url = settings.urls[server < settings.urls.size() ? server : 0];
    while (url.ends_with('/'))
        url.pop_back();
    return url + "/api/v1/agent/reports";
}

/// The way to the server: TLS 1.2 or newer, whom to trust, by which proxy.
void set_way(CURL* curl, const ServerSettings& settings) {
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!settings.ca_file.empty()) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, settings.ca_file.c_str());
        curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
        curl_easy_setopt(curl, CURLOPT_CA_CACHE_TIMEOUT, 0L);  // a renewal may bring another one
        curl_easy_setopt(curl, CURLOPT_PROXY_CAINFO, settings.ca_file.c_str());
    }
    // Nothing said: libcurl looks at https_proxy, http_proxy, all_proxy and no_proxy itself.
    if (settings.proxy.empty()) return;
    const bool direct = settings.proxy == "none";
    curl_easy_setopt(curl, CURLOPT_PROXY, direct ? "" : settings.proxy.c_str());
    curl_easy_setopt(curl, CURLOPT_NOPROXY, direct ? "*" : "");
}

/// Read anew for each request: a renewed certificate counts at once, on a connection of its own.
struct ClientProof {
    std::string certificate;
    std::string key;
};

ClientProof read_proof(const ServerSettings& settings) {
    if (settings.certificate_file.empty()) return {};
    auto certificate = read_whole(settings.certificate_file, proof_bytes_max);
    if (settings.key_file == settings.certificate_file && certificate) {
        return {*certificate, *certificate};
    }
    auto key = read_whole(settings.key_file, proof_bytes_max);
    if (!certificate || !key) return {};
    return {std::move(*certificate), std::move(*key)};
}

/// The proof must outlive the request.
void show(CURL* curl, const ClientProof& proof) {
    if (proof.certificate.empty()) return;
    curl_blob certificate{const_cast<char*>(proof.certificate.data()), proof.certificate.size(),
                          CURL_BLOB_COPY};
    curl_blob key{const_cast<char*>(proof.key.data()), proof.key.size(), CURL_BLOB_COPY};
    curl_easy_setopt(curl, CURLOPT_SSLCERT_BLOB, &certificate);
    curl_easy_setopt(curl, CURLOPT_SSLKEY_BLOB, &key);
}

}  // namespace

/// Shared by the loop's thread and the uplink's; the latter may outlive the CurlUplink.
struct CurlUplink::State {
    std::mutex mutex;
    std::condition_variable changed;
    UplinkSettings settings;
    Post post;
    std::optional<Job> job;
    bool closing = false;
    bool left = false;
    bool owner_is_gone = false;  // read and written on the loop's thread only

    static int break_off(void* state, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
        auto* self = static_cast<State*>(state);
        const std::lock_guard lock{self->mutex};
        return self->closing ? 1 : 0;
    }

    void set_up(CURL* curl) {
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, connect_timeout_ms);
        curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
        curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
        curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, break_off);
        curl_easy_setopt(curl, CURLOPT_XFERINFODATA, this);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
        curl_easy_setopt(curl, CURLOPT_BUFFERSIZE, 16384L);
    }

    static Headers headers_for(const UplinkSettings& settings) {
        Headers headers;
        add_header(headers, "Content-Type: application/x-foreshock-report");
        add_header(headers, "User-Agent: foreshock-agent/" + settings.version);
        add_header(headers, "Expect:");
        if (settings.server.token_file.empty()) return headers;
        if (const auto token = read_token(settings.server.token_file)) {
            add_header(headers, "Authorization: Bearer " + *token);
        }
        return headers;
    }

    UplinkAnswer perform(CURL* curl, const Job& asked, const UplinkSettings& by) {
        const std::string url = report_url(by.server, asked.server);
        const Headers headers = headers_for(by);
        std::string body;
        std::array<char, CURL_ERROR_SIZE> error{};
        curl_easy_reset(curl);  // connections and TLS sessions stay
        set_up(curl);
        set_way(curl, by.server);
        const ClientProof proof = read_proof(by.server);
        show(curl, proof);
        curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, asked.body.data());
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(asked.body.size()));
        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(asked.timeout.count()));
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
        curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error.data());
        const CURLcode code = curl_easy_perform(curl);
        if (code == CURLE_OK) return answer_of(curl, body);
        TransportFailure failure{static_cast<int>(code), error.data(), 0, by.server.ca_file};
        curl_easy_getinfo(curl, CURLINFO_SSL_VERIFYRESULT, &failure.verify_result);
        return {0, "", transport_words(failure), std::nullopt};
    }

    static UplinkAnswer answer_of(CURL* curl, const std::string& body) {
        UplinkAnswer answer;
        long status = 0;
        curl_off_t retry_seconds = 0;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &retry_seconds);
        answer.status = static_cast<int>(status);
        answer.problem = problem_member(body, "type");
        answer.text = problem_member(body, "detail");
        if (answer.text.empty()) answer.text = problem_member(body, "title");
        if (status == 200 && asks_to_look(body)) answer.questions = body;
        if (retry_seconds > 0) {
            answer.retry_after = std::chrono::seconds{std::min<curl_off_t>(retry_seconds, 86400)};
        }
        return answer;
    }

    /// Under the lock, so that the loop is there as long as it is posted to.
    static void answer(const std::shared_ptr<State>& self, Job job, UplinkAnswer answer) {
        self->post([self, done = std::move(job.done), answer = std::move(answer)] {
            if (!self->owner_is_gone) done(answer);
        });
    }

    static void serve(const std::shared_ptr<State>& self) {
        const Handle curl{curl_easy_init()};
        std::unique_lock lock{self->mutex};
        while (true) {
            self->changed.wait(lock, [&] { return self->closing || self->job; });
            if (self->closing) break;
            Job job = std::move(*std::exchange(self->job, std::nullopt));
            const UplinkSettings settings = self->settings;
            lock.unlock();
            UplinkAnswer got = curl ? self->perform(curl.get(), job, settings)
                                    : UplinkAnswer{0, "", "libcurl gives no handle", {}};
            job.body = {};
            lock.lock();
            answer(self, std::move(job), std::move(got));
        }
        self->left = true;
        self->changed.notify_all();
    }
};

CurlUplink::CurlUplink(UplinkSettings settings, Post post) : state_(std::make_shared<State>()) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    state_->settings = std::move(settings);
    state_->post = std::move(post);
    std::thread{[state = state_] { State::serve(state); }}.detach();
}

CurlUplink::~CurlUplink() {
    state_->owner_is_gone = true;
    std::unique_lock lock{state_->mutex};
    state_->closing = true;
    state_->post = [](const std::function<void()>&) {};
    state_->changed.notify_all();
    state_->changed.wait_for(lock, close_wait, [this] { return state_->left; });
}

void CurlUplink::set(UplinkSettings settings) {
    const std::lock_guard lock{state_->mutex};
    state_->settings = std::move(settings);
}

void CurlUplink::send(std::string body, std::size_t server, Duration timeout,
                      std::function<void(const UplinkAnswer&)> done) {
    {
        const std::lock_guard lock{state_->mutex};
        state_->job = Job{std::move(body), server, timeout, std::move(done)};
    }
    // Told without the lock: who wakes up would only wait for it.
    state_->changed.notify_all();
}

}  // namespace foreshock::agent
