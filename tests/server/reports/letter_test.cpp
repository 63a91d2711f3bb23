#include "server/reports/letter.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::reports;

namespace {

LetterFacts facts() {
    LetterFacts facts;
    facts.reference = "INC-000042";
    facts.title = "The shop does not open\nsince monday";
    facts.reporter = "Nok";
    facts.follow_link = "https://desk/l/follow";
    return facts;
}

bool has(const Letter& letter, std::string_view words) {
    return letter.text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a letter: has the tag in its subject and the questions of the desk", "[reports][S24]") {
    LetterFacts with = facts();
    with.questions = {"Since when?", "Who else?"};
    const Letter letter = write_letter(Occasion::opened, "en", with);
    CHECK(letter.subject == "[INC-000042] The shop does not open");
    CHECK(letter.text.starts_with("Hello Nok,\n\n"));
    CHECK(has(letter, "  - Since when?\n  - Who else?\n"));
    CHECK(has(letter, "https://desk/l/follow"));
}

TEST_CASE("a letter: tells who reported it that it is known", "[reports]") {
    CHECK(has(write_letter(Occasion::joined, "en", facts()), "We know of this trouble"));
    CHECK(has(write_letter(Occasion::joined, "th", facts()), "เราทราบปัญหานี้แล้ว"));
}

TEST_CASE("a letter: asks whether it is well, and says what silence means", "[reports]") {
    LetterFacts with = facts();
    with.confirm_link = "https://desk/l/confirm";
    with.consent_after = std::chrono::hours{24};
    const Letter letter = write_letter(Occasion::resolved, "en", with);
    CHECK(has(letter, "https://desk/l/confirm"));
    CHECK(has(letter, "\"confirmed\" or \"not fixed\""));
    CHECK(has(letter, "If we hear nothing from you, we take it that all is well after 1 d"));
    const Letter thai = write_letter(Occasion::resolved, "th", with);
    CHECK(has(thai, "ภายใน 24 ชั่วโมง"));
    CHECK(thai.text.starts_with("เรียน คุณNok"));
}

TEST_CASE("a letter: invites to a conference, with its address", "[reports][S15]") {
    LetterFacts with = facts();
    with.words = "https://meet.example.org/inc-1";
    CHECK(has(write_letter(Occasion::conference, "en", with),
              "join us here:\n\nhttps://meet.example.org/inc-1\n"));
    CHECK(has(write_letter(Occasion::conference, "th", with), "ขอเชิญคุณเข้าร่วม"));
}

TEST_CASE("a letter: another language is English, nobody is greeted without a name", "[reports]") {
    LetterFacts with = facts();
    with.reporter.clear();
    with.words = "We replaced it.";
    const Letter letter = write_letter(Occasion::answered, "fr", with);
    CHECK(letter.text.starts_with("Hello,\n\n"));
    CHECK(has(letter, "We replaced it."));
    CHECK(report_reference("rep-0a1b") == "REP-0A1B");
}
