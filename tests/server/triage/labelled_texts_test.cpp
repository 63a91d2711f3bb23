#include "server/triage/labelled_texts.hpp"

#include <catch2/catch.hpp>

#include "server/triage/seed.hpp"

namespace foreshock::triage {
namespace {

TEST_CASE("labelled texts: sections give the labels, a dash gives none", "[triage]") {
    const auto texts = parse_labelled_texts(
        "# a comment\n[incident storage]\ndisk full, again\n\n[unsure -]\r\nhello\r\n");
    REQUIRE(texts);
    CHECK(*texts == std::vector<LabelledText>{{"disk full, again", "incident", "storage"},
                                              {"hello", "unsure", ""}});
}

TEST_CASE("labelled texts: a vocabulary line holds many texts with a category only", "[triage]") {
    const auto texts = parse_labelled_texts("[vocabulary memory]\nram, , swap space\n");
    REQUIRE(texts);
    CHECK(*texts == std::vector<LabelledText>{{"ram", "", "memory"}, {"swap space", "", "memory"}});
}

TEST_CASE("labelled texts: what is wrong is told with its line", "[triage]") {
    const auto what = [](std::string_view lines) {
        const auto texts = parse_labelled_texts(lines);
        return texts ? std::string{} : texts.error().what;
    };
    CHECK(what("lost\n").find("line 1") != std::string::npos);
    CHECK(what("[incident storage]\nx\n[incident]\n").find("line 3") != std::string::npos);
    CHECK(what("[wish storage]\n").find("no such intent: wish") != std::string::npos);
    CHECK(what("[incident a b]\n").find("[intent category]") != std::string::npos);
}

TEST_CASE("labelled texts: the seed is well formed and teaches every intent", "[triage]") {
    const std::vector<LabelledText> seed = seed_texts();
    std::size_t tickets = 0;
    std::size_t words = 0;
    for (const LabelledText& labelled : seed)
        ++(labelled.intent.empty() ? words : tickets);
    CHECK(tickets > 400);
    CHECK(words > 700);
}

}  // namespace
}  // namespace foreshock::triage
