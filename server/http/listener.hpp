#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "certificates/tls_server.hpp"
#include "core/result.hpp"
#include "server/http/connection_places.hpp"
#include "server/http/message.hpp"

namespace foreshock::http {

struct ListenerSettings {
    std::string address = "127.0.0.1";  ///< an IP address
    std::uint16_t port = 8420;          ///< 0: any free one
    /// Twice what any route takes, because a body beyond it only closes the connection.
    std::size_t body_bytes_max = 8 << 20;
    /// Beyond all of them connections wait to be accepted; those of an address that has its most
    /// are closed at once. Never null.
    std::shared_ptr<ConnectionPlaces> places =
        std::make_shared<ConnectionPlaces>(ConnectionPlaces::Bounds{});
    /// From the first wait for a request to its last byte: idle connections and slow senders.
    std::chrono::seconds request_time_max{60};
    std::chrono::seconds answer_time_max{60};  ///< from a request to its answer
    std::chrono::seconds write_time_max{30};   ///< one answer, or one flush of a stream
    std::chrono::seconds heartbeat_every{15};
    /// Null: plain HTTP. A handshake that takes longer than 10 s is broken off.
    std::shared_ptr<const certificates::TlsIdentity> tls{};
};

/// Takes connections and turns them into Requests, on a thread of its own; the only part that
/// knows the HTTP library. HTTP/1.1 with keep-alive; answers to HEAD lose their body here.
class Listener {
public:
    struct Callbacks {
        /// Called on the listener's thread: must not block. The responder may be called later and
        /// from any thread, until the listener is destroyed.
        std::function<void(Request, Responder)> serve;
        /// Called on the listener's thread every `heartbeat_every`.
        std::function<void()> heartbeat;
        /// A line for the log about a connection that failed.
        std::function<void(const std::string&)> complain;
        /// A line, at most every `heartbeat_every`, about connections that were refused.
        std::function<void(const std::string&)> warn;
    };

    /// invalid for an address that is none, unavailable when it cannot be bound.
    static Result<std::unique_ptr<Listener>> start(ListenerSettings settings, Callbacks callbacks);

    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener();

    [[nodiscard]] std::uint16_t port() const;

    /// Another key and certificate for the connections to come, where it speaks TLS. Any thread.
    void show(certificates::TlsIdentity identity);

    /// New connections are refused; those that are open go on.
    void stop_accepting();

    /// Waits until every request is answered and written, at most `patience`. False: some are not.
    bool drain(std::chrono::milliseconds patience);

private:
    struct State;
    explicit Listener(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace foreshock::http
