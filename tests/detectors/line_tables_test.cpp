#include <catch2/catch.hpp>

#include "detectors/pack/pack.hpp"

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

std::string kind_with(const std::string& engine, const std::string& settings) {
    return "[kinds.\"log.x\"]\nengine = \"" + engine +
           "\"\ncategory = \"storage\"\ncomponent = \"{unit}\"\ndisruption = \"d\"\n"
           "occurring = \"o\"\n[kinds.\"log.x\"." +
           engine + "]\n" + settings;
}

std::string complaint(const std::string& engine, const std::string& settings) {
    const auto pack = parse_pack(kind_with(engine, settings), "my.toml");
    return pack ? std::string{} : pack.error().what;
}

bool says(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("template table: a kind of known lines is read", "[detectors][pack]") {
    const auto pack =
        parse_pack(kind_with("template",
                             "match = [\"a {b}\"]\nends = [\"c\"]\nsource = [\"kernel\"]\n"
                             "least = \"error\"\ncount = 3\nwindow = \"1h\"\n"
                             "critical_count = 9\nseverity = \"info\"\n"),
                   "my.toml");
    REQUIRE(pack);
    const auto& settings = std::get<TemplateSettings>(pack->kinds.at(0).settings);
    CHECK(settings.match.at(0).text() == "a {b}");
    CHECK(settings.ends.size() == 1);
    CHECK(settings.least == LogSeverity::error);
    CHECK(settings.count == 3);
    CHECK(settings.critical_count == 9);
    CHECK(settings.severity == Severity::info);
    CHECK_FALSE(settings.novelty);
}

TEST_CASE("template table: mistakes are named", "[detectors][pack]") {
    CHECK(says(complaint("template", "match = [\"{a}{b}\"]"), "'{a}{b}' needs a literal"));
    CHECK(says(complaint("template", "count = 2"), "either match or novelty must be there"));
    CHECK(says(complaint("template", "match = [\"a\"]\nnovelty = {}"), "not both"));
    CHECK(says(complaint("template", "match = [\"a\"]\nleast = \"bad\""), "must be emergency"));
    CHECK(says(complaint("template", "match = [\"a\"]\ncount = 3\ncritical_count = 2"),
               "must be at least count"));
    CHECK(says(complaint("template", "match = [\"a\"]\nseverity = \"loud\""), "\"critical\""));
    CHECK(says(complaint("template", "novelty = { repeat = 3 }"), "is not a key here"));
}

TEST_CASE("burst table: a kind is read and mistakes are named", "[detectors][pack]") {
    const auto pack = parse_pack(
        kind_with("burst", "signal = \"a.b\"\ncounter = true\ncount_min = 7\n"), "my.toml");
    REQUIRE(pack);
    const auto& settings = std::get<BurstSettings>(pack->kinds.at(0).settings);
    CHECK(settings.is_counter);
    CHECK(settings.count_min == 7);
    CHECK(says(complaint("burst", "bucket = \"1s\""), "signal: is missing"));
    CHECK(says(complaint("burst", "signal = \"a\"\nhold_for = \"5s\""), "as long as bucket"));
    CHECK(says(complaint("burst", "signal = \"a\"\nfactor_min = 0.5"), "at least 1"));
}
