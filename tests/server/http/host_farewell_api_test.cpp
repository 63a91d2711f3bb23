#include "server/http/host_farewell_api.hpp"

#include "people_fixture.hpp"

namespace foreshock::http {
namespace {

using people::Role;

/// Answers at once, or says that it is busy.
struct Engine final : FarewellSink {
    Result<void> see_to_farewells(FarewellsDone done) override {
        ++asked;
        if (busy) return fail(Errc::unavailable, "512 already wait");
        done({});
        return {};
    }

    int asked = 0;
    bool busy = false;
};

struct Fixture : PeopleFixture {
    Engine engine;
    HostFarewellApi api{{store->incidents(), store->enrolments(), engine, clock}};

    Fixture() {
        incidents::Commit commit;
        incidents::Host host;
        host.id = "agent-7";
        host.name = "web-1";
        host.clock_skew = Duration{1500};
        commit.hosts = {host};
        REQUIRE(store->ledger().commit(commit));
        REQUIRE(store->agents().put("agent-7", "a digest"));
    }

    Response as_ann(Request request) {
        const FixedIdentity who{session_of("ann", Role::admin)};
        const Front front{{{}, &who}, api.routes(), counters};
        return ask(front, std::move(request));
    }

    Request deletion(std::string query = {}) {
        Request request = with_method("DELETE", "/api/v1/hosts/web-1");
        request.query_text = std::move(query);
        return request;
    }

    [[nodiscard]] std::vector<incidents::Farewell> farewells() {
        return store->ledger().load_farewells().value();
    }
};

TEST_CASE("host farewell api: it is written down, with who did it, before it is done",
          "[http][hosts]") {
    Fixture f;
    f.engine.busy = true;
    CHECK(f.as_ann(f.deletion()).status == 204);
    CHECK(f.engine.asked == 1);
    const auto told = f.farewells();
    REQUIRE(told.size() == 2);
    CHECK(told[0] == incidents::Farewell{"agent-7", incidents::Farewell::Kind::forgotten,
                                         f.clock.now(), "ann", false, Duration{1500}});
    CHECK(told[1].kind == incidents::Farewell::Kind::revoked);
    CHECK_FALSE(f.store->agents().agent_of("a digest"));
    const auto audited = f.audited("host.forget");
    REQUIRE(audited.size() == 1);
    CHECK(audited[0].object == "agent-7");
    CHECK(audited[0].detail == "identity revoked, samples kept");
}

TEST_CASE("host farewell api: samples go and the identity stays where that is asked for",
          "[http][hosts]") {
    Fixture f;
    CHECK(f.as_ann(f.deletion("history=delete&identity=keep")).status == 204);
    REQUIRE(f.farewells().size() == 1);
    CHECK(f.farewells()[0].deletes_history);
    CHECK(f.store->agents().agent_of("a digest").value() == "agent-7");
}

TEST_CASE("host farewell api: what cannot be meant is refused in words, and nothing is done",
          "[http][hosts]") {
    Fixture f;
    const Response wrong = f.as_ann(f.deletion("history=yes"));
    CHECK(wrong.status == 400);
    CHECK(wrong.body.find("'keep' or 'delete'") != std::string::npos);
    CHECK(f.as_ann(f.deletion("identity=delete")).status == 400);
    CHECK(f.as_ann(f.deletion("force=1")).status == 400);
    CHECK(f.as_ann(with_method("DELETE", "/api/v1/hosts/web-9")).status == 404);
    CHECK(f.as_ann(post("/api/v1/hosts/web-9/revoke", "{}")).status == 404);
    CHECK(f.farewells().empty());
    CHECK(f.engine.asked == 0);
    CHECK(f.audited("host.forget").empty());
}

TEST_CASE("host farewell api: a revoked agent's proofs are worth nothing from then on",
          "[http][hosts]") {
    Fixture f;
    CHECK(f.as_ann(post("/api/v1/hosts/web-1/revoke", "{}")).status == 204);
    CHECK(f.store->enrolments().revoked("agent-7").value() == f.clock.now());
    CHECK_FALSE(f.store->agents().agent_of("a digest"));
    REQUIRE(f.farewells().size() == 1);
    CHECK(f.farewells()[0].kind == incidents::Farewell::Kind::revoked);
    CHECK(f.audited("agent.revoke").at(0).actor == "ann");
    CHECK(f.engine.asked == 1);
}

}  // namespace
}  // namespace foreshock::http
