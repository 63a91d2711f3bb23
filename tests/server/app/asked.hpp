#pragma once

#include "../http/socket_client.hpp"
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace foreshock::app {

struct Answer {
    int status = 0;
    std::string head;
    std::string body;

    [[nodiscard]] nlohmann::json as_json() const { return nlohmann::json::parse(body); }
};

/// One request to a server on this host, on a connection of its own. `fields` are whole lines.
inline Answer ask_server(std::uint16_t port, const std::string& first_line,
                         const std::string& fields = {}, const std::string& body = {}) {
    http::SocketClient client{port};
    client.send(first_line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + fields +
                "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    const std::string whole = client.read_all();
    const std::size_t end = whole.find("\r\n\r\n");
    REQUIRE(end != std::string::npos);
    return {(whole[9] - '0') * 100 + (whole[10] - '0') * 10 + (whole[11] - '0'),
            whole.substr(0, end), whole.substr(end + 4)};
}

}  // namespace foreshock::app
