#pragma once

#include <catch2/catch.hpp>

#include "server/store/sqlite_store.hpp"
#include "tests/support/sample_incident.hpp"

// What every store promises of hosts that people send away.

namespace foreshock::test {

inline void check_hosts_go_in_one_commit(store::Store& store) {
    incidents::Host host;
    host.id = "gone-1";
    host.name = "web-1";
    incidents::Commit before;
    before.hosts = {host};
    before.learned = {{"web-1", at_second(1), {{"cpu.busy", "role=web", Duration{5}}}, {}}};
    REQUIRE(store.ledger().commit(before));
    REQUIRE(store.enrolments().forget_host({"gone-1", "ann", at_second(2), Duration{7}, true}, {}));
    const auto told = store.ledger().load_farewells();
    REQUIRE(told);
    CHECK(told->at(0) == incidents::Farewell{"gone-1", incidents::Farewell::Kind::forgotten,
                                             at_second(2), "ann", true, Duration{7}});
    incidents::Commit gone;
    gone.hosts_gone = {{"gone-1", "web-1"}};
    gone.farewells_done = {"gone-1"};
    gone.hosts = {host};  // It is back at once, as a new one.
    gone.hosts[0].sequence = 3;
    REQUIRE(store.ledger().commit(gone));
    CHECK(store.ledger().load_learned(TimePoint{})->empty());
    const auto left = store.ledger().load_farewells();
    REQUIRE(left->size() == 1);
    CHECK(left->at(0).kind == incidents::Farewell::Kind::revoked);
    gone.hosts.clear();
    REQUIRE(store.ledger().commit(gone));
    CHECK(store.ledger().load_farewells()->empty());
    CHECK(store.ledger().load_hosts()->empty());
}

inline void check_who_is_revoked_is_told(store::Store& store) {
    incidents::Commit commit;
    for (const char* id : {"by-certificate", "by-token", "by-both"}) {
        incidents::Host host;
        host.id = host.name = id;
        commit.hosts.push_back(host);
        REQUIRE(store.agents().put(id, "digest of " + std::string{id}));
    }
    REQUIRE(store.ledger().commit(commit));
    enrolment::Certificate certificate;
    certificate.serial = certificate.request_sha256 = "1a";
    certificate.agent_id = "by-both";
    certificate.expires_at = at_second(1000);
    REQUIRE(store.enrolments().add_token({"t", "s", {}, 5, 0, false, {}, at_second(99)}, {}));
    certificate.token_id = "t";
    REQUIRE(store.enrolments().enrol(certificate, false, {}));
    CHECK(store.ledger().load_farewells()->empty());
    REQUIRE(store.agents().remove("by-token", at_second(3)));
    REQUIRE(store.agents().remove("by-both", at_second(3)));
    REQUIRE(store.enrolments().revoke_agent("by-certificate", at_second(4), {}));
    REQUIRE(store.enrolments().revoke_agent("never-seen", at_second(4), {}));
    const auto told = store.ledger().load_farewells();
    REQUIRE(told->size() == 2);
    CHECK(told->at(0).host_id == "by-certificate");
    CHECK(told->at(0).at == at_second(4));
    CHECK(told->at(1).host_id == "by-token");
    CHECK_FALSE(store.agents().agent_of("digest of by-certificate"));
    REQUIRE(store.agents().put("by-token", "another digest"));
    CHECK(store.ledger().load_farewells()->size() == 1);
}

}  // namespace foreshock::test
