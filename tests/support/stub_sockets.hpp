#pragma once

#include <map>

#include "collectors/socket_table.hpp"

namespace foreshock::test {

/// "10.0.0.5", 443 → what the kernel shows of an IPv4 address.
inline collectors::Endpoint ipv4(std::array<std::uint8_t, 4> address, std::uint16_t port) {
    collectors::Endpoint endpoint;
    endpoint.address[10] = endpoint.address[11] = 0xFF;
    std::copy(address.begin(), address.end(), endpoint.address.begin() + 12);
    endpoint.port = port;
    return endpoint;
}

/// A socket table whose rounds the test makes.
class StubSockets final : public collectors::SocketTable {
public:
    Result<const collectors::SocketRound*> read(TimePoint /*now*/) override {
        if (failure) return fail(*failure);
        return &round;
    }

    std::string unit_of(std::uint64_t cgroup_id) override {
        const auto found = units.find(cgroup_id);
        return found == units.end() ? std::string{} : found->second;
    }

    /// The next whole round.
    void next(std::vector<collectors::TcpSocket> sockets) { round.renew(std::move(sockets)); }

    /// A round that has read those that listen alone.
    void next_listening(const std::vector<collectors::TcpSocket>& sockets) {
        round.renew_listening(sockets);
    }

    collectors::SocketRound round;
    std::map<std::uint64_t, std::string> units;
    std::optional<Error> failure;
};

}  // namespace foreshock::test
