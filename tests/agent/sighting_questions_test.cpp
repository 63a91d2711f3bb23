#include "agent/sighting_questions.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::agent;

TEST_CASE("sighting questions: hosts and their addresses are read from the server's answer",
          "[agent]") {
    const auto questions = sighting_questions(
        R"({"acked":7,"look_at":[{"host":"id-1","addresses":["10.0.0.5","2001:db8::5"]},)"
        R"({"host":"id-2","addresses":["10.0.0.6"]}]})");
    CHECK(questions == std::vector<SightingQuestion>{{"id-1", {"10.0.0.5", "2001:db8::5"}},
                                                     {"id-2", {"10.0.0.6"}}});
}

TEST_CASE("sighting questions: an answer without any asks nothing", "[agent]") {
    CHECK_FALSE(asks_to_look(R"({"acked":7})"));
    CHECK(asks_to_look(R"({"acked":7,"look_at":[]})"));
    for (const std::string text :
         {R"({"acked":7})", "", "look_at", R"({"look_at":7})", R"({"look_at":[7,{"host":7}]})",
          R"({"look_at":[{"host":"id-1"}]})", R"([1,"look_at"])", R"({"look_at":[{"host":)"})
        CHECK(sighting_questions(text).empty());
}

TEST_CASE("sighting questions: names are no addresses: nobody is looked up for the server",
          "[agent]") {
    CHECK(sighting_questions(
              R"({"look_at":[{"host":"id-1","addresses":["db.example","10.0.0.5/24",7]}]})")
              .empty());
}

TEST_CASE("sighting questions: what is beyond the bounds is left out", "[agent]") {
    std::string list;
    for (std::size_t i = 0; i <= questions_max; ++i) {
        list += (i ? "," : "") + std::string{R"({"host":"id-)"} + std::to_string(i) +
                R"(","addresses":["10.0.0.1","10.0.0.2","10.0.0.3","10.0.0.4","10.0.0.5"]})";
    }
    const auto questions = sighting_questions(R"({"look_at":[)" + list + "]}");
    REQUIRE(questions.size() == questions_max);
    CHECK(questions[0].addresses.size() == SightingQuestion::addresses_max);
}
