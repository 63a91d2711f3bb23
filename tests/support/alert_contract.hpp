#pragma once

#include "tests/support/store_contract.hpp"

// What every store promises of the alerts of other systems.

namespace foreshock::test {

inline incidents::ForeignAlert foreign_alert(const std::string& name, std::uint64_t number) {
    incidents::ForeignAlert foreign;
    foreign.number = number;
    foreign.key = "key of " + name;
    foreign.sender = "alertmanager";
    foreign.alert.labels = {{"alertname", name}, {"host", "web-1"}};
    foreign.alert.annotations = {{"summary", "\"" + name + "\" – fires\n\\"}};
    foreign.alert.starts_at = at_second(1);
    foreign.alert.ends_at = at_second(300);
    foreign.alert.updated_at = at_second(2);
    foreign.alert.generator_url = "http://prometheus:9090";
    foreign.ends_by_silence = true;
    foreign.episode = "episode of " + name;
    foreign.kind = "alert." + name;
    foreign.subject = {"web-1", "mountpoint /var"};
    return foreign;
}

inline void check_firing_alerts_are_kept(store::Store& store) {
    incidents::Commit commit;
    const auto shared = [](incidents::ForeignAlert alert) {
        return std::make_shared<const incidents::ForeignAlert>(std::move(alert));
    };
    commit.alerts = {shared(foreign_alert("B", 2)), shared(foreign_alert("A", 1))};
    REQUIRE(store.ledger().commit(commit));
    auto firing = store.ledger().load_alerts();
    REQUIRE(firing);
    REQUIRE(firing->size() == 2);
    const incidents::ForeignAlert& first = firing->at(0);
    const incidents::ForeignAlert expected = foreign_alert("A", 1);
    CHECK(first.number == 1);
    CHECK(first.key == expected.key);
    CHECK(first.sender == expected.sender);
    CHECK(first.alert.labels == expected.alert.labels);
    CHECK(first.alert.annotations == expected.alert.annotations);
    CHECK(first.alert.starts_at == expected.alert.starts_at);
    CHECK(first.alert.ends_at == expected.alert.ends_at);
    CHECK(first.alert.updated_at == expected.alert.updated_at);
    CHECK(first.alert.generator_url == expected.alert.generator_url);
    CHECK(first.ends_by_silence);
    CHECK(first.episode == expected.episode);
    CHECK(first.kind == expected.kind);
    CHECK(first.subject == expected.subject);

    // What ended and began again within one batch is there in its newest form.
    incidents::ForeignAlert again = foreign_alert("A", 3);
    again.episode = "the next";
    commit.alerts = {shared(again)};
    commit.alerts_gone = {1, 2, 77};
    REQUIRE(store.ledger().commit(commit));
    firing = store.ledger().load_alerts();
    REQUIRE(firing->size() == 1);
    CHECK(firing->at(0).episode == "the next");

    again.alert.annotations = {{"summary", "worse"}};
    incidents::Commit later;
    later.alerts = {shared(again)};
    REQUIRE(store.ledger().commit(later));
    firing = store.ledger().load_alerts();
    REQUIRE(firing->size() == 1);
    CHECK(firing->at(0).alert.annotations.at("summary") == "worse");
}

}  // namespace foreshock::test
