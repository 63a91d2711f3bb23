#include <map>

#include <catch2/catch.hpp>

#include "tests/support/engine_print.hpp"
#include "tests/support/random_world.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

/// Next to nothing is kept whole, and like faults on different hosts are one.
Settings crowding_settings() {
    Settings settings;
    settings.symptoms_per_incident_max = 2;
    settings.symptoms_per_kind_max = 1;
    settings.join_score = 0.3;
    settings.relapse_window = hours{2};
    settings.close_after = hours{3};
    return settings;
}

/// What a store would hold after each change, closed incidents and their members aside.
class Shelf {
public:
    void keep(const Changes& changes) {
        for (const Incident& incident : changes.incidents) {
            next_number_ = std::max(next_number_, incident.number + 1);
            incidents_[incident.number] = incident;
        }
        for (const MemberChange& change : changes.members)
            std::visit([this](const auto& one) { keep(one); }, change);
        std::erase_if(incidents_,
                      [](const auto& one) { return one.second.state == IncidentState::closed; });
        std::erase_if(members_,
                      [this](const auto& one) { return !incidents_.contains(one.first.first); });
    }

    [[nodiscard]] std::vector<Incident> unfinished() const {
        std::vector<Incident> all;
        for (const auto& [number, incident] : incidents_)
            all.push_back(incident);
        return all;
    }

    [[nodiscard]] std::vector<std::string> ids() const {
        std::vector<std::string> ids;
        for (const auto& [number, incident] : incidents_)
            ids.push_back(incident.id);
        std::sort(ids.begin(), ids.end());
        return ids;
    }

    [[nodiscard]] std::size_t members() const { return members_.size(); }

    [[nodiscard]] Engine rebuilt() const {
        Crowds members;
        for (const auto& [key, member] : members_)
            members.hear(MemberEntered{member});
        return Engine{crowding_settings(), unfinished(), next_number_, std::move(members)};
    }

private:
    using Key = std::pair<std::uint64_t, std::string>;

    void keep(const MemberEntered& entered) {
        const Member& member = entered.member;
        const auto [at, is_new] =
            members_.try_emplace(Key{member.incident, member.fingerprint}, member);
        if (is_new) return;
        const std::string past = at->second.words.episode;
        at->second = member;
        at->second.past_episode = past;
    }

    void keep(const MemberChanged& changed) {
        members_.at({changed.incident, changed.fingerprint}).state = changed.state;
    }

    void keep(const MembersPassed& passed) {
        for (auto at = members_.begin(); at != members_.end();) {
            if (at->first.first != passed.from) {
                ++at;
                continue;
            }
            Member member = at->second;
            member.incident = passed.to;
            at = members_.erase(at);
            members_.try_emplace(Key{passed.to, member.fingerprint}, member);
        }
    }

    std::map<std::uint64_t, Incident> incidents_;
    std::map<Key, Member> members_;
    std::uint64_t next_number_ = 1;
};

}  // namespace

TEST_CASE("storm: an engine made anew before every input decides the same, members or not",
          "[incidents][storm][property]") {
    const unsigned seed = GENERATE(range(41U, 46U));
    INFO("seed " << seed);
    RandomWorld world(seed);
    Engine steady(crowding_settings(), {}, 1);
    Shelf shelf;
    for (int step = 0; step < 500; ++step) {
        INFO("step " << step);
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
    CHECK(shelf.members() > 0);
}

TEST_CASE("storm: a repeated word changes nothing, members or not",
          "[incidents][storm][property]") {
    const unsigned seed = GENERATE(range(51U, 56U));
    INFO("seed " << seed);
    RandomWorld world(seed);
    Engine engine(crowding_settings(), {}, 1);
    Shelf shelf;
    for (int step = 0; step < 1000; ++step) {
        const Input input = world.next(shelf.ids());
        const auto changes = engine.apply(input);
        if (!changes) continue;
        shelf.keep(*changes);
        if (!std::holds_alternative<SymptomArrived>(input)) continue;
        const auto repeated = engine.apply(input);
        REQUIRE(repeated);
        REQUIRE(repeated->empty());
    }
}

TEST_CASE("storm: when all is over every incident ends, members or not",
          "[incidents][storm][property]") {
    const unsigned seed = GENERATE(range(61U, 66U));
    INFO("seed " << seed);
    RandomWorld world(seed);
    Engine engine(crowding_settings(), {}, 1);
    Shelf shelf;
    const auto give = [&](const Input& input) {
        const auto changes = engine.apply(input);
        if (changes) shelf.keep(*changes);
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
    CHECK(shelf.unfinished().empty());
}
