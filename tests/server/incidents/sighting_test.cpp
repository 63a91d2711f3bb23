#include <catch2/catch.hpp>

#include "server/incidents/absence.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr TimePoint start = from_unix_ms(1'790'000'000'000);

/// One host that spoke at the start and was silent since.
struct Silence {
    explicit Silence(Duration since) : detector({}, start, {}) {
        Host host;
        host.id = "id-1";
        host.name = "db-1";
        host.last_seen = start;
        detector.seen(host);
        pass(since);
    }

    void pass(Duration span) {
        for (const TimePoint end = now + span; now < end;) {
            now += seconds{1};
            for (Symptom& symptom : detector.advance(now))
                said.push_back(std::move(symptom));
        }
    }

    std::vector<Symptom> hear(const std::string& witness, Sight sight) {
        return detector.hear(witness, {"id-1", sight, "ICMP echo"}, now);
    }

    AbsenceDetector detector;
    TimePoint now = start;
    std::vector<Symptom> said;
};

}  // namespace

TEST_CASE("absence: others are asked from half the silence on, until some time after it is lost",
          "[incidents][absence]") {
    Silence silence{seconds{22}};
    CHECK(silence.detector.suspects(silence.now).empty());
    silence.pass(seconds{1});
    CHECK(silence.detector.suspects(silence.now) == std::vector<std::string>{"id-1"});
    silence.pass(minutes{5});
    CHECK(silence.detector.suspects(silence.now) == std::vector<std::string>{"id-1"});
    silence.pass(minutes{1});
    CHECK(silence.detector.suspects(silence.now).empty());
}

TEST_CASE("absence: a host that answers others is a warning, one that does not is critical",
          "[incidents][absence]") {
    Silence answers{seconds{30}};
    answers.hear("web-1", Sight::silent);
    answers.hear("web-2", Sight::answered);
    answers.pass(seconds{20});
    REQUIRE(answers.said.size() == 1);
    CHECK(answers.said[0].reason == "host_answers_others");
    CHECK(answers.said[0].severity == Severity::warning);
    CHECK(answers.said[0].sentence.find("it answers web-2, so it runs") != std::string::npos);

    Silence dead{seconds{30}};
    dead.hear("web-1", Sight::silent);
    dead.hear("web-2", Sight::unable);
    dead.pass(seconds{20});
    REQUIRE(dead.said.size() == 1);
    CHECK(dead.said[0].reason == "host_silent_to_others");
    CHECK(dead.said[0].severity == Severity::critical);
    CHECK(dead.said[0].sentence.find("nor does it answer web-1, so") != std::string::npos);
}

TEST_CASE("absence: what others see later is said once, where it is news", "[incidents][absence]") {
    Silence silence{minutes{1}};
    REQUIRE(silence.said.size() == 1);
    CHECK(silence.said[0].reason == "silent");
    const auto first = silence.hear("web-1", Sight::silent);
    REQUIRE(first.size() == 1);
    CHECK(first[0].status == SymptomStatus::updated);
    CHECK(first[0].id == silence.said[0].id);
    CHECK(silence.hear("web-2", Sight::silent).empty());
    CHECK(silence.hear("web-1", Sight::silent).empty());
    const auto second = silence.hear("web-2", Sight::answered);
    REQUIRE(second.size() == 1);
    CHECK(second[0].severity == Severity::warning);
}

TEST_CASE("absence: sightings of hosts that speak, or that nobody knows, are nothing",
          "[incidents][absence]") {
    Silence speaks{seconds{5}};
    CHECK(speaks.hear("web-1", Sight::silent).empty());
    speaks.pass(seconds{41});
    REQUIRE(speaks.said.size() == 1);
    CHECK(speaks.said[0].reason == "silent");
    CHECK(speaks.detector.hear("web-1", {"id-9", Sight::silent, ""}, speaks.now).empty());
}

TEST_CASE("absence: more witnesses than are remembered are not heard", "[incidents][absence]") {
    Silence silence{minutes{1}};
    for (std::size_t i = 0; i < AbsenceDetector::witnesses_max; ++i)
        silence.hear("web-" + std::to_string(i), Sight::silent);
    CHECK(silence.hear("web-one-more", Sight::answered).empty());
    CHECK(silence.hear("web-0", Sight::answered).size() == 1);
}

TEST_CASE("absence: what was seen of one silence is not held against the next",
          "[incidents][absence]") {
    Silence silence{seconds{30}};
    silence.hear("web-1", Sight::silent);
    Host back;
    back.id = "id-1";
    back.name = "db-1";
    back.last_seen = silence.now;
    silence.detector.seen(back);
    silence.pass(minutes{1});
    REQUIRE(silence.said.size() == 1);
    CHECK(silence.said[0].reason == "silent");
}
