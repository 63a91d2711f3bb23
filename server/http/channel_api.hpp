#pragma once

#include <vector>

#include "core/clock.hpp"
#include "server/desk/subscription.hpp"
#include "server/http/channel_desk.hpp"
#include "server/http/route.hpp"

namespace foreshock::http {

/// /api/v1/channels and /api/v1/subscriptions: how words leave the server, and who wants to hear
/// of which service. Borrows its collaborators for the life of its routes; safe from any thread.
class ChannelApi {
public:
    static constexpr std::size_t body_bytes_max = 16 << 10;

    struct Sources {
        ChannelDesk& channels;
        desk::Subscriptions& subscriptions;
        const Clock& clock;
    };

    explicit ChannelApi(Sources from) : from_(from) {}

    std::vector<Route> routes();

private:
    [[nodiscard]] Response list_channels() const;
    void test(const Request& request, const std::string& name, const Responder& respond) const;
    [[nodiscard]] Response list_subscriptions() const;
    [[nodiscard]] Response subscribe(const Request& request) const;
    [[nodiscard]] Response unsubscribe(const std::string& id) const;
    [[nodiscard]] Result<desk::Subscription> read_subscription(const Request& request) const;

    Sources from_;
};

}  // namespace foreshock::http
