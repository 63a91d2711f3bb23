#include "server/words/word_book.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "server/words/incident_words.hpp"
#include "tests/support/sample_incident.hpp"

using namespace foreshock;
using namespace foreshock::words;
using desk::TellAudience;
using foreshock::test::at_second;

namespace {

const WordBook& book() {
    static const WordBook read = WordBook::read(built_in_words()).value();
    return read;
}

TellContext context() {
    TellContext made;
    made.now = at_second(40);
    made.services = {"Web shop"};
    made.url = "https://foreshock.test/incidents/42";
    made.update_every = std::chrono::minutes{30};
    made.actor = "bob";
    made.update = "A new disk is on its way.";
    made.explanation = "it was flapping";
    return made;
}

Message said(std::string_view language, TellAudience audience, std::string_view event,
             const incidents::Incident& incident = test::leaking_incident()) {
    return book().message(language, audience, event,
                          incident_words(incident, context(), book().phrases(language)));
}

WordText& file_of(std::vector<WordText>& texts, std::string_view name) {
    return *std::find_if(texts.begin(), texts.end(),
                         [&](const WordText& one) { return one.name == name; });
}

/// The complaint about the built-in words with one file changed.
std::string complaint(std::string_view name, const std::string& before, const std::string& after) {
    std::vector<WordText> texts = built_in_words();
    std::string& text = file_of(texts, name).text;
    const auto at = text.find(before);
    REQUIRE(at != std::string::npos);
    text.replace(at, before.size(), after);
    const auto read = WordBook::read(texts);
    return read ? "" : read.error().what;
}

constexpr const char* events[] = {"opened",   "changed", "acknowledged",       "resolved",
                                  "reopened", "closed",  "suppression_ending", "update",
                                  "reminder"};
constexpr TellAudience audiences[] = {TellAudience::reporter, TellAudience::subscribers,
                                      TellAudience::responders, TellAudience::management};

}  // namespace

TEST_CASE("words: English and Thai are built in, complete", "[words]") {
    CHECK(book().languages() == std::vector<std::string>{"en", "th"});
    for (const char* language : {"en", "th"}) {
        for (const TellAudience audience : audiences) {
            for (const char* event : events) {
                const Message message = said(language, audience, event);
                INFO(language << " " << to_string(audience) << " " << event << "\n"
                              << message.text);
                CHECK_THAT(message.summary, Catch::Contains("shop on web-1 will run out of files"));
                CHECK(message.summary.find('\n') == std::string::npos);
                CHECK(message.text.starts_with(message.summary));
                CHECK(message.text.find("{{") == std::string::npos);
                CHECK(message.text.find("\n\n\n") == std::string::npos);
            }
        }
    }
}

TEST_CASE("words: an opening says value, since, ETA, scope, what to do and why", "[words]") {
    CHECK(said("en", TellAudience::responders, "opened").text ==
          "P2 about to happen: shop on web-1 will run out of files\n"
          "\n"
          "shop will run out of files\n"
          "Now: process.files.open_count 120 of 256 (grew 1.2 per second)\n"
          "Expected: open() fails at 2026-09-21T14:15:00.000Z, in 1 min (between "
          "2026-09-21T14:14:50.000Z and 2026-09-21T14:15:20.000Z, 90 % sure)\n"
          "Since: 2026-09-21T14:12:50.000Z, for 1 min 10 s\n"
          "Scope: 1 host: web-1; process shop (pid 42); services Web shop\n"
          "P2 because disruption in 2 min\n"
          "State: new\n"
          "Note: it was flapping\n"
          "\n"
          "What to do:\n"
          "Look at its open files.\n"
          "\n"
          "Ask:\n"
          "- Was shop deployed today?\n");
}

TEST_CASE("words: every opening to anybody says value, since, ETA, scope and why", "[words]") {
    for (const char* language : {"en", "th"}) {
        for (const TellAudience audience : audiences) {
            const std::string text = said(language, audience, "opened").text;
            INFO(language << " " << text);
            for (const char* words : {"120", "256", "14:12:50", "14:15:00", "disruption in 2 min"})
                CHECK(text.find(words) != std::string::npos);
        }
    }
}

TEST_CASE("words: an incident without forecast, evidence or owner leaves no empty lines",
          "[words]") {
    incidents::Incident bare = test::leaking_incident();
    bare.forecast.reset();
    bare.phase = Phase::occurring;
    bare.symptoms.clear();
    bare.priority.reasons.clear();
    for (const TellAudience audience : audiences) {
        const std::string text = said("en", audience, "opened", bare).text;
        INFO(text);
        CHECK(text.find("Expected") == std::string::npos);
        CHECK(text.find("Now:") == std::string::npos);
        CHECK(text.find("\n\n\n") == std::string::npos);
    }
    CHECK_THAT(said("en", TellAudience::subscribers, "opened", bare).text,
               Catch::Contains("There is a disruption"));
}

TEST_CASE("words: the language is the recipient's, units too", "[words]") {
    CHECK(said("th", TellAudience::responders, "opened").summary ==
          "P2 กำลังจะเกิดขึ้น: shop on web-1 will run out of files");
    CHECK_THAT(said("th", TellAudience::subscribers, "opened").text, Catch::Contains("1 นาที"));
    CHECK(said("xx", TellAudience::responders, "opened") ==
          said("en", TellAudience::responders, "opened"));
}

TEST_CASE("words: a person's update is told whole", "[words]") {
    for (const TellAudience audience : audiences)
        CHECK_THAT(said("en", audience, "update").text,
                   Catch::Contains("A new disk is on its way."));
}

TEST_CASE("words: line breaks from outside stay out of the summary", "[words]") {
    incidents::Incident sly = test::leaking_incident();
    sly.title = "shop\nBcc: all";
    CHECK(said("en", TellAudience::responders, "opened", sly).summary ==
          "P2 about to happen: shop Bcc: all");
}

TEST_CASE("words: what is wrong in a file is told with its line", "[words]") {
    CHECK(complaint("en/subscribers.txt", "{{sentence}}", "{{sentance}}") ==
          "en/subscribers.txt:32: {{sentance}} is unknown here");
    CHECK(complaint("en/management.txt", "== opened", "== opend") ==
          "en/management.txt:16: 'opend' is never told");
    CHECK(complaint("th/reporter.txt", "== reminder", "== part reminder") ==
          "th/reporter.txt: the section '== reminder' is missing");
    CHECK(complaint("en/phrases.txt", "unit.day = d\n", "") ==
          "en/phrases.txt: 'unit.day' is missing");
    CHECK(complaint("en/phrases.txt", "unit.day", "unit.dya") ==
          "en/phrases.txt:4: 'unit.dya' is unknown");
}

TEST_CASE("words: a language is added by a folder, and must be whole", "[words]") {
    std::vector<WordText> texts = built_in_words();
    for (const WordText& one : built_in_words()) {
        if (one.name.starts_with("en/")) texts.push_back({"de" + one.name.substr(2), one.text});
    }
    CHECK(WordBook::read(texts)->knows("de"));
    std::erase_if(texts, [](const WordText& one) { return one.name == "de/management.txt"; });
    CHECK(WordBook::read(texts).error().what == "de/management.txt: is missing");
    CHECK_THAT(WordBook::read({{"en/notes.txt", ""}}).error().what,
               Catch::StartsWith("en/notes.txt: is no LANGUAGE/phrases.txt"));
}

TEST_CASE("phrases: spans have two units at the most", "[words]") {
    const Phrases& phrases = book().phrases("en");
    using std::chrono::seconds;
    CHECK(phrases.span(seconds{0}) == "0 s");
    CHECK(phrases.span(seconds{59}) == "59 s");
    CHECK(phrases.span(seconds{3600}) == "1 h");
    CHECK(phrases.span(seconds{7815}) == "2 h 10 min");
    CHECK(phrases.span(seconds{3605}) == "1 h");
    CHECK(phrases.span(seconds{90'061}) == "1 d 1 h");
    CHECK(phrases.span(seconds{-5}) == "0 s");
}
