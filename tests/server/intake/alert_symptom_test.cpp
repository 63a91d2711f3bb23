#include "server/intake/alert_symptom.hpp"

#include <catch2/catch.hpp>

namespace foreshock::intake {
namespace {

using incidents::AlertTexts;
using incidents::ForeignAlert;

const TimePoint now = from_unix_ms(1'790'000'000'000);

ForeignAlert disk_alert() {
    ForeignAlert foreign;
    foreign.alert.labels = {{"alertname", "DiskFull"},
                            {"instance", "web-1:9100"},
                            {"mountpoint", "/var"},
                            {"severity", "critical"},
                            {"category", "storage"}};
    foreign.alert.annotations = {{"summary", "/var on web-1 is full"},
                                 {"description", "No byte is left."},
                                 {"runbook_url", "https://runbooks.example/disk"}};
    foreign.alert.starts_at = now - std::chrono::minutes{3};
    foreign.alert.generator_url = "http://prometheus:9090/graph";
    foreign.episode = "episode";
    const AlertIdentity identity = identity_of(foreign.alert.labels, {});
    foreign.kind = identity.kind;
    foreign.subject = identity.subject;
    return foreign;
}

TEST_CASE("alert_symptom: the host is the first label that names one", "[intake][alerts]") {
    const std::pair<AlertTexts, const char*> cases[] = {
        {{{"host", "a"}, {"instance", "b:1"}, {"node", "c"}}, "a"},
        {{{"instance", "b:1"}, {"node", "c"}}, "b"},
        {{{"instance", "[::1]:9100"}}, "::1"},
        {{{"instance", "https://shop.example:8443/cart?a=b"}}, "shop.example"},
        {{{"node", "c:1"}}, "c:1"},
        {{{"hostname", "d"}}, "d"},
        {{{"instance", ":9100"}, {"hostname", "d"}}, "d"},
        {{{"job", "x"}}, "unnamed"},
    };
    for (const auto& [labels, host] : cases) {
        CAPTURE(host);
        CHECK(identity_of(labels, {}).subject.host == host);
    }
}

TEST_CASE("alert_symptom: which labels name the host can be configured", "[intake][alerts]") {
    AlertMapping mapping;
    mapping.host_labels = {"machine"};
    mapping.host_unnamed = "somewhere";
    CHECK(identity_of({{"machine", "m"}, {"host", "h"}}, mapping).subject ==
          Subject{"m", "host h"});
    CHECK(identity_of({{"host", "h"}}, mapping).subject.host == "somewhere");
}

TEST_CASE("alert_symptom: the component is what the other labels say", "[intake][alerts]") {
    const AlertIdentity identity = identity_of({{"alertname", "Disk Full!"},
                                                {"instance", "web-1:9100"},
                                                {"severity", "critical"},
                                                {"category", "storage"},
                                                {"device", "/dev/sda1"},
                                                {"mountpoint", "/var"}},
                                               {});
    CHECK(identity.kind == "alert.Disk_Full_");
    CHECK(identity.subject.component == "device /dev/sda1, mountpoint /var");
    CHECK(identity_of({{"alertname", "A"}, {"component", "memory"}, {"x", "y"}}, {})
              .subject.component == "memory");
    CHECK(identity_of({{"alertname", "A"}, {"host", "h"}}, {}).subject.component.empty());
    CHECK(identity_of({{"alertname", "A"}, {"x", std::string(500, 'x')}}, {})
              .subject.component.size() <= 200);
}

TEST_CASE("alert_symptom: an alert with a kind of ours is never taken for an agent's symptom",
          "[intake][alerts]") {
    const AlertIdentity identity = identity_of({{"alertname", "DiskFull"},
                                                {"foreshock_kind", "filesystem.space.exhaustion"},
                                                {"component", "filesystem /var"},
                                                {"host", "web-1"}},
                                               {});
    CHECK(identity.kind == "filesystem.space.exhaustion");
    CHECK(identity.subject.component == "alert DiskFull, filesystem /var");
}

TEST_CASE("alert_symptom: severities of all systems are ours", "[intake][alerts]") {
    for (const char* word : {"critical", "CRITICAL", "page", "error", "high", "P1"}) {
        CHECK(severity_of(word) == Severity::critical);
    }
    for (const char* word : {"warning", "warn", "medium", "", "strange"}) {
        CHECK(severity_of(word) == Severity::warning);
    }
    for (const char* word : {"info", "none", "low"})
        CHECK(severity_of(word) == Severity::info);
}

TEST_CASE("alert_symptom: the symptom carries what the alert says", "[intake][alerts]") {
    const Symptom symptom = symptom_of(disk_alert(), SymptomStatus::raised, now);
    CHECK(symptom.id == "episode");
    CHECK(symptom.kind == "alert.DiskFull");
    CHECK(symptom.subject == Subject{"web-1", "mountpoint /var"});
    CHECK(symptom.severity == Severity::critical);
    CHECK(symptom.category == "storage");
    CHECK(symptom.phase == Phase::occurring);
    CHECK(symptom.sentence == "/var on web-1 is full");
    CHECK(symptom.guide == "No byte is left.\n\nRunbook: https://runbooks.example/disk");
    CHECK(symptom.onset == now - std::chrono::minutes{3});
    CHECK(symptom.first_sign == symptom.onset);
    CHECK(symptom.observed_at == now);
    REQUIRE(symptom.evidence.size() == 1);
    CHECK(symptom.evidence[0].note == "http://prometheus:9090/graph");
    CHECK(symptom.evidence[0].labels.get("mount") == "/var");
    CHECK(symptom.evidence[0].labels.get("mountpoint") == "/var");
}

TEST_CASE("alert_symptom: without a summary other words are the sentence", "[intake][alerts]") {
    ForeignAlert foreign = disk_alert();
    foreign.alert.annotations.erase("summary");
    Symptom symptom = symptom_of(foreign, SymptomStatus::raised, now);
    CHECK(symptom.sentence == "No byte is left.");
    CHECK(symptom.guide == "Runbook: https://runbooks.example/disk");
    foreign.alert.annotations.clear();
    symptom = symptom_of(foreign, SymptomStatus::raised, now);
    CHECK(symptom.sentence == "DiskFull on web-1");
    CHECK(symptom.guide.empty());
}

TEST_CASE("alert_symptom: an alert from a clock ahead does not begin in the future",
          "[intake][alerts]") {
    ForeignAlert foreign = disk_alert();
    foreign.alert.starts_at = now + std::chrono::hours{1};
    CHECK(symptom_of(foreign, SymptomStatus::raised, now).onset == now);
}

TEST_CASE("alert_symptom: a warning of what is coming says so by a label", "[intake][alerts]") {
    ForeignAlert foreign = disk_alert();
    foreign.alert.labels.emplace("foreshock_phase", "impending");
    CHECK(symptom_of(foreign, SymptomStatus::raised, now).phase == Phase::impending);
}

TEST_CASE("alert_symptom: labels that evidence cannot carry are left out or made clean",
          "[intake][alerts]") {
    ForeignAlert foreign = disk_alert();
    foreign.alert.labels.emplace("bad name", "x");
    foreign.alert.labels.emplace("lines", "a\nb");
    for (int i = 0; i < 30; ++i)
        foreign.alert.labels.emplace("z" + std::to_string(i), "x");
    const Symptom symptom = symptom_of(foreign, SymptomStatus::raised, now);
    CHECK(symptom.evidence[0].labels.pairs().size() == Labels::count_max);
    CHECK(symptom.evidence[0].labels.get("lines") == "a?b");
    CHECK(symptom.evidence[0].labels.get("bad name").empty());
}

}  // namespace
}  // namespace foreshock::intake
