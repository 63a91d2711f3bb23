#include <map>

#include <catch2/catch.hpp>

#include "server/store/incident_codec.hpp"
#include "tests/support/engine_print.hpp"
#include "tests/support/random_world.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

/// Incidents as the store keeps them: bodies, closed ones aside.
struct Bodies {
    std::map<std::string, std::string> by_id;
    std::uint64_t next_number = 1;

    void keep(const Changes& changes) {
        for (const Incident& incident : changes.incidents) {
            next_number = std::max(next_number, incident.number + 1);
            by_id[incident.id] = store::encode_incident(incident);
            if (incident.state == IncidentState::closed) by_id.erase(incident.id);
        }
    }

    [[nodiscard]] std::vector<std::string> ids() const {
        std::vector<std::string> ids;
        for (const auto& [id, body] : by_id)
            ids.push_back(id);
        return ids;
    }

    [[nodiscard]] Engine engine() const {
        std::vector<Incident> incidents;
        for (const auto& [id, body] : by_id) {
            auto incident = store::decode_incident(body);
            REQUIRE(incident);
            incidents.push_back(std::move(*incident));
        }
        return Engine{{}, std::move(incidents), next_number};
    }
};

}  // namespace

TEST_CASE("incident codec: nothing that an engine decides by is lost in a body",
          "[store][codec][property]") {
    const unsigned seed = GENERATE(range(31U, 34U));
    INFO("seed " << seed);
    RandomWorld world(seed);
    Engine steady({}, {}, 1);
    Bodies bodies;
    for (int step = 0; step < 80; ++step) {
        const Input input = world.next(bodies.ids());
        Engine reborn = bodies.engine();
        const auto expected = steady.apply(input);
        const auto got = reborn.apply(input);
        REQUIRE(got.has_value() == expected.has_value());
        if (!expected) continue;
        REQUIRE(EnginePrint{}.text(*got) == EnginePrint{}.text(*expected));
        bodies.keep(*expected);
    }
}
