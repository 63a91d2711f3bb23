#include <random>

#include <catch2/catch.hpp>

#include "tests/support/care_drive.hpp"
#include "tests/support/reasons.hpp"

namespace foreshock::oncall::test {
namespace {

using incidents::Transfer;

/// People, faults, dead channels and crashes at random, with what must hold checked at each step.
class Simulation {
public:
    explicit Simulation(unsigned seed) : random_(seed), drive_(world()) {}

    void run(int steps) {
        for (int i = 0; i < steps; ++i) {
            act();
            drive_.wait(seconds{20});
            check();
        }
        for (const Event& event : drive_.events)
            incidents::test::require_reasons(std::vector{event.reason});
    }

    std::size_t pages() const { return drive_.sent.size(); }

private:
    static CareWorld world() {
        CareWorld made;
        for (EscalationPolicy& policy : made.settings.policies) {
            policy.acknowledgement_expires = minutes{40};
            policy.repeat_after = minutes{5};
        }
        made.settings.tiers[0].escalate_after = hours{2};
        made.settings.escalate_at_risk = true;
        made.settings.bridge = {BridgeRules::Kind::address, "https://meet.example/{token}", 1, "s"};
        return made;
    }

    int pick(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }

    Words fault(int number) {
        Words words;
        words.id = "episode-" + std::to_string(number) + "-" + std::to_string(++episodes_);
        words.host = "host-" + std::to_string(number);
        words.component = number % 2 == 0 ? "" : "filesystem /var";
        words.kind = number % 2 == 0 ? "process.down" : "filesystem.space.exhaustion";
        words.severity = static_cast<Severity>(pick(3));
        words.phase = pick(2) == 0 ? Phase::impending : Phase::occurring;
        words.expected_in = words.phase == Phase::occurring ? Duration{0} : hours{pick(9)};
        words.impact = 1 + pick(3);
        return words;
    }

    std::string any_incident() {
        if (drive_.stored.empty()) return {};
        auto found = drive_.stored.begin();
        std::advance(found, pick(static_cast<int>(drive_.stored.size())));
        return found->first;
    }

    void act() {
        static const std::vector<std::string> people{"ann", "bo", "cy", "dee", "eve"};
        const std::string& who = people[static_cast<std::size_t>(pick(5))];
        const std::string id = any_incident();
        const int number = pick(4);
        switch (pick(14)) {
            case 0:
            case 1:
                raised_[number] = fault(number);
                drive_.say(raised_[number]);
                return;
            case 2:
                if (raised_.contains(number)) drive_.say(raised_[number], SymptomStatus::cleared);
                return;
            case 3:
                if (!id.empty())
                    static_cast<void>(drive_.give(
                        incidents::Acknowledged{drive_.now, id, who, pick(2) == 0 ? "" : "words"}));
                return;
            case 4:
            case 5:
                if (!id.empty())
                    static_cast<void>(drive_.ask(
                        id,
                        Transfer{static_cast<Transfer::Kind>(pick(3)),
                                 "skill",
                                 "note",
                                 {},
                                 "",
                                 pick(2) == 0 ? "" : people[static_cast<std::size_t>(pick(5))]},
                        who));
                return;
            case 6:
                if (!id.empty())
                    static_cast<void>(drive_.ask(id, incidents::Pend{"a part", {}}, who));
                return;
            case 7:
                if (!id.empty()) static_cast<void>(drive_.ask(id, incidents::Resume{}, who));
                return;
            case 8:
                if (!id.empty() && pick(3) == 0)
                    static_cast<void>(
                        drive_.give(incidents::ResolveAsked{drive_.now, id, who, "done", ""}));
                return;
            case 9:
                drive_.dead_channel = pick(2) == 0 ? "" : "push";
                return;
            case 10:
                drive_.delivers = pick(3) != 0;
                return;
            case 11:
                drive_.restart();
                return;
            default:
                drive_.wait(minutes{pick(20)}, minutes{1});
        }
    }

    void check() {
        for (const auto& [id, incident] : drive_.stored) {
            INFO("incident " << incident.number);
            const auto& care = incident.handling.care;
            REQUIRE_FALSE(owner_of(incident).empty());
            const bool works = incident.state == IncidentState::in_progress ||
                               incident.state == IncidentState::pending;
            if (incident.is_open()) {
                // A person has it exactly when it is in somebody's hands.
                REQUIRE((works || incident.state == IncidentState::assigned) ==
                        !incident.owner.empty());
                if (incident.announced_at) REQUIRE_FALSE(care.assignment.team.empty());
            }
            if (works || !incident.is_open()) {
                for (const auto& [page_id, order] : drive_.outbox) {
                    const bool calls = order.page.why == "step" || order.page.why == "fallback" ||
                                       order.page.why == "assigned";
                    REQUIRE_FALSE((order.incident_id == id && calls));
                }
            }
            REQUIRE(care.paging.pages.size() <= incidents::Paging::pages_kept_max);
            check_clock(care.clocks.response);
            check_clock(care.clocks.resolution);
        }
        std::set<std::string> ids;
        for (const auto& [at, order] : drive_.sent)
            REQUIRE(ids.insert(order.page.id).second);
    }

    static void check_clock(const incidents::ServiceClock& clock) {
        REQUIRE(clock.used >= Duration{0});
        REQUIRE(clock.is_running() == clock.due_at.has_value());
        REQUIRE_FALSE((clock.is_running() && clock.stopped_at));
    }

    std::mt19937 random_;
    CareDrive drive_;
    std::map<int, Words> raised_;
    int episodes_ = 0;
};

TEST_CASE("care: exactly one owner, and no call after somebody took it, whatever happens",
          "[oncall][properties][S14]") {
    std::size_t pages = 0;
    for (unsigned seed = 1; seed <= 40; ++seed) {
        CAPTURE(seed);
        Simulation simulation{seed};
        simulation.run(120);
        pages += simulation.pages();
    }
    CHECK(pages > 400);
}

}  // namespace
}  // namespace foreshock::oncall::test
