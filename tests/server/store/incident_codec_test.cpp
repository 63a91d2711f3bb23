#include "server/store/incident_codec.hpp"

#include <limits>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/store/host_codec.hpp"
#include "tests/support/sample_incident.hpp"

using namespace foreshock;

TEST_CASE("incident codec: a full incident reads back the same", "[store][codec]") {
    incidents::Incident incident = test::leaking_incident();
    incident.recovering_since = test::at_second(9);
    incident.last_word = incidents::LastWord{incidents::Transition::changed, test::at_second(8), 2,
                                             Phase::occurring};
    incident.symptoms[0].past_episodes = {"sym-0"};
    incident.symptoms[0].orphaned_since = test::at_second(3);
    const std::string text = store::encode_incident(incident);
    const auto read = store::decode_incident(text);
    REQUIRE(read);
    CHECK(store::encode_incident(*read) == text);
    CHECK(read->recovering_since == incident.recovering_since);
    CHECK(read->last_word == incident.last_word);
    CHECK(read->priority == incident.priority);
    CHECK(read->forecast->slope_per_second == 1.25);
    CHECK(read->symptoms[0].symptom.evidence[0].labels == Labels{{"process", "shop"}});
    CHECK(read->symptoms[0].past_episodes == incident.symptoms[0].past_episodes);
    CHECK(read->symptoms[0].symptom.snapshot->sections[0].culprit == std::size_t{0});
}

TEST_CASE("incident codec: what is muted, by what and since when reads back the same",
          "[store][codec]") {
    incidents::Incident incident = test::leaking_incident();
    incident.muted_since = test::at_second(10);
    incident.unmuted_at = test::at_second(20);
    incident.muted_by = {{"silence", "s-1", "silence of ann"}};
    incident.symptoms[0].muted_by = {{"silence", "s-1", "silence of ann"},
                                     {"dependency", "inc-2", "needs db"}};
    const auto read = store::decode_incident(store::encode_incident(incident));
    REQUIRE(read);
    CHECK(read->muted_since == incident.muted_since);
    CHECK(read->unmuted_at == incident.unmuted_at);
    CHECK(read->muted_by == incident.muted_by);
    CHECK(read->symptoms[0].muted_by == incident.symptoms[0].muted_by);
}

TEST_CASE("incident codec: what was stored before anything could be muted is not muted",
          "[store][codec]") {
    auto json = nlohmann::json::parse(store::encode_incident(test::leaking_incident()));
    for (const char* name : {"muted_since", "unmuted_at", "muted_by"})
        json.erase(name);
    json["symptoms"][0].erase("muted_by");
    const auto read = store::decode_incident(json.dump());
    REQUIRE(read);
    CHECK_FALSE(read->is_muted());
    CHECK(read->symptoms[0].muted_by.empty());
}

TEST_CASE("incident codec: what people arranged reads back the same", "[store][codec]") {
    incidents::Incident incident = test::leaking_incident();
    incidents::Handling& handling = incident.handling;
    handling.waiting = incidents::Waiting{"a disk", test::at_second(1), test::at_second(90)};
    handling.major = incidents::Major{test::at_second(2),
                                      "mali",
                                      "all of it",
                                      std::nullopt,
                                      {{"commander", "mali", test::at_second(2)}}};
    handling.links = {{incidents::LinkKind::child_of, "inc-1", 7, "nok", test::at_second(3)}};
    handling.held_open_by = "somchai";
    handling.returns = {test::at_second(4), test::at_second(5)};
    const std::string text = store::encode_incident(incident);
    const auto read = store::decode_incident(text);
    REQUIRE(read);
    CHECK(store::encode_incident(*read) == text);
    CHECK(read->handling.waiting->wake_at == test::at_second(90));
    CHECK(read->handling.major->roles.at(0).holder == "mali");
    CHECK(read->handling.links.at(0).kind == incidents::LinkKind::child_of);
    CHECK(read->handling.returns == handling.returns);
}

TEST_CASE("incident codec: an incident of before people could arrange things is read",
          "[store][codec]") {
    const std::string text = store::encode_incident(test::leaking_incident());
    const std::size_t from = text.find("\"handling\":{");
    REQUIRE(from != std::string::npos);
    const std::string older = text.substr(0, from) + text.substr(text.find("\"id\":\"inc-", from));
    const auto read = store::decode_incident(older);
    REQUIRE(read);
    CHECK(read->handling.links.empty());
    CHECK_FALSE(read->handling.major);
}

TEST_CASE("incident codec: odd numbers and bytes survive", "[store][codec]") {
    incidents::Incident incident = test::leaking_incident();
    auto& evidence = incident.symptoms[0].symptom.evidence[0];
    evidence.limit = std::numeric_limits<double>::infinity();
    evidence.value = 0.1 + 0.2;
    incident.sentence = "bad byte \xff here";
    incident.forecast.reset();
    const auto read = store::decode_incident(store::encode_incident(incident));
    REQUIRE(read);
    CHECK(read->symptoms[0].symptom.evidence[0].limit == evidence.limit);
    CHECK(read->symptoms[0].symptom.evidence[0].value == evidence.value);
    CHECK(read->sentence == "bad byte \xef\xbf\xbd here");
    CHECK_FALSE(read->forecast);
}

TEST_CASE("incident codec: foreign text is malformed, never a crash", "[store][codec]") {
    const std::string text = store::encode_incident(test::leaking_incident());
    for (const std::string& bad : {std::string{}, std::string{"{}"}, std::string{"[1,2]"},
                                   std::string{"null"}, text.substr(0, text.size() / 2)}) {
        CHECK(store::decode_incident(bad).error().code == Errc::malformed);
        CHECK(store::decode_host(bad).error().code == Errc::malformed);
    }
}

TEST_CASE("incident codec: what passed with reporters reads back the same", "[store][codec]") {
    incidents::Incident incident = test::leaking_incident();
    incidents::Reporting& reporting = incident.reporting;
    incidents::IncidentReport report;
    report.id = "rep-0123456789abcdef";
    report.received_at = test::at_second(3);
    report.reporter = "Nok";
    report.contact = "nok@example.org";
    report.channel = "mail";
    report.language = "th";
    report.host = "web-1";
    report.service = "shop";
    report.category = "availability";
    report.words = "ร้านค้าใช้ไม่ได้";
    report.joined_because = {{"same_host", "it is about web-1"}};
    report.confirmation = incidents::Confirmation::not_fixed;
    report.satisfaction = 2;
    reporting.reports = {report};
    reporting.reports_beyond = 3;
    reporting.began_it = true;
    reporting.first_answered_at = test::at_second(5);
    reporting.answers = {{"Since when?", "monday", "mali", test::at_second(6)}};
    reporting.closure = incidents::Closure{"fixed", "worn", "replaced", "mali", test::at_second(7)};
    reporting.public_words = "The shop is slow";
    const auto read = store::decode_incident(store::encode_incident(incident));
    REQUIRE(read);
    CHECK(read->reporting.reports == reporting.reports);
    CHECK(read->reporting.reports_beyond == 3);
    CHECK(read->reporting.began_it);
    CHECK(read->reporting.first_answered_at == reporting.first_answered_at);
    CHECK(read->reporting.answers == reporting.answers);
    CHECK(read->reporting.closure == reporting.closure);
    CHECK(read->reporting.public_words == reporting.public_words);
}

TEST_CASE("incident codec: what was stored before users could report has no reports",
          "[store][codec]") {
    auto json = nlohmann::json::parse(store::encode_incident(test::leaking_incident()));
    json.erase("reporting");
    const auto read = store::decode_incident(json.dump());
    REQUIRE(read);
    CHECK(read->reporting.reports.empty());
}
