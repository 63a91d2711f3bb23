#include "server/http/listener.hpp"

#include <atomic>
#include <future>
#include <thread>

#include "socket_client.hpp"

#include "server/http/event_hub.hpp"

namespace foreshock::http {
namespace {

constexpr std::string_view page = "<h1>calm</h1>";

/// Answers every request with what it was, but some paths with something special.
struct Echo {
    EventHub hub;
    std::promise<Responder> held;
    std::atomic<int> heartbeats = 0;

    void serve(const Request& request, const Responder& respond) {
        if (request.path == "/held") return held.set_value(respond);
        Response response;
        response.fields = {{"Content-Type", "text/plain"}};
        if (request.path == "/fixed") {
            response.fixed_body = page;
        } else if (request.path == "/same") {
            response.status = 304;
            response.fixed_body = page;
        } else if (request.path == "/stream") {
            response.stream = *hub.open();
            response.stream->begin({});
        } else {
            response.body = request.method + " " + request.path + " [" + request.query_text + "] " +
                            std::string{request.field("x-test")} + " " +
                            std::to_string(request.body.size()) + " bytes";
        }
        respond(std::move(response));
    }
};

struct Fixture {
    std::shared_ptr<Echo> echo = std::make_shared<Echo>();
    std::unique_ptr<Listener> listener;

    explicit Fixture(ListenerSettings settings = {}) {
        settings.port = 0;
        Listener::Callbacks callbacks;
        callbacks.serve = [echo = echo](const Request& request, const Responder& respond) {
            echo->serve(request, respond);
        };
        callbacks.heartbeat = [echo = echo] { ++echo->heartbeats; };
        listener = std::move(*Listener::start(settings, callbacks));
    }

    SocketClient connect() const { return SocketClient{listener->port()}; }
};

TEST_CASE("listener: requests become values and answers go back on the same connection",
          "[http][listener][threads]") {
    const Fixture f;
    SocketClient client = f.connect();
    client.send("GET /a%20b?x=%31#f HTTP/1.1\r\nHost: localhost\r\nX-Test: Yes\r\n\r\n");
    CHECK_THAT(client.read_until(" 0 bytes"),
               Catch::StartsWith("HTTP/1.1 200 OK\r\n") &&
                   Catch::EndsWith("GET /a%20b [x=%31] Yes 0 bytes"));
    client.send("POST /p HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello");
    CHECK_THAT(client.read_until(" 5 bytes"), Catch::EndsWith("POST /p []  5 bytes"));
}

TEST_CASE("listener: HEAD and 304 say the length but send no body", "[http][listener][threads]") {
    const Fixture f;
    SocketClient client = f.connect();
    for (const char* first : {"HEAD /fixed", "GET /same"}) {
        client.send(std::string{first} + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        const std::string head = client.read_until("\r\n\r\n");
        CHECK_THAT(head, Catch::Contains("Content-Length: 13"));
    }
    client.send("GET /fixed HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    const std::string whole = client.read_all();
    CHECK_THAT(whole, Catch::StartsWith("HTTP/1.1 200 OK") && Catch::EndsWith(std::string{page}));
}

TEST_CASE("listener: a chunked body arrives whole", "[http][listener][threads]") {
    const Fixture f;
    SocketClient client = f.connect();
    client.send(
        "POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    CHECK_THAT(client.read_until(" 5 bytes"), Catch::EndsWith("POST /p []  5 bytes"));
}

TEST_CASE("listener: what is no HTTP closes only its own connection", "[http][listener][threads]") {
    const Fixture f;
    for (const std::string& text :
         {std::string{"garbage\r\n\r\n"}, std::string(300, '\0'),
          std::string{"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n"},
          "GET /" + std::string(9000, 'a') + " HTTP/1.1\r\n\r\n",
          "GET / HTTP/1.1\r\nA: " + std::string(9000, 'a') + "\r\n\r\n"}) {
        SocketClient client = f.connect();
        client.send(text);
        CHECK(client.is_closed());
    }
    SocketClient client = f.connect();
    client.send("GET /still HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK_THAT(client.read_until(" 0 bytes"), Catch::Contains("GET /still"));
}

TEST_CASE("listener: a body at the hard cap is taken, one byte more closes the connection",
          "[http][listener][threads]") {
    ListenerSettings settings;
    settings.body_bytes_max = 1000;
    const Fixture f{settings};
    const auto body_of = [](std::size_t size) {
        return "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(size) +
               "\r\n\r\n" + std::string(size, 'b');
    };
    SocketClient fits = f.connect();
    fits.send(body_of(1000));
    CHECK_THAT(fits.read_until(" 1000 bytes"), Catch::Contains("200 OK"));
    SocketClient beyond = f.connect();
    beyond.send(body_of(1001));
    CHECK(beyond.is_closed());
}

TEST_CASE("listener: who sends too slowly is cut off", "[http][listener][integration][threads]") {
    ListenerSettings settings;
    settings.request_time_max = std::chrono::seconds{1};
    const Fixture f{settings};
    SocketClient slow = f.connect();
    slow.send("GET / HTTP/1.1\r\nHost:");
    CHECK(slow.is_closed());
}

std::shared_ptr<ConnectionPlaces> places_of(std::size_t all, std::size_t per_address) {
    return std::make_shared<ConnectionPlaces>(ConnectionPlaces::Bounds{all, per_address});
}

/// Waits for what the listener's thread is about to do.
bool comes_true(const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{5};
    while (!condition() && std::chrono::steady_clock::now() < deadline)
        std::this_thread::yield();
    return condition();
}

TEST_CASE("listener: connections that break off at once take no place for ever",
          "[http][listener][threads]") {
    ListenerSettings settings;
    settings.places = places_of(8, 8);
    const Fixture f{settings};
    for (int i = 0; i < 200; ++i)
        f.connect().reset();
    SocketClient client = f.connect();
    client.send("GET /still HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK_THAT(client.read_until(" 0 bytes"), Catch::Contains("GET /still"));
    CHECK(comes_true([&] { return settings.places->taken() == 1; }));
}

TEST_CASE("listener: one address gets its share of connections, one more is closed at once",
          "[http][listener][threads]") {
    ListenerSettings settings;
    settings.places = places_of(8, 3);
    const Fixture f{settings};
    std::vector<SocketClient> idle;
    for (int i = 0; i < 3; ++i) {
        idle.push_back(f.connect());
        idle.back().send("GET /in HTTP/1.1\r\nHost: a\r\n\r\n");
        CHECK_THAT(idle.back().read_until(" 0 bytes"), Catch::Contains("200 OK"));
    }
    for (int i = 0; i < 20; ++i)
        CHECK(f.connect().is_closed());
    CHECK(settings.places->refused() == 20);
    idle.pop_back();
    CHECK(comes_true([&] { return settings.places->taken() == 2; }));
    idle.push_back(f.connect());
    idle.back().send("GET /again HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK_THAT(idle.back().read_until(" 0 bytes"), Catch::Contains("200 OK"));
}

TEST_CASE("listener: when all places are taken, who comes waits for one",
          "[http][listener][threads]") {
    ListenerSettings settings;
    settings.places = places_of(2, 2);
    const Fixture f{settings};
    std::vector<SocketClient> idle;
    for (int i = 0; i < 2; ++i) {
        idle.push_back(f.connect());
        idle.back().send("GET /in HTTP/1.1\r\nHost: a\r\n\r\n");
        CHECK_THAT(idle.back().read_until(" 0 bytes"), Catch::Contains("200 OK"));
    }
    SocketClient waits = f.connect();
    waits.send("GET /waited HTTP/1.1\r\nHost: a\r\n\r\n");
    idle.clear();
    CHECK_THAT(waits.read_until(" 0 bytes"), Catch::Contains("GET /waited"));
    CHECK(settings.places->refused() == 0);
}

TEST_CASE("listener: an answer may come later and from another thread",
          "[http][listener][threads]") {
    const Fixture f;
    SocketClient client = f.connect();
    client.send("GET /held HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    Responder respond = f.echo->held.get_future().get();
    std::thread{[&] {
        Response response;
        response.status = 503;
        response.body = "later";
        respond(std::move(response));
    }}.join();
    respond = nullptr;
    CHECK_THAT(client.read_all(),
               Catch::StartsWith("HTTP/1.1 503 Service Unavailable") && Catch::EndsWith("later"));
}

TEST_CASE("listener: drains what is under way and takes nothing new", "[http][listener][threads]") {
    Fixture f;
    SocketClient client = f.connect();
    client.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
    Responder respond = f.echo->held.get_future().get();
    f.listener->stop_accepting();
    CHECK_FALSE(f.listener->drain(std::chrono::milliseconds{1}));
    Response response;
    response.body = "the last word";
    respond(std::move(response));
    respond = nullptr;
    CHECK(f.listener->drain(std::chrono::seconds{5}));
    CHECK_THAT(client.read_until("the last word"), Catch::EndsWith("the last word"));
}

TEST_CASE("listener: a stream brings events until its source ends", "[http][listener][threads]") {
    const Fixture f;
    SocketClient client = f.connect();
    client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK_THAT(client.read_until("\r\n\r\n"), Catch::Contains("Transfer-Encoding: chunked"));
    f.echo->hub.publish(event_frame(1, "incident", "{\"a\":1}"));
    CHECK_THAT(client.read_until("{\"a\":1}\n\n"), Catch::Contains("id: 1\nevent: incident\n"));
    f.echo->hub.publish(event_frame(2, "incident", "{}"));
    CHECK_THAT(client.read_until("{}\n\n"), Catch::Contains("id: 2\n"));
    f.echo->hub.close();
    CHECK_THAT(client.read_all(), Catch::EndsWith("0\r\n\r\n"));
}

TEST_CASE("listener: a stream whose reader has left is given back", "[http][listener][threads]") {
    const Fixture f;
    {
        SocketClient client = f.connect();
        client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
        client.read_until("\r\n\r\n");
        CHECK(f.echo->hub.open_count() == 1);
    }
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{5};
    while (f.echo->hub.open_count() > 0 && std::chrono::steady_clock::now() < deadline) {
        f.echo->hub.publish(event_frame(0, "heartbeat", "{}"));
        std::this_thread::yield();
    }
    CHECK(f.echo->hub.open_count() == 0);
}

TEST_CASE("listener: an address in use or none at all is said at start",
          "[http][listener][threads]") {
    const Fixture f;
    ListenerSettings settings;
    settings.port = f.listener->port();
    const auto taken = Listener::start(settings, {});
    REQUIRE_FALSE(taken);
    CHECK(taken.error().code == Errc::unavailable);
    CHECK_THAT(taken.error().what, Catch::Contains("Address already in use"));
    settings.address = "localhost";
    CHECK(Listener::start(settings, {}).error().code == Errc::invalid);
}

}  // namespace
}  // namespace foreshock::http
