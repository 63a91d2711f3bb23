#include "collectors/checks/probe.hpp"

#include <array>
#include <atomic>
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

/// Answers questions on the loopback with the question's own bytes, changed; empty: not at all.
class NameServerStub {
public:
    explicit NameServerStub(std::function<std::string(std::string)> answer)
        : answer_(std::move(answer)), thread_([this] { serve(); }) {}

    NameServerStub(const NameServerStub&) = delete;
    NameServerStub& operator=(const NameServerStub&) = delete;

    ~NameServerStub() {
        ::shutdown(socket_.first.get(), SHUT_RDWR);
        thread_.join();
    }

    [[nodiscard]] std::uint16_t port() const { return socket_.second; }

    [[nodiscard]] std::size_t asked() const { return asked_; }

private:
    void serve() {
        std::array<char, 512> bytes{};
        while (true) {
            sockaddr_in from{};
            socklen_t size = sizeof from;
            auto* const plain = reinterpret_cast<sockaddr*>(&from);
            const ssize_t got =
                ::recvfrom(socket_.first.get(), bytes.data(), bytes.size(), 0, plain, &size);
            if (got <= 0) return;
            ++asked_;
            const std::string out = answer_({bytes.data(), static_cast<std::size_t>(got)});
            if (out.empty()) continue;
            ::sendto(socket_.first.get(), out.data(), out.size(), 0, plain, size);
        }
    }

    std::pair<UniqueFd, std::uint16_t> socket_ = test::bound_socket(SOCK_DGRAM);
    std::function<std::string(std::string)> answer_;
    std::atomic<std::size_t> asked_ = 0;
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

TEST_CASE("dns probe: a lost answer is asked for again, and told", "[collectors][checks]") {
    std::size_t number = 0;
    const NameServerStub server{[&number](auto question) {
        return ++number == 1 ? std::string{} : as_response(question, '\0');
    }};
    const auto answer =
        ask_name_server({"127.0.0.1", server.port()}, "shop.example", Duration{200}, 3);
    CHECK(answer.failure.empty());
    CHECK(answer.duration_seconds > 0.09);
    REQUIRE(answer.questions.size() == 3);
    CHECK_FALSE(answer.questions[0].is_answered);
    CHECK(answer.questions[1].is_answered);
    CHECK(answer.questions[2].is_answered);
}

TEST_CASE("dns probe: a check asks more than once, and an answer of another kind is told",
          "[collectors][checks]") {
    std::size_t number = 0;
    const NameServerStub server{
        [&number](auto question) { return as_response(question, ++number == 2 ? '\2' : '\3'); }};
    DnsTarget target;
    target.query = "shop.example";
    target.server = "127.0.0.1";
    target.port = server.port();
    const auto outcome = probe_dns(target, order_of());
    CHECK(outcome.questions_answered == std::vector<bool>(5, true));
    CHECK(outcome.more_answers == std::vector<bool>(4, false));
    CHECK(server.asked() == 5);
}

TEST_CASE("dns probe: what nobody answers is asked again until its time is up, and has a bound",
          "[collectors][checks]") {
    const NameServerStub server{[](auto) { return std::string{}; }};
    const NameServer address{"127.0.0.1", server.port()};
    const auto once = ask_name_server(address, "shop.example", Duration{100});
    CHECK(once.failure == "no answer in 100ms");
    CHECK(server.asked() == 2);
    CHECK(once.questions.size() >= 1);
    CHECK(once.questions.size() <= 2);
    CHECK_FALSE(once.questions[0].is_answered);
}

TEST_CASE("dns probe: a server that takes its time has lost nothing", "[collectors][checks]") {
    std::string last;
    const NameServerStub server{[&last](auto question) {
        std::swap(last, question);
        return question.empty() ? question : as_response(question, '\0');
    }};
    const auto answer =
        ask_name_server({"127.0.0.1", server.port()}, "shop.example", Duration{400}, 2);
    CHECK(answer.failure.empty());
    REQUIRE(answer.questions.size() == 1);
    CHECK(answer.questions[0].is_answered);
}

TEST_CASE("dns probe: the last question of a conversation may be the lost one",
          "[collectors][checks]") {
    std::size_t number = 0;
    const NameServerStub server{[&number](auto question) {
        return ++number == 2 ? std::string{} : as_response(question, '\0');
    }};
    const auto answer =
        ask_name_server({"127.0.0.1", server.port()}, "shop.example", Duration{200}, 2);
    REQUIRE(answer.questions.size() == 2);
    CHECK(answer.questions[0].is_answered);
    CHECK_FALSE(answer.questions[1].is_answered);
}

TEST_CASE("dns probe: one conversation has a bound", "[collectors][checks]") {
    const NameServerStub server{[](auto question) { return as_response(question, '\0'); }};
    const auto answer = ask_name_server({"127.0.0.1", server.port()}, "shop.example",
                                        std::chrono::seconds{10}, name_questions_max + 1);
    CHECK(answer.questions.size() == name_questions_max);
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
