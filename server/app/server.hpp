#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "server/app/configuration.hpp"
#include "server/app/logging.hpp"
#include "server/http/page_route.hpp"

namespace foreshock::app {

/// What is built into the program besides the code.
struct BuiltIn {
    std::string version;
    std::vector<http::PageFile> page;  ///< may be empty: the API then serves alone
    std::string page_policy;
};

/// A whole server: store, history, engine, channels, listener. From `start` until its end it
/// serves on threads of its own; its methods are for one thread.
class Server {
public:
    /// The clock and the log must outlive the server.
    static Result<std::unique_ptr<Server>> start(const Configuration& configuration,
                                                 BuiltIn built_in, const Clock& clock, Log& log);
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    /// As stop().
    ~Server();

    [[nodiscard]] std::uint16_t port() const;

    /// What it serves, each with who may ask.
    [[nodiscard]] const std::vector<http::Route>& routes() const;

    /// Takes over webhooks, channels, routes, words and log level; what else changed waits for a
    /// restart, and is said. An error changes nothing.
    Result<void> reload(const Configuration& configuration);

    /// Takes no new requests, answers those under way for at most 3 s, makes what waits durable.
    void stop();

    /// Grows while the engine's thread is alive.
    [[nodiscard]] std::uint64_t engine_turns() const;

private:
    struct Parts;
    explicit Server(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace foreshock::app
