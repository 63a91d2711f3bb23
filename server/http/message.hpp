#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "certificates/tls_server.hpp"
#include "server/http/query.hpp"
#include "server/people/identity.hpp"

namespace foreshock::http {

class EventStream;

/// A header field. Names of requests are lower case.
using Field = std::pair<std::string, std::string>;

/// What a client asked, whole. A value: handlers know nothing of sockets.
struct Request {
    std::string method;      ///< "GET"
    std::string path;        ///< before '?', still percent-encoded
    std::string query_text;  ///< after '?', still percent-encoded
    Query query;             ///< filled in by Front
    std::vector<Field> fields;
    std::string body;
    std::string peer;             ///< the IP address at the other end; empty: no socket
    std::uint16_t peer_port = 0;  ///< there
    bool over_tls = false;
    /// What the other end proved itself with in the TLS handshake, or tried to; null: nothing.
    std::shared_ptr<const certificates::ClientCertificate> certificate{};
    people::Identity identity;  ///< who asks; filled in by Front

    /// The value of the first field of that lower-case name, or an empty text.
    [[nodiscard]] std::string_view field(std::string_view name) const;
};

/// What it is answered. Content-Length, Connection and Date are the listener's.
struct Response {
    int status = 200;
    std::vector<Field> fields;
    std::string body;
    /// Sent instead of `body` when not empty: bytes that live as long as the program.
    std::string_view fixed_body;
    /// Set for an event stream: the body is what it brings until it ends.
    std::shared_ptr<EventStream> stream;

    [[nodiscard]] std::string_view content() const {
        return fixed_body.empty() ? std::string_view{body} : fixed_body;
    }

    [[nodiscard]] std::string_view field(std::string_view name) const;
};

/// To be called exactly once, from any thread.
using Responder = std::function<void(Response)>;

/// "OK", "Not Found" …; "Unknown" for what is not in the table.
std::string_view reason_phrase(int status);

Response json_response(int status, std::string json);
Response text_response(int status, std::string text);

}  // namespace foreshock::http
