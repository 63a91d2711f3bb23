#include "server/http/connection_places.hpp"

#include <algorithm>

#include <arpa/inet.h>

namespace foreshock::http {
namespace {

/// "2001:db8::1" → "2001:db8::/64".
std::string network_of(const std::string& address) {
    in6_addr six{};
    if (::inet_pton(AF_INET6, address.c_str(), &six) != 1 || IN6_IS_ADDR_V4MAPPED(&six)) {
        return address;
    }
    std::fill(six.s6_addr + 8, six.s6_addr + 16, std::uint8_t{0});
    char text[INET6_ADDRSTRLEN] = {};
    ::inet_ntop(AF_INET6, &six, text, sizeof text);
    return std::string{text} + "/64";
}

}  // namespace

std::optional<ConnectionPlaces::Place> ConnectionPlaces::take(const std::string& address) {
    const std::lock_guard lock{mutex_};
    if (!has_room()) return std::nullopt;
    std::string counted;
    if (std::ranges::find(bounds_.uncounted, address) == bounds_.uncounted.end()) {
        counted = network_of(address);
        std::size_t& has = by_address_[counted];
        if (has >= bounds_.per_address) {
            ++refused_;
            last_refused_ = counted;
            return std::nullopt;
        }
        ++has;
    }
    ++taken_;
    return Place{shared_from_this(), std::move(counted)};
}

void ConnectionPlaces::when_room(std::function<void()> go_on) {
    {
        const std::lock_guard lock{mutex_};
        go_on_.swap(go_on);
        if (!has_room()) return;
        // One was given back since the caller looked.
        go_on = std::exchange(go_on_, nullptr);
    }
    if (go_on) go_on();
}

void ConnectionPlaces::give_back(const std::string& address) {
    std::function<void()> go_on;
    {
        const std::lock_guard lock{mutex_};
        --taken_;
        if (const auto found = by_address_.find(address); found != by_address_.end()) {
            if (--found->second == 0) by_address_.erase(found);
        }
        go_on.swap(go_on_);
    }
    if (go_on) go_on();
}

std::string ConnectionPlaces::complaint() {
    const std::lock_guard lock{mutex_};
    const std::uint64_t refused = refused_;
    if (refused == complained_) return {};
    const std::uint64_t since = refused - std::exchange(complained_, refused);
    return std::to_string(since) + " connections refused, the last one from " + last_refused_ +
           ", which had limits.connections_per_address_max (" +
           std::to_string(bounds_.per_address) + ") already";
}

}  // namespace foreshock::http
