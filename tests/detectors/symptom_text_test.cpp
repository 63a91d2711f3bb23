#include "detectors/symptom_text.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;

TEST_CASE("text: placeholders become fields, then labels, then unknown", "[detectors][text]") {
    const Labels labels{{"mount", "/var"}, {"eta", "label"}};
    const Fields fields{{"eta", "9 min"}};
    CHECK(fill_text("{mount} full in {eta}", fields, labels) == "/var full in 9 min");
    CHECK(fill_text("{nobody}!", fields, labels) == "unknown!");
    CHECK(fill_text("", fields, labels).empty());
    CHECK(fill_text("no place", fields, labels) == "no place");
}

TEST_CASE("text: an open brace and a label with braces do no harm", "[detectors][text]") {
    const Labels labels{{"mount", "{mount}"}};
    CHECK(fill_text("a {mount} b", {}, labels) == "a {mount} b");
    CHECK(fill_text("a {mount", {}, labels) == "a {mount");
    CHECK(fill_text("a } b {", {}, labels) == "a } b {");
}

TEST_CASE("text: a command with braces of its own stays as it is", "[detectors][text]") {
    const Labels labels{{"pid", "42"}};
    CHECK(fill_text("ls /proc/{pid}/fd | awk '{print $NF}'", {}, labels) ==
          "ls /proc/42/fd | awk '{print $NF}'");
    CHECK(fill_text("find -exec ls -lh {} + {{pid}}", {}, labels) == "find -exec ls -lh {} + {42}");
}

TEST_CASE("text: values are told in their unit", "[detectors][text]") {
    CHECK(describe_value(Unit::bytes, 1.5 * 1024 * 1024 * 1024) == "1.50 GiB");
    CHECK(describe_value(Unit::ratio, 0.834) == "83 %");
    CHECK(describe_value(Unit::ratio, 0.0519) == "5.2 %");
    CHECK(describe_value(Unit::percent, 97) == "97 %");
    CHECK(describe_value(Unit::count, 1234.4) == "1234");
    CHECK(describe_value(Unit::count, 12) == "12");
    CHECK(describe_value(Unit::seconds, 0.06) == "60 ms");
    CHECK(describe_value(Unit::seconds, -0.3) == "-300 ms");
    CHECK(describe_value(Unit::seconds, -90) == "-1 min 30 s");
    CHECK(describe_value(Unit::seconds, 90) == describe_duration(std::chrono::seconds{90}));
    CHECK(describe_value(Unit::seconds, 1.25) == "1.25 s");
    CHECK(describe_value(Unit::seconds, 0.012) == "12 ms");
    CHECK(describe_value(Unit::seconds, -0.3) == "-300 ms");
    CHECK(describe_value(Unit::seconds, -90) == "-1 min 30 s");
    CHECK(describe_value(Unit::seconds, 0.00025) == "250 µs");
    CHECK(describe_value(Unit::per_second, 3) == "3/s");
}

TEST_CASE("text: a kind chooses its series by labels", "[detectors][text]") {
    KindSettings kind;
    kind.only = {{"mount", {"/", "/srv*"}}};
    kind.except = {{"type", {"squashfs"}}};
    CHECK(is_wanted(kind, Labels{{"mount", "/"}, {"type", "ext4"}}));
    CHECK(is_wanted(kind, Labels{{"mount", "/srv/data"}}));
    CHECK_FALSE(is_wanted(kind, Labels{{"mount", "/var"}}));
    CHECK_FALSE(is_wanted(kind, Labels{{"mount", "/"}, {"type", "squashfs"}}));
    CHECK_FALSE(is_wanted(kind, Labels{}));
    CHECK(is_wanted(KindSettings{}, Labels{}));
}

TEST_CASE("text: an episode's id depends on kind, component and onset only", "[detectors][text]") {
    Symptom symptom;
    symptom.kind = "a";
    symptom.subject.component = "b";
    const TimePoint onset = from_unix_ms(1000);
    const std::string id = episode_id(symptom, onset);
    symptom.sentence = "other";
    CHECK(episode_id(symptom, onset) == id);
    CHECK(episode_id(symptom, from_unix_ms(1001)) != id);
    symptom.subject.component = "c";
    CHECK(episode_id(symptom, onset) != id);
}

TEST_CASE("symptom text: the last word about an episode keeps all but the forecast",
          "[detectors][text]") {
    const TimePoint at = from_unix_ms(1'790'000'000'000);
    Symptom said;
    said.id = "7";
    said.subject.component = "disk sda";
    said.severity = Severity::critical;
    said.onset = said.observed_at = at;
    said.forecast = Forecast{};
    const Symptom over = cleared(said, "band_left", at + std::chrono::seconds{5}, "it is well");
    CHECK(over.status == SymptomStatus::cleared);
    CHECK(over.sentence == "disk sda: over, it is well");
    CHECK(over.reason == "band_left");
    CHECK(over.observed_at == at + std::chrono::seconds{5});
    CHECK(over.id == "7");
    CHECK(over.onset == at);
    CHECK(over.severity == Severity::critical);
    CHECK_FALSE(over.forecast);
    // A clock that was set back.
    CHECK(cleared(said, "band_left", at - std::chrono::hours{1}, "").observed_at == at);
}
