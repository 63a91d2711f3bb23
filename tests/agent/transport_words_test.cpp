#include "agent/transport_words.hpp"

#include <catch2/catch.hpp>

using namespace foreshock::agent;

TEST_CASE("transport words: each failure of TLS says what to do", "[agent][uplink]") {
    // What libcurl 7.88 with OpenSSL 3 says.
    const auto [code, verify, detail, words] = GENERATE(table<int, long, std::string, std::string>(
        {{60, 10, "SSL certificate problem: certificate has expired", "has expired"},
         {60, 9, "SSL certificate problem: certificate is not yet valid", "not valid yet"},
         {60, 18, "SSL certificate problem: self-signed certificate", "server.ca_file"},
         {60, 19, "SSL certificate problem: self-signed certificate in certificate chain",
          "does not trust"},
         {60, 20, "SSL certificate problem: unable to get local issuer certificate",
          "does not trust"},
         {60, 21, "SSL certificate problem: unable to verify the first certificate", "chain"},
         {60, 0, "SSL: no alternative certificate subject name matches target host name 'b'",
          "another name"},
         {60, 62, "SSL certificate problem: hostname mismatch", "another name"},
         {60, 99, "SSL certificate problem: something", "cannot be trusted"},
         {35, 0, "error:0A00010B:SSL routines::wrong version number", "no TLS"},
         {35, 0, "error:0A000102:SSL routines::unsupported protocol", "older than 1.2"},
         {35, 0, "error:0A00042E:SSL routines::tlsv1 alert protocol version", "older than 1.2"},
         {35, 0, "error:0A000410:SSL routines::sslv3 alert handshake failure", "cipher"},
         {35, 0, "OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to b:1", "speak TLS"},
         {35, 0, "OpenSSL SSL_connect: Connection reset by peer", "handshake failed"},
         {77, 0, "error setting certificate file: /ca.pem", "/ca.pem cannot be read"}}));
    CAPTURE(code, detail);
    const std::string said = transport_words({code, detail, verify, "/ca.pem"});
    CHECK(said.find(words) != std::string::npos);
    CHECK(said.find(detail) != std::string::npos);
    CHECK(said.find('\n') == std::string::npos);
}

TEST_CASE("transport words: failures before TLS have plain words", "[agent][uplink]") {
    CHECK(transport_words({6, "Could not resolve host: b", 0, ""})
              .starts_with("the name of the server is not known"));
    CHECK(transport_words({5, "Could not resolve proxy: p", 0, ""}).find("proxy") == 16);
    CHECK(transport_words({7, "Failed to connect to b", 0, ""}).starts_with("no connection"));
    CHECK(transport_words({52, "Empty reply from server", 0, ""}).find("speak TLS there?") !=
          std::string::npos);
    CHECK(transport_words({28, "", 0, ""}).starts_with("no answer in time (Timeout"));
    CHECK(transport_words({77, "x", 0, ""}).find("ca-certificates") != std::string::npos);
    CHECK(transport_words({2, "Failed init", 0, ""}) == "Failed init");
}
