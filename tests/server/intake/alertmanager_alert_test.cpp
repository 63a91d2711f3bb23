#include "server/intake/alertmanager_alert.hpp"

#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

namespace foreshock::intake {
namespace {

std::string fixture(const std::string& name) {
    const std::string path =
        std::string{FORESHOCK_SOURCE_DIR} + "/tests/server/intake/fixtures/" + name;
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    REQUIRE(file);
    return text.str();
}

std::string alert_with(std::string_view labels, std::string_view rest = "") {
    return R"({"labels":)" + std::string{labels} + std::string{rest} + "}";
}

AlertWords read(const std::string& body) {
    const auto words = decode_alerts(body);
    REQUIRE(words);
    return *words;
}

AlertWord only_word(const std::string& alert) {
    AlertWords words = read("[" + alert + "]");
    CAPTURE(words.complaints);
    REQUIRE(words.words.size() == 1);
    CHECK(words.complaints.empty());
    return words.words[0];
}

std::string only_complaint(const std::string& alert) {
    const AlertWords words = read("[" + alert + "]");
    CHECK(words.words.empty());
    CHECK(words.refused == 1);
    REQUIRE(words.complaints.size() == 1);
    return words.complaints[0];
}

TEST_CASE("alertmanager_alert: what a Prometheus sent is read whole", "[intake][alerts]") {
    const AlertWords words = read(fixture("prometheus_firing.json"));
    REQUIRE(words.words.size() == 1);
    const AlertWord& word = words.words[0];
    CHECK(word.sender == "alertmanager");
    CHECK(word.labels.at("alertname") == "TargetDown");
    CHECK(word.labels.at("cluster") == "lab");
    CHECK(word.labels.size() == 6);
    CHECK(word.annotations.at("runbook_url") == "https://runbooks.example/target-down");
    REQUIRE(word.starts_at);
    CHECK(format_rfc3339(*word.starts_at) == "2026-11-26T05:15:29.418Z");
    REQUIRE(word.ends_at);
    CHECK(*word.ends_at - *word.starts_at == std::chrono::seconds{12});
    CHECK(word.generator_url == "http://prometheus:19394/graph?g0.expr=up+%3D%3D+0&g0.tab=1");
    CHECK_FALSE(word.is_said_once);
}

TEST_CASE("alertmanager_alert: texts of a Prometheus keep quotes and letters of all scripts",
          "[intake][alerts]") {
    const AlertWords words = read(fixture("prometheus_watchdog.json"));
    REQUIRE(words.words.size() == 1);
    CHECK(words.words[0].annotations.at("summary") == "always \"fires\" – ok ✓");
}

TEST_CASE("alertmanager_alert: the key is the fingerprint that Alertmanager gives to the labels",
          "[intake][alerts]") {
    // As Alertmanager 0.25 gave it for these labels.
    const AlertWord word = only_word(alert_with(R"({"alertname":"Fan","host":"web-1"})"));
    CHECK(word.key == "8918eabeb602e22d");
    CHECK(word.key == only_word(alert_with(R"({"host":"web-1","alertname":"Fan","x":""})")).key);
    CHECK(word.key != only_word(alert_with(R"({"host":"web-2","alertname":"Fan"})")).key);
}

TEST_CASE("alertmanager_alert: times may be missing, empty or the zero time of Go",
          "[intake][alerts]") {
    const char* times[] = {"", R"(,"startsAt":"","endsAt":null)",
                           R"(,"startsAt":"0001-01-01T00:00:00Z","endsAt":"0001-01-01T00:00:00Z")"};
    for (const char* time : times) {
        CAPTURE(time);
        const AlertWord word = only_word(alert_with(R"({"alertname":"A"})", time));
        CHECK_FALSE(word.starts_at);
        CHECK_FALSE(word.ends_at);
    }
}

TEST_CASE("alertmanager_alert: with an end alone it began when it ended", "[intake][alerts]") {
    const AlertWord word =
        only_word(alert_with(R"({"alertname":"A"})", R"(,"endsAt":"2026-11-26T05:00:00+01:00")"));
    REQUIRE(word.starts_at);
    CHECK(format_rfc3339(*word.starts_at) == "2026-11-26T04:00:00.000Z");
}

TEST_CASE("alertmanager_alert: a complaint names the alert and what is wrong", "[intake][alerts]") {
    constexpr std::pair<const char*, const char*> cases[] = {
        {R"(7)", "alert 1: it must be an object"},
        {R"({})", "alert 1: labels are missing"},
        {R"({"labels":{}})", "alert 1: labels are missing"},
        {R"({"labels":[]})", "alert 1: labels must be an object of texts"},
        {R"({"labels":{"job":"x"}})", "alert 1: label 'alertname' is missing"},
        {R"({"labels":{"alertname":"A","n":1}})", "alert 1 (A): labels: 'n' must be a text"},
        {R"({"labels":{"alertname":"A","":"x"}})", "alert 1 (A): labels: one has no name"},
        {R"({"labels":{"alertname":"A"},"annotations":{"s":null}})",
         "alert 1 (A): annotations: 's' must be a text"},
        {R"({"labels":{"alertname":"A"},"startsAt":"noon"})",
         "alert 1 (A): startsAt must be a time such as 2026-11-23T22:57:00Z"},
        {R"({"labels":{"alertname":"A"},"endsAt":5})", "alert 1 (A): endsAt must be a text"},
        {R"({"labels":{"alertname":"A"},"startsAt":"2026-11-26T05:00:01Z",)"
         R"("endsAt":"2026-11-26T05:00:00Z"})",
         "alert 1 (A): startsAt must not be after endsAt"},
        {R"({"labels":{"alertname":"A"},"generatorURL":{}})",
         "alert 1 (A): generatorURL must be a text"},
    };
    for (const auto& [alert, complaint] : cases) {
        CAPTURE(alert);
        CHECK(only_complaint(alert) == complaint);
    }
}

TEST_CASE("alertmanager_alert: good alerts count beside bad ones", "[intake][alerts]") {
    const AlertWords words =
        read(R"([{"labels":{"alertname":"A"}},{},{"labels":{"alertname":"B"}}])");
    CHECK(words.words.size() == 2);
    REQUIRE(words.complaints.size() == 1);
    CHECK(words.complaints[0] == "alert 2: labels are missing");
}

TEST_CASE("alertmanager_alert: of many complaints the first ten are told, the rest counted",
          "[intake][alerts]") {
    std::string body = "[{}";
    for (int i = 1; i < 13; ++i)
        body += ",{}";
    const AlertWords words = read(body + "]");
    CHECK(words.refused == 13);
    REQUIRE(words.complaints.size() == 11);
    CHECK(words.complaints[10] == "3 more are not taken either");
}

TEST_CASE("alertmanager_alert: what is no list of alerts is refused whole", "[intake][alerts]") {
    CHECK(decode_alerts("{}").error().what == "the alerts must be a list");
    CHECK(decode_alerts("").error().code == Errc::malformed);
    CHECK(decode_alerts("[{\"labels\"").error().what.find("line 1") != std::string::npos);
    CHECK(decode_alerts("[\"\xff\"]").error().code == Errc::malformed);
}

TEST_CASE("alertmanager_alert: each bound holds, and one above is refused", "[intake][alerts]") {
    AlertLimits limits;
    limits.alerts_max = 2;
    limits.texts_max = 3;
    limits.label_bytes_max = 8;
    limits.name_bytes_max = 9;
    limits.nesting_max = 3;
    const auto list_of = [](std::size_t count) {
        std::string body = "[";
        for (std::size_t i = 0; i < count; ++i)
            body += std::string{i == 0 ? "" : ","} + R"({"labels":{"alertname":"A"}})";
        return body + "]";
    };
    const auto refused = [&](const std::string& labels) {
        return decode_alerts("[" + alert_with(labels) + "]", limits)->refused;
    };
    CHECK(decode_alerts(list_of(2), limits)->words.size() == 2);
    CHECK(decode_alerts(list_of(3), limits).error().code == Errc::too_large);
    CHECK(refused(R"({"alertname":"A","b":"1","c":"2"})") == 0);
    CHECK(refused(R"({"alertname":"A","b":"1","c":"2","d":"3"})") == 1);
    CHECK(refused(R"({"alertname":"12345678"})") == 0);
    CHECK(refused(R"({"alertname":"123456789"})") == 1);
    CHECK(refused(R"({"alertname":"A","b23456789":"1"})") == 0);
    CHECK(refused(R"({"alertname":"A","b234567890":"1"})") == 1);
    CHECK(decode_alerts(R"([[["]]]["]]])", limits).error().code != Errc::malformed);
    CHECK(decode_alerts(R"([[[[]]]])", limits).error().code == Errc::malformed);
    limits.body_bytes_max = list_of(1).size();
    CHECK(decode_alerts(list_of(1), limits)->words.size() == 1);
    CHECK(decode_alerts(list_of(1) + " ", limits).error().code == Errc::too_large);
}

TEST_CASE("alertmanager_alert: a long annotation is cut between two letters", "[intake][alerts]") {
    AlertLimits limits;
    limits.words_bytes_max = 10;
    const auto words = decode_alerts(
        R"([{"labels":{"alertname":"A"},"annotations":{"summary":"ääääääääää"}}])", limits);
    REQUIRE(words->words.size() == 1);
    CHECK(words->words[0].annotations.at("summary") == "äää…");
    CHECK(cut_text("0123456789", 10) == "0123456789");
    CHECK(cut_text("01234567890", 10) == "0123456…");
    CHECK(cut_text("01234567890", 2) == "…");
}

TEST_CASE("alertmanager_alert: a webhook says each alert once", "[intake][alerts]") {
    const auto words = decode_alertmanager_webhook(
        R"({"version":"4","status":"firing","receiver":"r","groupKey":"{}","routeLabels":{},
            "alerts":[{"status":"firing","labels":{"alertname":"A"},"annotations":{},
            "startsAt":"2026-11-26T05:00:00Z","endsAt":"0001-01-01T00:00:00Z",
            "generatorURL":"","fingerprint":"x"}]})");
    REQUIRE(words);
    REQUIRE(words->words.size() == 1);
    CHECK(words->words[0].is_said_once);
    CHECK(words->words[0].sender == "alertmanager");
    CHECK_FALSE(words->words[0].ends_at);
}

TEST_CASE("alertmanager_alert: a webhook of another form is refused in words", "[intake][alerts]") {
    CHECK(decode_alertmanager_webhook("[]").error().what == "the message must be an object");
    CHECK(decode_alertmanager_webhook(R"({"version":"3"})").error().what ==
          "version must be \"4\", not \"3\"");
    CHECK(decode_alertmanager_webhook(R"({"version":"4"})").error().what == "alerts are missing");
}

}  // namespace
}  // namespace foreshock::intake
