#include "cli/diagnosis.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace foreshock;
using namespace foreshock::cli;

namespace {

DiagnosisDetail card() {
    return read_diagnosis(Json::parse(R"({
        "causes": [{"what":"process.memory.leak","component":"process shop",
                    "evidence_for":[{"code":"moved_first","text":"its signs began first"}],
                    "evidence_against":[{"code":"x","text":"it is over\u001b[2J"}]}],
        "changes": [{"at":"2026-09-21T14:00:00.000Z","fact":"package.shop","from":"1","to":"2",
                     "hosts":["web-1","web-2"]}],
        "known_errors": [{"id":"ke-1","title":"Heap","record":"worked 4 of 5 times",
                          "fix":"restart"}],
        "similar": [{"reference":"INC-000007","title":"shop leaks","outcome":"recovered",
                     "resolution":"rolled back","reasons":[{"text":"same kind"}]}],
        "questions": ["Was it updated?"],
        "prefilled_questions": [{"question":"Was it updated?",
                                 "known":["package.shop: 1 → 2"]}]})"));
}

Look plain() {
    Look look;
    look.width = 100;
    return look;
}

TEST_CASE("diagnosis: causes come with what speaks for and against them", "[cli]") {
    const std::string text = cause_lines(card(), plain());
    CHECK_THAT(text, Catch::Contains("Probable causes\n"
                                     "  1. process.memory.leak, process shop\n"
                                     "     + its signs began first\n"
                                     "     - it is over [2J\n"));
    CHECK_THAT(text, Catch::Contains("package.shop: 1 to 2 on web-1, web-2"));
    CHECK_THAT(text, Catch::Contains("Heap (worked 4 of 5 times): restart"));
    CHECK_THAT(text, Catch::Contains("shop leaks, recovered: rolled back (same kind)"));
}

TEST_CASE("diagnosis: below a question stands what is known to it", "[cli]") {
    CHECK(question_lines(card(), plain()) ==
          "\nAsk\n  - Was it updated?\n    known: package.shop: 1 → 2\n");
}

TEST_CASE("diagnosis: that of an older server has questions only, an empty one nothing", "[cli]") {
    const DiagnosisDetail old = read_diagnosis(Json::parse(R"({"questions":["Why?"]})"));
    CHECK(question_lines(old, plain()) == "\nAsk\n  - Why?\n");
    CHECK(cause_lines(old, plain()).empty());
    CHECK(question_lines(read_diagnosis(Json::parse("{}")), plain()).empty());
    CHECK(cause_lines(read_diagnosis(Json::parse(R"({"causes":3})")), plain()).empty());
}

}  // namespace
