#pragma once

#include <functional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "agent/uplink.hpp"
#include "wire/report.hpp"

namespace foreshock::test {

/// Keeps requests until the test answers them.
class FakeUplink final : public agent::Uplink {
public:
    std::vector<wire::Report> sent;    ///< every request, decoded
    std::vector<std::size_t> servers;  ///< to whom each went

    void send(std::string body, std::size_t server, Duration,
              std::function<void(const agent::UplinkAnswer&)> done) override {
        REQUIRE_FALSE(waits());
        auto report = wire::decode(body);
        REQUIRE(report);
        sent.push_back(std::move(*report));
        servers.push_back(server);
        done_ = std::move(done);
    }

    [[nodiscard]] bool waits() const { return static_cast<bool>(done_); }

    void answer(const agent::UplinkAnswer& answer) {
        REQUIRE(waits());
        std::exchange(done_, nullptr)(answer);
    }

    void answer(int status) { answer({status, "", "told so", std::nullopt}); }

    /// Acknowledges until nothing is under way any more.
    void acknowledge_all() {
        while (waits())
            answer(200);
    }

private:
    std::function<void(const agent::UplinkAnswer&)> done_;
};

}  // namespace foreshock::test
