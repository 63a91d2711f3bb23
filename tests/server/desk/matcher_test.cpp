#include "server/desk/matcher.hpp"

#include <catch2/catch.hpp>

#include "tests/support/service_samples.hpp"

using namespace foreshock;
using desk::Matcher;
using desk::MatcherSet;

namespace {

const desk::LabelMap web{{"host", "web-1"}, {"kind", "memory.leak"}, {"severity", "warning"}};

bool holds(const std::string& text) {
    const auto matcher = desk::parse_matcher(text);
    INFO(text);
    REQUIRE(matcher);
    // Beside one that demands something, so that those that hold for nothing are allowed.
    const auto set = MatcherSet::compile({*matcher, {"host", "web-1"}});
    REQUIRE(set);
    return set->matches(web);
}

std::string refusal_of(const std::vector<Matcher>& matchers) {
    const auto set = MatcherSet::compile(matchers);
    REQUIRE_FALSE(set);
    CHECK(set.error().code == Errc::invalid);
    return set.error().what;
}

}  // namespace

TEST_CASE("matcher: equality, inequality and expressions hold as in Alertmanager", "[desk]") {
    CHECK(holds("host=web-1"));
    CHECK(holds("host=\"web-1\""));
    CHECK_FALSE(holds("host=web"));
    CHECK(holds("host!=db-1"));
    CHECK_FALSE(holds("host!=web-1"));
    CHECK(holds("host=~\"web-.*\""));
    CHECK(holds("kind!~\"disk.*\""));
    CHECK_FALSE(holds("kind!~\"memory.*\""));
}

TEST_CASE("matcher: an expression must match the whole value", "[desk]") {
    CHECK_FALSE(holds("host=~web"));
    CHECK_FALSE(holds("host=~eb-1"));
    CHECK(holds("host=~\"db-1|web-1\""));
    CHECK_FALSE(holds("host=~\"db-1|web\""));
}

TEST_CASE("matcher: an absent label is an empty text", "[desk]") {
    CHECK(holds("service=\"\""));
    CHECK(holds("service!=shop"));
    CHECK(holds("service=~\"shop|\""));
    CHECK_FALSE(holds("service!=\"\""));
    CHECK_FALSE(holds("service=~\".+\""));
}

TEST_CASE("matcher: a set holds when all of it does", "[desk]") {
    const auto both = MatcherSet::compile({{"host", "web-1"}, {"severity", "critical"}});
    CHECK_FALSE(both->matches(web));
    const auto other = MatcherSet::compile({{"host", "web-1"}, {"severity", "warning"}});
    CHECK(other->matches(web));
}

TEST_CASE("matcher: what it writes it reads", "[desk]") {
    const Matcher written[] = {{"host", "web-1"},
                               {"host", "a \"quoted\" \\ and\nbroken", true, false},
                               {"_x9", "", false, false},
                               {"kind", "a=~b", true, true}};
    for (const Matcher& matcher : written) {
        CAPTURE(desk::describe(matcher));
        CHECK(desk::parse_matcher(desk::describe(matcher)).value() == matcher);
    }
    CHECK(desk::describe(std::vector<Matcher>{{"a", "b"}, {"c", "d", true, false}}) ==
          R"({a="b", c!~"d"})");
}

TEST_CASE("matcher: what is no matcher is refused in words", "[desk]") {
    for (const char* text : {"", "host", "host!web", "host=\"open", "host=\"a\"b", "host=\"a\\"}) {
        CAPTURE(text);
        CHECK(desk::parse_matcher(text).error().code == Errc::malformed);
    }
    CHECK(desk::parse_matcher("host").error().what.find("name=value") != std::string::npos);
}

TEST_CASE("matcher: a set names the one that is wrong, and what to do", "[desk]") {
    CHECK(refusal_of({}).find("1 to 20") != std::string::npos);
    CHECK(refusal_of({{"host", "a"}, {"9x", "b"}}).find("matchers[1]") == 0);
    CHECK(refusal_of({{"host", "(", true}}).find("RE2") != std::string::npos);
    CHECK(refusal_of({{"host", std::string(513, 'x')}}).find("512 bytes") != std::string::npos);
    CHECK(MatcherSet::compile({{"host", std::string(512, 'x')}}));
    CHECK(refusal_of(std::vector<Matcher>(21, {"host", "a"})).find("1 to 20") != std::string::npos);
    CHECK(MatcherSet::compile(std::vector<Matcher>(20, {"host", "a"})));
}

TEST_CASE("matcher: a set that holds for everything is refused", "[desk]") {
    CHECK(refusal_of({{"host", ".*", true}}).find("everything") != std::string::npos);
    CHECK(refusal_of({{"host", "a", false, false}}).find("everything") != std::string::npos);
    CHECK(MatcherSet::compile({{"host", ".+", true}}));
}

TEST_CASE("matcher: an expression that needs too much memory is refused", "[desk]") {
    CHECK(refusal_of({{"host", "((((a{100}){100}){100})", true}}).find("RE2") != std::string::npos);
    CHECK(refusal_of({{"host", "(a{1000}){1000}", true}}).find("RE2") != std::string::npos);
}

TEST_CASE("matcher: an expression that makes others take for ever takes no time", "[desk]") {
    const auto set = MatcherSet::compile({{"host", "(a+)+b", true}});
    CHECK_FALSE(set->matches({{"host", std::string(500, 'a')}}));
}

TEST_CASE("matcher: a symptom has its own labels, those of its evidence and foreign ones",
          "[desk]") {
    Symptom symptom;
    symptom.subject = {"web-1", "filesystem /var"};
    symptom.kind = "filesystem.space.exhaustion";
    symptom.category = "storage";
    symptom.severity = Severity::critical;
    Evidence evidence;
    evidence.labels = Labels{{"mount", "/var"}, {"host", "not me"}};
    symptom.evidence = {evidence};
    const auto labels = desk::labels_of(symptom, Labels{{"service", "shop"}, {"severity", "page"}});
    CHECK(labels.at("host") == "web-1");
    CHECK(labels.at("component") == "filesystem /var");
    CHECK(labels.at("alertname") == "filesystem.space.exhaustion");
    CHECK(labels.at("mount") == "/var");
    CHECK(labels.at("service") == "shop");
    CHECK(labels.at("severity") == "page");
    CHECK(labels.at("phase") == "impending");
}

TEST_CASE("matcher: the labels of a foreign alert are those of its symptom", "[desk]") {
    Symptom symptom;
    symptom.subject = {"web-1", "job shop"};
    symptom.kind = "alert.ShopDown";
    Evidence evidence;
    evidence.signal = "ALERTS";
    evidence.labels =
        Labels{{"alertname", "ShopDown"}, {"severity", "page"}, {"instance", "web-1:80"}};
    symptom.evidence = {evidence};
    const auto labels = desk::labels_of(symptom);
    CHECK(labels.at("alertname") == "ShopDown");
    CHECK(labels.at("severity") == "page");
    CHECK(labels.at("instance") == "web-1:80");
    CHECK(labels.at("kind") == "alert.ShopDown");
    CHECK(labels.at("host") == "web-1");
}

TEST_CASE("matcher: a filter for reading may hold for everything", "[desk]") {
    CHECK(MatcherSet::compile_filter({})->matches({}));
    const auto others = MatcherSet::compile_filter({{"host", "web-1", false, false}});
    REQUIRE(others);
    CHECK(others->matches({}));
    CHECK_FALSE(others->matches({{"host", "web-1"}}));
    CHECK_FALSE(MatcherSet::compile_filter({{"host", "(", true}}));
    CHECK_FALSE(MatcherSet::compile_filter(
        std::vector<desk::Matcher>(MatcherSet::count_max + 1, {"host", "x"})));
}

TEST_CASE("matcher: a symptom is matched as that of each service which it touches", "[desk]") {
    using incidents::test::named_host;
    using incidents::test::service;
    const incidents::ServiceMap services{
        {service("pay", {"web-1"}), service("shop", {"web-*"})},
        {named_host("web-1"), named_host("web-2"), named_host("db-1")}};
    const auto is_hidden = [&](const std::string& host, const char* matcher) {
        Symptom symptom;
        symptom.subject = {host, ""};
        symptom.kind = "host.down";
        symptom.phase = Phase::occurring;
        const auto set = MatcherSet::compile({*desk::parse_matcher(matcher)});
        return desk::matches_all(*set, desk::labels_by_service(symptom, &services));
    };
    CHECK(is_hidden("web-2", "service=shop"));
    CHECK_FALSE(is_hidden("web-1", "service=shop"));
    CHECK(is_hidden("web-1", "service=~shop|pay"));
    CHECK_FALSE(is_hidden("web-2", "service=pay"));
    CHECK_FALSE(is_hidden("db-1", "service=shop"));
    CHECK(is_hidden("db-1", "host=db-1"));
}

TEST_CASE("matcher: a service that an alert came with is not looked up", "[desk]") {
    const incidents::ServiceMap services{{incidents::test::service("shop", {"web-*"})},
                                         {incidents::test::named_host("web-1")}};
    Symptom symptom;
    symptom.subject = {"web-1", ""};
    Evidence evidence;
    evidence.signal = "ALERTS";
    evidence.labels = Labels{{"service", "mail"}};
    symptom.evidence = {evidence};
    const auto labels = desk::labels_by_service(symptom, &services);
    REQUIRE(labels.size() == 1);
    CHECK(labels[0].at("service") == "mail");
    CHECK_FALSE(desk::labels_by_service(Symptom{}, nullptr).at(0).contains("service"));
}
