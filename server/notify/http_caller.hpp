#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "server/notify/channel.hpp"

namespace foreshock::notify {

struct HttpTimes {
    Duration connect_within = std::chrono::seconds{5};
    Duration answer_within = std::chrono::seconds{15};  ///< the whole call
};

struct HttpRequest {
    std::string method = "POST";
    std::string url = {};
    std::vector<std::string> headers = {};  ///< whole lines: "Content-Type: application/json"
    std::string body = {};
    std::string user = {};      ///< for Basic; empty: none is sent
    std::string password = {};  ///< likewise
};

struct HttpAnswer {
    long status = 0;    ///< 0: there was no answer, `fault` says why
    std::string body;   ///< its first `answer_bytes_max`
    std::string fault;  ///< never a part of the URL, a header or a secret
    std::optional<Duration> retry_after;

    [[nodiscard]] bool is_success() const { return status >= 200 && status < 300; }
};

/// Calls HTTP servers, one after another, over connections that it keeps. Redirects are not
/// followed: what is signed or carries a key goes nowhere but where the operator sent it.
/// For one thread.
class HttpCaller {
public:
    static constexpr std::size_t answer_bytes_max = 256 << 10;
    static constexpr std::size_t head_bytes_max = 64 << 10;

    /// `ca_file`: PEM of the authorities to believe; empty: the system's.
    static Result<HttpCaller> make(HttpTimes times = {}, std::string ca_file = {});
    HttpCaller(HttpCaller&&) noexcept;
    HttpCaller& operator=(HttpCaller&&) noexcept;
    ~HttpCaller();

    /// Bounded in time; ends early, without status, when `stop` is asked for.
    HttpAnswer call(const HttpRequest& request, const std::stop_token& stop);

private:
    struct Handle;
    explicit HttpCaller(std::unique_ptr<Handle> handle);
    std::unique_ptr<Handle> handle_;
};

/// The usual meaning: 2xx is delivered; 408, 425, 429, 5xx and no answer are to be tried again
/// (Retry-After is handed on); everything else is a refusal. `detail` is "answered 503".
Outcome judge(const HttpAnswer& answer);

/// Begins with http:// or https:// and has no white space.
bool is_http_url(std::string_view url);

/// RFC 3986: all but the unreserved characters as %XX.
std::string percent_encoded(std::string_view text);

}  // namespace foreshock::notify
