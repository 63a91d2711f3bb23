#include "agent/enrolment_exchange.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include <curl/curl.h>
#include <nlohmann/json.hpp>

#include "agent/curl_uplink.hpp"
#include "agent/transport_words.hpp"

namespace foreshock::agent {
namespace {

constexpr long connect_timeout_ms = 10'000;
constexpr long look_timeout_ms = 20'000;
constexpr long exchange_timeout_ms = 30'000;
constexpr std::size_t answer_bytes_max = 256 << 10;
constexpr std::size_t labels_max = 32;

struct FreeHandle {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

using Handle = std::unique_ptr<CURL, FreeHandle>;
using Headers = std::unique_ptr<curl_slist, FreeList>;

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* to) {
    auto* text = static_cast<std::string*>(to);
    const std::size_t room = answer_bytes_max - std::min(text->size(), answer_bytes_max);
    text->append(bytes, std::min(size * count, room));
    return size * count;
}

std::string without_slash(std::string url) {
    while (url.ends_with('/'))
        url.pop_back();
    return url;
}

/// What both have in common. `error` must live as long as the handle.
Handle make_handle(const std::string& url, const std::string& proxy,
                   std::array<char, CURL_ERROR_SIZE>& error) {
    Handle handle{curl_easy_init()};
    CURL* curl = handle.get();
    if (!curl) return handle;
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, connect_timeout_ms);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error.data());
    if (proxy == "none") {
        curl_easy_setopt(curl, CURLOPT_PROXY, "");
    } else if (!proxy.empty()) {
        curl_easy_setopt(curl, CURLOPT_PROXY, proxy.c_str());
    }
    return handle;
}

std::string failure_words(CURL* curl, CURLcode code,
                          const std::array<char, CURL_ERROR_SIZE>& error) {
    TransportFailure failure{static_cast<int>(code), error.data(), 0, {}};
    curl_easy_getinfo(curl, CURLINFO_SSL_VERIFYRESULT, &failure.verify_result);
    return transport_words(failure);
}

std::vector<std::string> shown_chain(CURL* curl) {
    std::vector<std::string> chain;
    curl_certinfo* info = nullptr;
    curl_easy_getinfo(curl, CURLINFO_CERTINFO, &info);
    for (int i = 0; info && i < info->num_of_certs && chain.size() < 16; ++i) {
        for (const curl_slist* one = info->certinfo[i]; one; one = one->next) {
            const std::string_view line{one->data};
            if (line.starts_with("Cert:")) chain.emplace_back(line.substr(5));
        }
    }
    return chain;
}

TimePoint date_in(const std::string& fields) {
    constexpr std::string_view name = "\r\ndate: ";
    std::string lower = fields;
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const std::size_t at = lower.find(name);
    if (at == std::string::npos) return {};
    const std::size_t begin = at + name.size();
    const std::string date = fields.substr(begin, fields.find('\r', begin) - begin);
    const time_t seconds = curl_getdate(date.c_str(), nullptr);
    return seconds < 0 ? TimePoint{} : from_unix_ms(static_cast<std::int64_t>(seconds) * 1000);
}

curl_blob blob_of(const std::string& text) {
    return {const_cast<char*>(text.data()), text.size(), CURL_BLOB_NOCOPY};
}

void prove(CURL* curl, const ExchangeWay& way) {
    curl_blob authority = blob_of(way.authority);
    curl_easy_setopt(curl, CURLOPT_CAINFO_BLOB, &authority);
    curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
    if (way.identity.empty()) return;
    curl_blob identity = blob_of(way.identity);
    curl_easy_setopt(curl, CURLOPT_SSLCERT_BLOB, &identity);
    curl_easy_setopt(curl, CURLOPT_SSLKEY_BLOB, &identity);
}

ExchangeFailure failure_of(int status, const std::string& body) {
    std::string problem = problem_member(body, "type");
    problem = problem.substr(problem.rfind('/') + 1);
    std::string words = problem_member(body, "detail");
    if (words.empty()) words = "the server answers with status " + std::to_string(status);
    return {status, problem, words};
}

tl::expected<Certified, ExchangeFailure> post(const ExchangeWay& way, const char* path,
                                              const nlohmann::json& json) {
    using Failure = tl::unexpected<ExchangeFailure>;
    std::array<char, CURL_ERROR_SIZE> error{};
    const std::string url = without_slash(way.url) + path;
    const Handle handle = make_handle(url, way.proxy, error);
    CURL* curl = handle.get();
    if (!curl) return Failure(ExchangeFailure{0, "", "libcurl gives no handle"});
    prove(curl, way);
    Headers headers{curl_slist_append(nullptr, "Content-Type: application/json")};
    curl_slist_append(headers.get(), "Expect:");
    const std::string body = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    std::string answer;
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, exchange_timeout_ms);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    const CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK) return Failure(ExchangeFailure{0, "", failure_words(curl, code, error)});
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) return Failure(failure_of(static_cast<int>(status), answer));
    Result<Certified> certified = parse_certified(answer);
    if (!certified) return Failure(ExchangeFailure{200, "", certified.error().what});
    return std::move(*certified);
}

}  // namespace

Result<ShownServer> look_at_server(const std::string& url, const std::string& proxy) {
    std::array<char, CURL_ERROR_SIZE> error{};
    const std::string healthy = without_slash(url) + "/-/healthy";
    const Handle handle = make_handle(healthy, proxy, error);
    CURL* curl = handle.get();
    if (!curl) return fail(Errc::unavailable, "libcurl gives no handle");
    std::string body;
    std::string fields;
    // Nothing is believed and nothing is told: only looked at, to find the fingerprint in it.
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
    curl_easy_setopt(curl, CURLOPT_CERTINFO, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, look_timeout_ms);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &fields);
    const CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK) return fail(Errc::unavailable, failure_words(curl, code, error));
    return ShownServer{shown_chain(curl), date_in(fields)};
}

tl::expected<Certified, ExchangeFailure> ask_to_enrol(const ExchangeWay& way,
                                                      const EnrolmentWords& words) {
    nlohmann::json body{
        {"token", words.token}, {"request", words.request}, {"agent_id", words.agent_id}};
    if (!words.machine_id.empty()) body["machine_id"] = words.machine_id;
    return post(way, "/api/v1/enroll", body);
}

tl::expected<Certified, ExchangeFailure> ask_to_renew(const ExchangeWay& way,
                                                      const std::string& request) {
    return post(way, "/api/v1/renew", {{"request", request}});
}

Result<Certified> parse_certified(const std::string& json) {
    const auto body = nlohmann::json::parse(json, nullptr, false);
    const auto text = [&](const char* name) {
        const bool is_there = body.is_object() && body.contains(name) && body[name].is_string();
        return is_there ? body[name].get<std::string>() : std::string{};
    };
    Certified read{text("certificate"), text("authority"), text("expires_at"), {}};
    if (read.certificate.empty() || read.authority.empty()) {
        return fail(Errc::malformed, "the server's answer carries no certificate");
    }
    if (!body.contains("labels") || !body["labels"].is_object()) return read;
    for (const auto& [name, value] : body["labels"].items()) {
        if (!value.is_string() || read.labels.size() >= labels_max) continue;
        // As the settings file can carry them without quotes.
        const bool is_name = !name.empty() && std::ranges::all_of(name, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        });
        if (is_name) read.labels.emplace_back(name, value.get<std::string>());
    }
    return read;
}

std::string host_of_url(std::string_view url) {
    const std::size_t begin = url.find("//");
    if (begin == std::string_view::npos) return {};
    url.remove_prefix(begin + 2);
    url = url.substr(0, url.find('/'));
    if (url.starts_with('[')) return std::string{url.substr(1, url.find(']') - 1)};
    return std::string{url.substr(0, url.find(':'))};
}

}  // namespace foreshock::agent
