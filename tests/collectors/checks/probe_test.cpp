#include "collectors/checks/probe.hpp"

#include <array>
#include <thread>

#include "loopback.hpp"
#include <catch2/catch.hpp>

#include "tests/support/http_receiver.hpp"

namespace foreshock::collectors {
namespace {

using namespace std::string_literals;

ProbeOrder order_of(Duration timeout = std::chrono::seconds{10}) {
    return {timeout, Duration{0}, from_unix_ms(1'790'000'000'000), {}};
}

HttpTarget http_target(const std::string& url) {
    HttpTarget target;
    target.url = url;
    return target;
}

/// Answers one question on the loopback with the question's own bytes, changed.
class NameServerStub {
public:
    explicit NameServerStub(std::function<std::string(std::string)> answer)
        : answer_(std::move(answer)), thread_([this] { serve(); }) {}

    NameServerStub(const NameServerStub&) = delete;
    NameServerStub& operator=(const NameServerStub&) = delete;

    ~NameServerStub() { thread_.join(); }

    [[nodiscard]] std::uint16_t port() const { return socket_.second; }

private:
    void serve() {
        std::array<char, 512> bytes{};
        sockaddr_in from{};
        socklen_t size = sizeof from;
        auto* const plain = reinterpret_cast<sockaddr*>(&from);
        const ssize_t got =
            ::recvfrom(socket_.first.get(), bytes.data(), bytes.size(), 0, plain, &size);
        if (got <= 0) return;
        const std::string out = answer_({bytes.data(), static_cast<std::size_t>(got)});
        ::sendto(socket_.first.get(), out.data(), out.size(), 0, plain, size);
    }

    std::pair<UniqueFd, std::uint16_t> socket_ = test::bound_socket(SOCK_DGRAM);
    std::function<std::string(std::string)> answer_;
    std::thread thread_;
};

std::string as_response(std::string question, char code) {
    question[2] = '\x81';
    question[3] = static_cast<char>('\x80' | code);
    return question;
}

TEST_CASE("http probe: a page with the right status, text and pattern is up",
          "[collectors][checks]") {
    const test::HttpReceiver server{
        [](const test::ReceivedRequest&) { return test::http_answer(200, "all is well: v42"); }};
    HttpTarget target = http_target(server.url("/health"));
    target.contains = "is well";
    target.match = "v[0-9]+$";
    const auto outcome = probe_http(target, order_of());
    CHECK(outcome.failure.empty());
    CHECK(outcome.was_asked);
    CHECK(outcome.body_bytes == 16.0);
    CHECK(*outcome.first_byte_seconds > 0);
    CHECK(*outcome.duration_seconds >= *outcome.first_byte_seconds);
    CHECK_FALSE(outcome.certificate_remaining_seconds);
    REQUIRE(server.requests().size() == 1);
    CHECK(server.requests()[0].target == "/health");
}

TEST_CASE("http probe: another status, text or pattern is down, and says which",
          "[collectors][checks]") {
    const test::HttpReceiver server{[](const test::ReceivedRequest& request) {
        return test::http_answer(request.target == "/down" ? 503 : 200, "hello");
    }};
    HttpTarget target = http_target(server.url("/down"));
    CHECK(probe_http(target, order_of()).failure == "answered 503, expected 200-399");
    target.status_min = target.status_max = 503;
    CHECK(probe_http(target, order_of()).failure.empty());
    target = http_target(server.url());
    target.contains = "bye";
    CHECK(probe_http(target, order_of()).failure == "the page does not contain 'bye'");
    target.contains.clear();
    target.match = "^h.*x";
    CHECK(probe_http(target, order_of()).failure == "the page does not match '^h.*x'");
}

TEST_CASE("http probe: only the first part of a large page is read, and that is enough",
          "[collectors][checks]") {
    const test::HttpReceiver server{[](const test::ReceivedRequest&) {
        return test::http_answer(200, "start" + std::string(1 << 20, 'x') + "end");
    }};
    HttpTarget target = http_target(server.url());
    target.contains = "start";
    const auto outcome = probe_http(target, order_of());
    CHECK(outcome.failure.empty());
    CHECK(outcome.body_bytes == 256.0 * 1024);
    target.contains = "end";
    CHECK_FALSE(probe_http(target, order_of()).failure.empty());
}

TEST_CASE("http probe: a server that is silent or away is down with the same words each time",
          "[collectors][checks]") {
    const test::HttpReceiver server{
        [](const test::ReceivedRequest&) { return test::HttpReceiver::silence; }};
    CHECK(probe_http(http_target(server.url()), order_of(Duration{50})).failure ==
          "no answer in 50ms");
    const std::string nobody =
        "http://127.0.0.1:" + std::to_string(test::free_port(SOCK_STREAM)) + "/";
    CHECK_THAT(probe_http(http_target(nobody), order_of()).failure,
               Catch::StartsWith("Connection refused"));
}

TEST_CASE("dns probe: the host's own name for itself is found, and may be expected",
          "[collectors][checks]") {
    DnsTarget target;
    target.query = "localhost";
    target.expect = {"127.0.0.1", "::1"};
    const auto found = probe_dns(target, order_of());
    CHECK(found.failure.empty());
    CHECK(found.duration_seconds);
    CHECK(found.name_servers.empty());
    target.expect = {"192.0.2.1"};
    CHECK_THAT(probe_dns(target, order_of()).failure, Catch::Contains("which is not expected"));
}

TEST_CASE("dns probe: a name server that answers is up, also when there is no such name",
          "[collectors][checks]") {
    for (const char code : {'\0', '\3'}) {
        const NameServerStub server{[code](auto question) { return as_response(question, code); }};
        const auto answer =
            ask_name_server({"127.0.0.1", server.port()}, "shop.example", std::chrono::seconds{10});
        CHECK(answer.failure.empty());
        CHECK(answer.duration_seconds > 0);
    }
}

TEST_CASE("dns probe: a name server that fails, is silent, or answers another question is down",
          "[collectors][checks]") {
    {
        const NameServerStub server{[](auto question) { return as_response(question, '\2'); }};
        CHECK(ask_name_server({"127.0.0.1", server.port()}, "a.example", std::chrono::seconds{10})
                  .failure == "it failed itself");
    }
    {
        const NameServerStub server{[](auto question) {
            question[0] = static_cast<char>(question[0] ^ 1);
            return as_response(question, '\0');
        }};
        CHECK(ask_name_server({"127.0.0.1", server.port()}, "a.example", Duration{50}).failure ==
              "no answer in 50ms");
    }
    CHECK_THAT(ask_name_server({"127.0.0.1", test::free_port(SOCK_DGRAM)}, "a.example",
                               std::chrono::seconds{10})
                   .failure,
               Catch::Contains("refused"));
    CHECK_FALSE(ask_name_server({"127.0.0.1", 53}, "a..b", Duration{50}).failure.empty());
}

TEST_CASE("dns probe: asked for the root, any answer shows that a name server lives",
          "[collectors][checks]") {
    const NameServerStub server{[](auto question) { return as_response(question, '\5'); }};
    CHECK(ask_name_server({"127.0.0.1", server.port()}, ".", std::chrono::seconds{10})
              .failure.empty());
}

TEST_CASE("dns probe: one server may be asked past the host's own way", "[collectors][checks]") {
    const NameServerStub server{[](auto question) { return as_response(question, '\0'); }};
    DnsTarget target;
    target.query = "shop.example";
    target.server = "127.0.0.1";
    target.port = server.port();
    // The stub answers without an address.
    CHECK(probe_dns(target, order_of()).failure == "there is no such name");
    target.port = test::free_port(SOCK_DGRAM);
    CHECK_THAT(probe_dns(target, order_of()).failure, Catch::Contains("refused"));
    target.server = "ns.example";
    CHECK(probe_dns(target, order_of()).failure == "not an address");
}

TEST_CASE("icmp probe: the loopback answers, or the missing right is told",
          "[collectors][checks]") {
    const auto outcome = probe_icmp({"127.0.0.1", 2}, order_of());
    if (outcome.was_asked) {
        CHECK(outcome.failure.empty());
        CHECK(outcome.loss_ratio == 0.0);
        CHECK(*outcome.duration_seconds < 1);
    } else {
        CHECK_THAT(outcome.failure, Catch::Contains("ping_group_range"));
    }
}

TEST_CASE("tcp probe: somebody who accepts is up", "[collectors][checks]") {
    const auto [listener, port] = test::bound_socket(SOCK_STREAM);
    const auto outcome = probe_tcp({"127.0.0.1", port}, order_of());
    CHECK(outcome.failure.empty());
    CHECK(*outcome.duration_seconds < 5);
}

}  // namespace
}  // namespace foreshock::collectors
