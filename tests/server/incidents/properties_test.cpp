#include <map>

#include <catch2/catch.hpp>

#include "server/incidents/fingerprint.hpp"
#include "tests/support/engine_print.hpp"
#include "tests/support/random_world.hpp"
#include "tests/support/reasons.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

Settings busy_settings() {
    Settings settings;
    settings.relapse_window = hours{2};
    settings.close_after = hours{3};
    return settings;
}

/// What a store would hold after each change, closed incidents aside.
struct Shelf {
    std::map<std::string, Incident> incidents;
    std::uint64_t next_number = 1;

    void keep(const Changes& changes) {
        for (const Incident& incident : changes.incidents) {
            next_number = std::max(next_number, incident.number + 1);
            if (incident.state == IncidentState::closed) {
                incidents.erase(incident.id);
            } else {
                incidents[incident.id] = incident;
            }
        }
    }

    [[nodiscard]] std::vector<std::string> ids() const {
        std::vector<std::string> ids;
        for (const auto& [id, incident] : incidents)
            ids.push_back(id);
        return ids;
    }

    [[nodiscard]] Engine rebuilt() const {
        std::vector<Incident> all;
        for (const auto& [id, incident] : incidents)
            all.push_back(incident);
        return Engine{busy_settings(), std::move(all), next_number};
    }
};

void require_sound(const Incident& incident) {
    REQUIRE(incident.is_open() == !incident.resolved_at.has_value());
    REQUIRE(incident.is_open() == (incident.outcome == Outcome::open));
    REQUIRE((incident.state == IncidentState::closed) == incident.closed_at.has_value());
    REQUIRE((incident.state == IncidentState::in_progress) <= !incident.owner.empty());
    REQUIRE_FALSE(incident.symptoms.empty());
    REQUIRE_FALSE(incident.title.empty());
    REQUIRE_FALSE(incident.category.empty());
    require_reasons(incident);
    if (incident.recovering_since) REQUIRE_FALSE(incident.has_active_symptoms());
    if (incident.is_open() && !incident.recovering_since) REQUIRE(incident.has_active_symptoms());
    if (incident.outcome == Outcome::prevented) REQUIRE_FALSE(incident.occurred);
}

void require_told_truly(const Changes& changes) {
    for (const Announcement& one : changes.announcements) {
        const auto told =
            std::find_if(changes.incidents.begin(), changes.incidents.end(),
                         [&](const Incident& incident) { return incident.id == one.incident_id; });
        REQUIRE(told != changes.incidents.end());
        REQUIRE(told->last_word);
    }
}

void require_sound(const Changes& changes, const Shelf& before) {
    std::map<std::string, int> seen;
    for (const Incident& incident : changes.incidents) {
        REQUIRE(++seen[incident.id] == 1);
        const auto known = before.incidents.find(incident.id);
        const auto revision = known == before.incidents.end() ? 0 : known->second.revision;
        REQUIRE(incident.revision == revision + 1);
        require_sound(incident);
    }
    for (const Event& event : changes.events) {
        REQUIRE(seen.contains(event.incident_id));
        REQUIRE_FALSE(event.reason.code.empty());
        REQUIRE_FALSE(event.reason.text.empty());
        REQUIRE_FALSE(event.actor.empty());
    }
    require_told_truly(changes);
}

void require_held(const Input& input, const Shelf& shelf) {
    const auto* word = std::get_if<SymptomArrived>(&input);
    if (!word || word->symptom.status == SymptomStatus::cleared) return;
    const std::string wanted = fingerprint(word->symptom);
    bool is_held = false;
    for (const auto& [id, incident] : shelf.incidents) {
        for (const IncidentSymptom& known : incident.symptoms) {
            is_held = is_held || fingerprint(known.symptom) == wanted;
        }
    }
    REQUIRE(is_held);
}

/// The words about each incident must tell a story that makes sense to who only hears them.
class Listener {
public:
    void hear(const Changes& changes) {
        for (const Announcement& one : changes.announcements)
            hear(one);
    }

    std::map<std::string, Transition> last;

private:
    void hear(const Announcement& one) {
        const bool is_first = !last.contains(one.incident_id);
        REQUIRE(is_first == (one.transition == Transition::opened));
        const bool was_over = !is_first && last[one.incident_id] == Transition::resolved;
        const bool needs_over =
            one.transition == Transition::reopened || one.transition == Transition::closed;
        if (!is_first) REQUIRE(was_over == needs_over);
        last[one.incident_id] = one.transition;
    }
};

}  // namespace

TEST_CASE("properties: on any bad day the engine keeps its promises", "[incidents][property]") {
    const unsigned seed = GENERATE(range(1U, 9U));
    INFO("seed " << seed);
    RandomWorld world(seed);
    Engine engine(busy_settings(), {}, 1);
    Shelf shelf;
    Listener listener;
    for (int step = 0; step < 1500; ++step) {
        const Input input = world.next(shelf.ids());
        const auto changes = engine.apply(input);
        if (!changes) {
            REQUIRE(changes.error().code != Errc::unavailable);
            continue;
        }
        require_sound(*changes, shelf);
        listener.hear(*changes);
        shelf.keep(*changes);
        require_held(input, shelf);
        if (!std::holds_alternative<SymptomArrived>(input)) continue;
        const auto repeated = engine.apply(input);
        REQUIRE(repeated);
        REQUIRE(repeated->empty());
        REQUIRE(repeated->announcements.empty());
    }
}

TEST_CASE("properties: an engine made anew before every input decides the same",
          "[incidents][property]") {
    const unsigned seed = GENERATE(range(11U, 15U));
    INFO("seed " << seed);
    RandomWorld world(seed);
    Engine steady(busy_settings(), {}, 1);
    Shelf shelf;
    for (int step = 0; step < 500; ++step) {
        const Input input = world.next(shelf.ids());
        Engine reborn = shelf.rebuilt();
        REQUIRE(reborn.open_count() == steady.open_count());
        REQUIRE(reborn.next_deadline() == steady.next_deadline());
        const auto expected = steady.apply(input);
        const auto got = reborn.apply(input);
        REQUIRE(got.has_value() == expected.has_value());
        if (!expected) continue;
        REQUIRE(EnginePrint{}.text(*got) == EnginePrint{}.text(*expected));
        shelf.keep(*expected);
    }
}

TEST_CASE("properties: the same inputs give the same changes", "[incidents][property]") {
    const auto run = [] {
        RandomWorld world(77);
        Engine engine(busy_settings(), {}, 1);
        Shelf shelf;
        std::string text;
        for (int step = 0; step < 500; ++step) {
            const auto changes = engine.apply(world.next(shelf.ids()));
            if (!changes) continue;
            shelf.keep(*changes);
            text += EnginePrint{}.text(*changes);
        }
        return text;
    };
    const std::string once = run();
    CHECK(once.size() > 10000);
    CHECK(once == run());
}

TEST_CASE("properties: when all is over every incident ends, and who was told hears of it",
          "[incidents][property]") {
    const unsigned seed = GENERATE(range(21U, 27U));
    INFO("seed " << seed);
    RandomWorld world(seed);
    Engine engine(busy_settings(), {}, 1);
    Shelf shelf;
    Listener listener;
    const auto give = [&](const Input& input) {
        const auto changes = engine.apply(input);
        if (!changes) return;
        listener.hear(*changes);
        shelf.keep(*changes);
    };
    for (int step = 0; step < 600; ++step)
        give(world.next(shelf.ids()));
    for (const Input& word : world.take_all_back())
        give(word);
    for (int tick = 0; tick < 500; ++tick) {
        world.pass(minutes{1});
        give(TimePassed{world.now()});
    }
    CHECK(engine.open_count() == 0);
    CHECK(shelf.incidents.empty());
    CHECK(listener.last.size() > 3);
    for (const auto& [id, transition] : listener.last)
        CHECK(transition == Transition::closed);
}
