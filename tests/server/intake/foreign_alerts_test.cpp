#include "server/intake/foreign_alerts.hpp"

#include <map>
#include <set>

#include <catch2/catch.hpp>

namespace foreshock::intake {
namespace {

using incidents::ForeignAlert;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const TimePoint start = from_unix_ms(1'790'000'000'000);

AlertWord fires(const std::string& name, const std::string& severity = "warning") {
    AlertWord word;
    word.labels = {{"alertname", name}, {"host", "web-1"}, {"severity", severity}};
    word.annotations = {{"summary", name + " fires"}};
    word.key = incidents::label_fingerprint(word.labels);
    word.sender = "alertmanager";
    return word;
}

AlertWord fires_until(const std::string& name, TimePoint end) {
    AlertWord word = fires(name);
    word.ends_at = end;
    return word;
}

AlertWord is_over(const std::string& name) {
    AlertWord word = fires(name);
    word.is_over = true;
    return word;
}

struct Book {
    ForeignAlerts alerts;
    TimePoint now = start;

    explicit Book(ForeignAlertSettings settings = {}) : alerts(std::move(settings)) {}

    std::optional<Symptom> hear(const AlertWord& word) {
        const auto symptom = alerts.hear(word, now);
        REQUIRE(symptom);
        return *symptom;
    }

    Symptom raise(const AlertWord& word) {
        const auto symptom = hear(word);
        REQUIRE(symptom);
        REQUIRE(symptom->status == SymptomStatus::raised);
        return *symptom;
    }

    /// What a store holds after everything said so far, given what it held before.
    std::map<std::string, ForeignAlert> kept;

    void commit() {
        const ForeignAlerts::Changed changed = alerts.take_changed();
        for (const auto& alert : changed.gone)
            kept.erase(alert->key);
        for (const auto& alert : changed.to_keep)
            kept.insert_or_assign(alert->key, *alert);
    }

    void restart_after(Duration away) {
        std::vector<ForeignAlert> stored;
        for (const auto& [key, alert] : kept)
            stored.push_back(alert);
        now += away;
        alerts.load(std::move(stored), now);
    }
};

TEST_CASE("foreign_alerts: a firing alert raises a symptom once", "[intake][alerts]") {
    Book book;
    const Symptom raised = book.raise(fires("A"));
    CHECK(raised.kind == "alert.A");
    CHECK(raised.sentence == "A fires");
    book.now += minutes{1};
    CHECK_FALSE(book.hear(fires("A")));
    CHECK(book.alerts.size() == 1);
}

TEST_CASE("foreign_alerts: without an end it lasts resolve_timeout after the newest word",
          "[intake][alerts]") {
    Book book;
    const Symptom raised = book.raise(fires("A"));
    book.now += minutes{4};
    book.hear(fires("A"));
    book.now += minutes{5} - Duration{1};
    CHECK(book.alerts.advance(book.now).empty());
    book.now += Duration{1};
    const auto cleared = book.alerts.advance(book.now);
    REQUIRE(cleared.size() == 1);
    CHECK(cleared[0].status == SymptomStatus::cleared);
    CHECK(cleared[0].id == raised.id);
    CHECK(cleared[0].reason == "alert_not_said_again");
    CHECK(book.alerts.size() == 0);
}

TEST_CASE("foreign_alerts: it fires until its end has passed", "[intake][alerts]") {
    Book book;
    book.raise(fires_until("A", start + hours{3}));
    CHECK(book.alerts.advance(start + hours{3} - Duration{1}).empty());
    const auto cleared = book.alerts.advance(start + hours{3});
    REQUIRE(cleared.size() == 1);
    CHECK(cleared[0].reason == "alert_resolved");
}

TEST_CASE("foreign_alerts: an end that has passed ends it at once", "[intake][alerts]") {
    Book book;
    const Symptom raised = book.raise(fires("A"));
    const auto said = book.hear(fires_until("A", book.now));
    REQUIRE(said);
    CHECK(said->status == SymptomStatus::cleared);
    CHECK(said->id == raised.id);
    CHECK_FALSE(book.hear(fires_until("A", book.now)));
}

TEST_CASE("foreign_alerts: the end of what is not known means nothing", "[intake][alerts]") {
    Book book;
    CHECK_FALSE(book.hear(is_over("A")));
    CHECK(book.alerts.size() == 0);
}

TEST_CASE("foreign_alerts: an end that somebody named is not taken back by silence",
          "[intake][alerts]") {
    Book book;
    book.raise(fires_until("A", start + hours{1}));
    book.hear(fires("A"));
    CHECK(book.alerts.advance(start + minutes{59}).empty());
    CHECK(book.alerts.advance(start + hours{1}).size() == 1);
}

TEST_CASE("foreign_alerts: what is said once lasts a day without a word", "[intake][alerts]") {
    Book book;
    AlertWord word = fires("A");
    word.is_said_once = true;
    book.raise(word);
    CHECK(book.alerts.advance(start + hours{24} - Duration{1}).empty());
    CHECK(book.alerts.advance(start + hours{24}).size() == 1);
}

TEST_CASE("foreign_alerts: it begins at its earliest start", "[intake][alerts]") {
    Book book;
    AlertWord word = fires("A");
    word.starts_at = start - minutes{2};
    book.raise(word);
    word.starts_at = start - minutes{9};
    book.hear(word);
    word.starts_at = start;
    book.hear(word);
    CHECK(book.alerts.find(word.key)->alert.starts_at == start - minutes{9});
}

TEST_CASE("foreign_alerts: other annotations update the symptom", "[intake][alerts]") {
    Book book;
    const Symptom raised = book.raise(fires("A"));
    AlertWord word = fires("A");
    word.annotations["summary"] = "A fires, 93 % now";
    book.now += minutes{1};
    const auto updated = book.hear(word);
    REQUIRE(updated);
    CHECK(updated->status == SymptomStatus::updated);
    CHECK(updated->id == raised.id);
    CHECK(updated->sentence == "A fires, 93 % now");
}

TEST_CASE("foreign_alerts: each return is an episode of its own, even within a millisecond",
          "[intake][alerts]") {
    Book book;
    std::set<std::string> episodes;
    for (int i = 0; i < 3; ++i) {
        episodes.insert(book.raise(fires("A")).id);
        book.hear(is_over("A"));
    }
    CHECK(episodes.size() == 3);
}

TEST_CASE("foreign_alerts: alerts that differ in their severity alone have symptoms of their own",
          "[intake][alerts]") {
    Book book;
    const Symptom first = book.raise(fires("A", "warning"));
    const Symptom second = book.raise(fires("A", "critical"));
    CHECK(first.kind == second.kind);
    CHECK(first.subject.component.empty());
    CHECK(second.subject.component.starts_with("alert ("));
    const auto cleared = book.hear(fires_until("A", book.now));
    REQUIRE(cleared);
    CHECK(cleared->subject == first.subject);
    CHECK(book.raise(fires("A", "warning")).subject == first.subject);
}

TEST_CASE("foreign_alerts: at the bound one more is refused and counted", "[intake][alerts]") {
    ForeignAlertSettings settings;
    settings.alerts_max = 2;
    Book book{settings};
    book.raise(fires("A"));
    book.raise(fires("B"));
    const auto refused = book.alerts.hear(fires("C"), book.now);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::unavailable);
    CHECK(refused.error().what.find("alerts_max") != std::string::npos);
    CHECK(book.alerts.refused() == 1);
    CHECK_FALSE(book.hear(fires("A")));
    book.hear(is_over("A"));
    book.raise(fires("C"));
}

TEST_CASE("foreign_alerts: what nobody took was never heard of", "[intake][alerts]") {
    Book book;
    const AlertWord word = fires("A");
    book.raise(word);
    book.alerts.forget(word.key);
    CHECK(book.alerts.size() == 0);
    const ForeignAlerts::Changed changed = book.alerts.take_changed();
    CHECK(changed.shown.empty());
    CHECK(changed.to_keep.empty());
    CHECK(changed.gone.empty());
    CHECK(book.alerts.advance(start + hours{1}).empty());
    book.raise(word);
}

TEST_CASE("foreign_alerts: a repeat need not be written, news must", "[intake][alerts]") {
    Book book;
    book.raise(fires("A"));
    CHECK(book.alerts.take_changed().to_keep.size() == 1);
    book.now += minutes{1};
    book.hear(fires_until("A", book.now + minutes{4}));
    ForeignAlerts::Changed changed = book.alerts.take_changed();
    CHECK(changed.shown.size() == 1);
    CHECK(changed.to_keep.empty());
    book.hear(fires_until("A", book.now + hours{3}));
    CHECK(book.alerts.take_changed().to_keep.size() == 1);
    AlertWord word = fires("A");
    word.annotations["summary"] = "worse";
    book.hear(word);
    CHECK(book.alerts.take_changed().to_keep.size() == 1);
}

TEST_CASE("foreign_alerts: after a restart the same alert is the same episode",
          "[intake][alerts]") {
    Book book;
    const Symptom raised = book.raise(fires("A"));
    book.commit();
    book.restart_after(minutes{1});
    CHECK_FALSE(book.hear(fires("A")));
    const auto cleared = book.hear(is_over("A"));
    REQUIRE(cleared);
    CHECK(cleared->id == raised.id);
    book.commit();
    CHECK(book.kept.empty());
}

TEST_CASE("foreign_alerts: nothing ends while nobody could say it again", "[intake][alerts]") {
    Book book;
    book.raise(fires("A"));
    book.commit();
    book.restart_after(hours{2});
    CHECK(book.alerts.advance(book.now + minutes{5} - Duration{1}).empty());
    CHECK(book.alerts.advance(book.now + minutes{5}).size() == 1);
}

TEST_CASE("foreign_alerts: no acknowledged end is lost by a restart", "[intake][alerts]") {
    Book book;
    book.raise(fires("A"));
    for (const Duration left : {Duration{minutes{4}}, Duration{minutes{20}}, Duration{hours{3}}}) {
        book.now += minutes{1};
        book.hear(fires_until("A", book.now + left));
        book.commit();
        Book again;
        again.kept = book.kept;
        again.now = book.now;
        again.restart_after(seconds{1});
        CAPTURE(format_duration(left));
        CHECK(again.alerts.advance(book.now + left - Duration{1}).empty());
    }
}

TEST_CASE("foreign_alerts: those of a host can be said again", "[intake][alerts]") {
    Book book;
    const Symptom raised = book.raise(fires("A"));
    AlertWord other = fires("B");
    other.labels["host"] = "web-2";
    other.key = incidents::label_fingerprint(other.labels);
    book.raise(other);
    const auto again = book.alerts.say_again("web-1", book.now + seconds{1});
    REQUIRE(again.size() == 1);
    CHECK(again[0].id == raised.id);
    CHECK(again[0].status == SymptomStatus::updated);
    CHECK(again[0].observed_at == start + seconds{1});
}

TEST_CASE("foreign_alerts: numbers go up, and no two that fire share one, after a restart too",
          "[intake][alerts]") {
    Book book;
    book.raise(fires("A"));
    book.raise(fires("B"));
    book.hear(is_over("A"));
    book.raise(fires("A"));
    CHECK(book.alerts.find(fires("B").key)->number == 2);
    CHECK(book.alerts.find(fires("A").key)->number == 3);
    book.commit();
    book.restart_after(minutes{1});
    book.raise(fires("C"));
    CHECK(book.alerts.find(fires("A").key)->number == 3);
    CHECK(book.alerts.find(fires("C").key)->number == 4);
}

TEST_CASE("foreign_alerts: what ended and began again between two looks is one gone and one new",
          "[intake][alerts]") {
    Book book;
    book.raise(fires("A"));
    book.commit();
    book.hear(is_over("A"));
    book.raise(fires("A"));
    const ForeignAlerts::Changed changed = book.alerts.take_changed();
    REQUIRE(changed.gone.size() == 1);
    REQUIRE(changed.to_keep.size() == 1);
    REQUIRE(changed.shown.size() == 1);
    CHECK(changed.gone[0]->number == 1);
    CHECK(changed.to_keep[0]->number == 2);
    CHECK(book.alerts.take_changed().shown.empty());
}

TEST_CASE("foreign_alerts: those that end at one moment end in the order in which they began",
          "[intake][alerts]") {
    Book book;
    const std::vector<std::string> names{"C", "A", "B"};
    for (const std::string& name : names)
        book.raise(fires_until(name, start + minutes{1}));
    book.raise(fires_until("D", start + seconds{30}));
    const std::vector<Symptom> cleared = book.alerts.advance(start + minutes{2});
    REQUIRE(cleared.size() == 4);
    CHECK(cleared[0].kind == "alert.D");
    for (std::size_t i = 0; i < names.size(); ++i)
        CHECK(cleared[i + 1].kind == "alert." + names[i]);
    CHECK(book.alerts.size() == 0);
}

}  // namespace
}  // namespace foreshock::intake
