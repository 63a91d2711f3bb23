#include "server/incidents/hypothesis.hpp"

#include <catch2/catch.hpp>

#include "server/incidents/engine.hpp"
#include "tests/support/sample_incident.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using foreshock::test::at_second;

namespace {

struct Fixture {
    std::string id = foreshock::test::leaking_incident().id;
    Engine engine{{}, {foreshock::test::leaking_incident()}, 43};

    Result<Changes> propose(std::string text, std::string actor = "ann") {
        return engine.apply(
            HypothesisProposed{at_second(10), id, std::move(actor), std::move(text)});
    }

    Result<Changes> judge(std::string which, HypothesisState state,
                          std::string evidence = "seen in lsof") {
        return engine.apply(HypothesisJudged{at_second(20), id, "bob", std::move(which), state,
                                             std::move(evidence)});
    }

    [[nodiscard]] const std::vector<Hypothesis>& hypotheses() const {
        return engine.find(id)->hypotheses;
    }
};

Errc code_of(const Result<Changes>& changes) {
    REQUIRE_FALSE(changes);
    return changes.error().code;
}

TEST_CASE("hypotheses: one goes from proposed over supported to accepted, with who and why",
          "[incidents][hypotheses][S26]") {
    Fixture f;
    const auto proposed = f.propose("the new release leaks sockets");
    REQUIRE(proposed);
    REQUIRE(proposed->events.size() == 1);
    CHECK(proposed->events[0].kind == EventKind::hypothesis_proposed);
    CHECK(proposed->events[0].to == "h1");
    CHECK(proposed->events[0].actor == "ann");
    REQUIRE(f.judge("h1", HypothesisState::supported));
    const auto accepted = f.judge("h1", HypothesisState::accepted, "fixed by the rollback");
    REQUIRE(accepted);
    CHECK(accepted->events[0].from == "supported");
    CHECK(accepted->events[0].to == "accepted");
    CHECK(accepted->events[0].text == "fixed by the rollback");
    REQUIRE(f.hypotheses().size() == 1);
    CHECK(f.hypotheses()[0].state == HypothesisState::accepted);
    CHECK(f.hypotheses()[0].evidence.size() == 2);
    CHECK(f.hypotheses()[0].evidence[0].actor == "bob");
}

TEST_CASE("hypotheses: only a supported one is accepted, only one, and that is final",
          "[incidents][hypotheses]") {
    Fixture f;
    REQUIRE(f.propose("first"));
    REQUIRE(f.propose("second"));
    CHECK(code_of(f.judge("h1", HypothesisState::accepted)) == Errc::conflict);
    CHECK(code_of(f.judge("h1", HypothesisState::proposed)) == Errc::conflict);
    REQUIRE(f.judge("h1", HypothesisState::refuted));
    REQUIRE(f.judge("h1", HypothesisState::supported));
    REQUIRE(f.judge("h1", HypothesisState::accepted));
    CHECK(code_of(f.judge("h1", HypothesisState::refuted)) == Errc::conflict);
    REQUIRE(f.judge("h2", HypothesisState::supported));
    CHECK(code_of(f.judge("h2", HypothesisState::accepted)) == Errc::conflict);
}

TEST_CASE("hypotheses: what is incomplete is refused and changes nothing",
          "[incidents][hypotheses]") {
    Fixture f;
    CHECK(code_of(f.propose("")) == Errc::invalid);
    CHECK(code_of(f.propose("words", "")) == Errc::invalid);
    CHECK(code_of(f.judge("h1", HypothesisState::supported)) == Errc::not_found);
    REQUIRE(f.propose("words"));
    CHECK(code_of(f.judge("h1", HypothesisState::supported, "")) == Errc::invalid);
    f.id = "inc-none";
    CHECK(code_of(f.propose("words")) == Errc::not_found);
}

TEST_CASE("hypotheses: the record of the fix is linked to the accepted one, and to no other",
          "[incidents][hypotheses][S26]") {
    Fixture f;
    const auto record = [&](const std::string& hypothesis, const std::string& cause = {}) {
        return f.engine.apply(PersonStep{at_second(30), f.id, "bob",
                                         RecordClosure{"fixed", cause, "rolled back", hypothesis}});
    };
    CHECK(code_of(record("h1")) == Errc::invalid);
    REQUIRE(f.propose("the new release leaks sockets"));
    REQUIRE(f.propose("the cache grows"));
    const auto unknown = record("h3");
    CHECK(code_of(unknown) == Errc::invalid);
    CHECK(unknown.error().what == "hypothesis: incident 42 has no 'h3'; it has h1, h2");
    const auto unproven = record("h1");
    CHECK(code_of(unproven) == Errc::conflict);
    CHECK(unproven.error().what ==
          "hypothesis: h1 is proposed, and only an accepted one is the cause");
    REQUIRE(f.judge("h1", HypothesisState::supported));
    REQUIRE(f.judge("h1", HypothesisState::accepted));
    CHECK(code_of(record("h2")) == Errc::conflict);
    REQUIRE(record("h1"));
    const Closure& closure = *f.engine.find(f.id)->reporting.closure;
    CHECK(closure.hypothesis == "h1");
    CHECK(closure.cause == "the new release leaks sockets");
    CHECK(closure.fix == "rolled back");
    REQUIRE(record("h1", "in other words"));
    CHECK(f.engine.find(f.id)->reporting.closure->cause == "in other words");
}

TEST_CASE("hypotheses: whoever resolves it may name the accepted one as the cause",
          "[incidents][hypotheses][S26]") {
    Fixture f;
    const auto resolve = [&](const std::string& hypothesis) {
        return f.engine.apply(
            ResolveAsked{at_second(40), f.id, "bob", "rolled back", "", hypothesis});
    };
    REQUIRE(f.propose("the new release leaks sockets"));
    CHECK(code_of(resolve("h1")) == Errc::conflict);
    CHECK(code_of(resolve("h7")) == Errc::invalid);
    CHECK(f.engine.find(f.id)->is_open());
    REQUIRE(f.judge("h1", HypothesisState::supported));
    REQUIRE(f.judge("h1", HypothesisState::accepted));
    REQUIRE(resolve("h1"));
    const Closure& closure = *f.engine.find(f.id)->reporting.closure;
    CHECK(closure.code == "fixed");
    CHECK(closure.hypothesis == "h1");
    CHECK(closure.cause == "the new release leaks sockets");
    CHECK(closure.fix == "rolled back");
    CHECK(closure.recorded_by == "bob");
}

TEST_CASE("hypotheses: their number and that of their evidence is bounded",
          "[incidents][hypotheses]") {
    Fixture f;
    for (std::size_t i = 0; i < hypotheses_max; ++i)
        REQUIRE(f.propose("words"));
    CHECK(code_of(f.propose("one more")) == Errc::conflict);
    for (std::size_t i = 0; i < Hypothesis::evidence_max; ++i)
        REQUIRE(f.judge("h1", HypothesisState::supported));
    CHECK(code_of(f.judge("h1", HypothesisState::refuted)) == Errc::conflict);
    CHECK(f.hypotheses().size() == hypotheses_max);
    CHECK(f.hypotheses()[0].evidence.size() == Hypothesis::evidence_max);
}

}  // namespace
