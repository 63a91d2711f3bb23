#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

#include "story_expectations.hpp"
#include "story_parser.hpp"
#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::incidents::test;

namespace {

/// What can be played. A story that needs more is pending.
const std::set<std::string> features_there{"flapping",    "fleet",   "isolation",
                                           "maintenance", "reports", "services"};

/// How many stories wait for a feature. Whoever brings one enables its stories and lowers this.
constexpr std::size_t pending_stories = 0;

const detectors::Pack& stock() {
    static const detectors::Pack pack =
        detectors::load_packs({FORESHOCK_SOURCE_DIR "/packaging/packs/stock"}).value();
    return pack;
}

std::string text_of(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

/// File name → story. A file that is none ends the test with its complaint.
std::map<std::string, Story> all_stories() {
    std::map<std::string, Story> all;
    for (const auto& entry :
         std::filesystem::directory_iterator{FORESHOCK_SOURCE_DIR "/tests/incidents"}) {
        if (entry.path().extension() != ".incidents") continue;
        const auto story = StoryParser::parse(text_of(entry.path()));
        INFO(entry.path().filename() << (story ? "" : ": " + story.error().what));
        REQUIRE(story);
        all.emplace(entry.path().filename().string(), *story);
    }
    return all;
}

/// Features that the story needs and that are not there.
std::string missing_for(const Story& story) {
    std::string missing;
    for (const std::string& feature : story.needs) {
        if (!features_there.contains(feature)) missing += " " + feature;
    }
    return missing;
}

std::vector<std::string> complaints_about(std::string_view text) {
    const auto story = StoryParser::parse(text);
    if (!story) return {story.error().what};
    return play(*story, stock());
}

}  // namespace

TEST_CASE("stories: every file plays as it says", "[incidents][stories]") {
    std::size_t played = 0;
    for (const auto& [file, story] : all_stories()) {
        if (!missing_for(story).empty()) continue;
        ++played;
        std::string complaints;
        for (const std::string& complaint : play(story, stock()))
            complaints += complaint + "\n";
        INFO(file << ": " << story.title << "\n" << complaints);
        CHECK(complaints.empty());
    }
    CHECK(played >= 8);
}

TEST_CASE("stories: those that wait for a feature are counted", "[incidents][stories]") {
    std::size_t pending = 0;
    for (const auto& [file, story] : all_stories()) {
        const std::string missing = missing_for(story);
        if (missing.empty()) continue;
        ++pending;
        std::cerr << "PENDING story " << file << " needs" << missing << '\n';
    }
    CHECK(pending == pending_stories);
}

TEST_CASE("stories: a line that is none is refused with its number", "[incidents][stories]") {
    const auto complaint = [](const std::string& text) {
        const auto story = StoryParser::parse("title x\nhost web-{1..2}\n" + text);
        return story ? std::string{} : story.error().what;
    };
    CHECK(complaint("").empty());
    CHECK(complaint("soon raise cpu.saturation web-1 \"cpu\"") ==
          "line 3: 'soon raise cpu.saturation web-1 \"cpu\"'");
    CHECK(complaint("1m raise cpu.saturation web-3 \"cpu\"").starts_with("line 3"));
    CHECK(complaint("1m raise cpu.saturation web-1").starts_with("line 3"));
    CHECK(complaint("1m raise cpu.saturation web-1 \"cpu\" loudly").starts_with("line 3"));
    CHECK(complaint("1m raise cpu.saturation web-1 \"cpu\" eta soon").starts_with("line 3"));
    CHECK(complaint("1m raise cpu.saturation web-1 \"cpu").starts_with("line 3"));
    CHECK(complaint("1m silent web-1\n0s back web-1").starts_with("line 4"));
    CHECK(complaint("1m dance web-1").starts_with("line 3"));
    CHECK(complaint("1m expect joy").starts_with("line 3"));
    CHECK(complaint("1m expect state web-1 new").starts_with("line 3"));
    CHECK(complaint("1m expect open").starts_with("line 3"));
    CHECK(complaint("host web-1").starts_with("line 3"));
    CHECK(complaint("host db-{3..1}").starts_with("line 3"));
    CHECK(complaint("needs magic").starts_with("line 3"));
    CHECK(StoryParser::parse("host web-1\n").error().what == "line 1: no title");
}

TEST_CASE("stories: an expectation that does not hold is a complaint", "[incidents][stories]") {
    const std::string story =
        "title x\nhost web-1\n1m raise cpu.saturation web-1 \"cpu\"\n"
        "2m expect told cpu.saturation@web-1 opened\n";
    CHECK(complaints_about(story).empty());
    const auto complains = [&](const std::string& line) {
        return complaints_about(story + line).size() == 1;
    };
    CHECK(complains("2m expect open 2"));
    CHECK(complains("2m expect quiet"));
    CHECK(complains("2m expect state cpu.saturation@web-1 resolved"));
    CHECK(complains("2m expect priority cpu.saturation@web-1 P1 matrix"));
    CHECK(complains("2m expect priority cpu.saturation@web-1 P2 impact.whim"));
    CHECK(complains("2m expect category cpu.saturation@web-1 storage"));
    CHECK(complains("2m expect line cpu.saturation@web-1 resolved soak_over"));
    CHECK(complains("2m expect cause memory.pressure@web-1"));
    CHECK(complains("2m raise cpu.unheard_of web-1 \"cpu\""));
    CHECK(complains("2m note memory.pressure@web-1 by mali \"what?\""));
}

TEST_CASE("stories: words that nobody expected are a complaint", "[incidents][stories]") {
    const auto complaints = complaints_about(
        "title x\nhost web-1\n1m raise cpu.saturation web-1 \"cpu\"\n"
        "2m expect told cpu.saturation@web-1 opened\n"
        "3m clear cpu.saturation web-1 \"cpu\"\n10m expect open 0\n");
    REQUIRE(complaints.size() == 1);
    CHECK(complaints[0] ==
          "at the end: told of cpu on web-1: cpu saturation: wanted opened, is opened resolved");
}
