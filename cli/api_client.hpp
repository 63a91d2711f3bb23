#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace foreshock::cli {

struct ServerAddress {
    std::string url;        ///< "http://127.0.0.1:8420", without a path
    std::string token;      ///< sent as a bearer token when not empty
    std::string ca_file{};  ///< PEM; empty: the authorities that the system trusts
};

struct Answer {
    std::string body;
    std::string next;  ///< where the next page is: a path, empty on the last
};

/// The server's HTTP API. Errors: unavailable when nobody answers there, refused when the server
/// answers no (in the words of its problem+json). For one thread.
class ApiClient {
public:
    explicit ApiClient(ServerAddress address);
    ~ApiClient();
    ApiClient(const ApiClient&) = delete;
    ApiClient& operator=(const ApiClient&) = delete;

    /// `path` begins with a slash and is encoded already.
    Result<Answer> get(const std::string& path);
    Result<Answer> post(const std::string& path, const std::string& json);
    /// DELETE
    Result<Answer> remove(const std::string& path);

    /// An event stream, until the server ends it, falls silent for 45 s (the API promises a
    /// heartbeat each 15 s), or `goes_on` says no. Every piece of it is handed to `on_bytes`.
    Result<void> stream(const std::string& path, const std::string& last_event_id,
                        const std::function<void(std::string_view)>& on_bytes,
                        const std::function<bool()>& goes_on);

    [[nodiscard]] const std::string& url() const { return address_.url; }

private:
    struct Transfer;
    Result<Answer> perform(Transfer& transfer);

    ServerAddress address_;
    struct Session;
    std::unique_ptr<Session> session_;
};

/// For a path or a query: everything but letters, digits and -._~ as %XX.
std::string url_encode(std::string_view text);

/// The target of rel="next" in a Link header's value, as a path. Empty when there is none.
std::string next_of_link(std::string_view link);

/// Reads a token from the first line of a file.
Result<std::string> read_token(const std::string& path);

}  // namespace foreshock::cli
