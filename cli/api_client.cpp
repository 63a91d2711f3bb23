#include "cli/api_client.hpp"

#include <fstream>

#include <curl/curl.h>

#include "cli/incident.hpp"

namespace foreshock::cli {
namespace {

/// More than any answer of ours; what is longer is not read.
constexpr std::size_t answer_bytes_max = 64 << 20;
constexpr long connect_seconds = 5;
constexpr long answer_seconds = 30;
constexpr long silence_seconds = 45;

bool is_loopback(const std::string& url) {
    const auto begin = url.find("://");
    const std::string rest = begin == std::string::npos ? url : url.substr(begin + 3);
    return rest.starts_with("127.") || rest.starts_with("localhost") || rest.starts_with("[::1]");
}

struct ListFree {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

class HeaderList {
public:
    void add(const std::string& line) {
        curl_slist* const longer = curl_slist_append(list_.get(), line.c_str());
        if (!longer) return;
        static_cast<void>(list_.release());
        list_.reset(longer);
    }

    [[nodiscard]] curl_slist* get() const { return list_.get(); }

private:
    std::unique_ptr<curl_slist, ListFree> list_;
};

std::string lower(std::string_view text) {
    std::string small{text};
    for (char& letter : small) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return small;
}

}  // namespace

struct ApiClient::Session {
    CURL* easy = curl_easy_init();

    Session() = default;
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    ~Session() { curl_easy_cleanup(easy); }
};

/// One request and what came back so far.
struct ApiClient::Transfer {
    std::string path;
    const std::string* json = nullptr;  ///< a POST when there is one
    const char* method = nullptr;       ///< when it is neither GET nor POST
    std::string last_event_id;
    const std::function<void(std::string_view)>* on_bytes = nullptr;  ///< a stream
    const std::function<bool()>* goes_on = nullptr;
    std::string body;
    std::string link;

    static std::size_t on_head(char* bytes, std::size_t size, std::size_t count, void* self) {
        const std::string_view line{bytes, size * count};
        if (lower(line.substr(0, 5)) == "link:") {
            static_cast<Transfer*>(self)->link = line.substr(5);
        }
        return line.size();
    }

    static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
        auto& transfer = *static_cast<Transfer*>(self);
        const std::string_view part{bytes, size * count};
        if (transfer.on_bytes) {
            (*transfer.on_bytes)(part);
        } else {
            transfer.body += part;
        }
        return transfer.body.size() <= answer_bytes_max ? part.size() : 0;
    }

    static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
        const auto& transfer = *static_cast<Transfer*>(self);
        return transfer.goes_on && !(*transfer.goes_on)() ? 1 : 0;
    }
};

ApiClient::ApiClient(ServerAddress address)
    : address_(std::move(address)), session_(std::make_unique<Session>()) {
    while (address_.url.ends_with('/'))
        address_.url.pop_back();
}

ApiClient::~ApiClient() = default;

Result<Answer> ApiClient::get(const std::string& path) {
    Transfer transfer;
    transfer.path = path;
    return perform(transfer);
}

Result<Answer> ApiClient::post(const std::string& path, const std::string& json) {
    Transfer transfer;
    transfer.path = path;
    transfer.json = &json;
    return perform(transfer);
}

Result<Answer> ApiClient::remove(const std::string& path) {
    Transfer transfer;
    transfer.path = path;
    transfer.method = "DELETE";
    return perform(transfer);
}

Result<void> ApiClient::stream(const std::string& path, const std::string& last_event_id,
                               const std::function<void(std::string_view)>& on_bytes,
                               const std::function<bool()>& goes_on) {
    Transfer transfer;
    transfer.path = path;
    transfer.last_event_id = last_event_id;
    transfer.on_bytes = &on_bytes;
    transfer.goes_on = &goes_on;
    const Result<Answer> ended = perform(transfer);
    if (!ended && goes_on()) return fail(ended.error());
    return {};
}

Result<Answer> ApiClient::perform(Transfer& transfer) {
    CURL* const easy = session_->easy;
    const bool is_stream = transfer.on_bytes != nullptr;
    HeaderList headers;
    headers.add("Expect:");
    if (transfer.json) headers.add("Content-Type: application/json");
    if (is_stream) headers.add("Accept: text/event-stream");
    if (!transfer.last_event_id.empty()) headers.add("Last-Event-ID: " + transfer.last_event_id);
    if (!address_.token.empty()) headers.add("Authorization: Bearer " + address_.token);
    curl_easy_reset(easy);
    const std::string url = address_.url + transfer.path;
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "foreshock-cli");
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
    if (!address_.ca_file.empty()) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, address_.ca_file.c_str());
        curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
    }
    if (is_loopback(address_.url)) curl_easy_setopt(easy, CURLOPT_PROXY, "");
    if (transfer.method) curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, transfer.method);
    if (transfer.json) {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(transfer.json->size()));
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, transfer.json->data());
    }
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, connect_seconds);
    if (is_stream) {
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, silence_seconds);
    } else {
        curl_easy_setopt(easy, CURLOPT_TIMEOUT, answer_seconds);
    }
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::on_head);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, &Transfer::on_progress);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &transfer);
    const CURLcode code = curl_easy_perform(easy);
    if (code != CURLE_OK) return fail(Errc::unavailable, curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    if (status >= 200 && status < 300)
        return Answer{std::move(transfer.body), next_of_link(transfer.link)};
    const std::string problem = read_problem(transfer.body);
    return fail(Errc::refused,
                problem.empty() ? "the server answered " + std::to_string(status) : problem);
}

std::string url_encode(std::string_view text) {
    std::string encoded;
    for (char byte : text) {
        const bool is_plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                              (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' ||
                              byte == '_' || byte == '~';
        if (is_plain) {
            encoded += byte;
            continue;
        }
        constexpr std::string_view digits = "0123456789ABCDEF";
        encoded += '%';
        encoded += digits[static_cast<unsigned char>(byte) >> 4];
        encoded += digits[static_cast<unsigned char>(byte) & 0xF];
    }
    return encoded;
}

std::string next_of_link(std::string_view link) {
    const auto begin = link.find('<');
    const auto end = link.find('>', begin);
    if (begin == std::string_view::npos || end == std::string_view::npos) return {};
    if (link.find("rel=\"next\"", end) == std::string_view::npos) return {};
    std::string_view target = link.substr(begin + 1, end - begin - 1);
    const auto scheme = target.find("://");
    if (scheme != std::string_view::npos) {
        const auto path = target.find('/', scheme + 3);
        target = path == std::string_view::npos ? std::string_view{} : target.substr(path);
    }
    return std::string{target};
}

Result<std::string> read_token(const std::string& path) {
    std::ifstream file{path};
    std::string token;
    if (!file || !std::getline(file, token)) {
        return fail(Errc::unreadable, path + ": cannot read a token from it");
    }
    while (!token.empty() && (token.back() == '\r' || token.back() == ' '))
        token.pop_back();
    return token;
}

}  // namespace foreshock::cli
