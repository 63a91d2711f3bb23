#include "detectors/truth.hpp"

#include <sstream>

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

Episode episode(const std::string& kind, const std::string& component, int raised,
                std::optional<int> cleared) {
    Episode made;
    made.kind = kind;
    made.component = component;
    made.raised_at = from_unix_ms(raised * 1000);
    if (cleared) made.cleared_at = from_unix_ms(*cleared * 1000);
    return made;
}

TrueIncident incident(const std::string& kind, const std::string& component, int from, int to) {
    return {kind, component, from_unix_ms(from * 1000), from_unix_ms(to * 1000)};
}

Result<std::vector<TrueIncident>> read(const std::string& text) {
    std::istringstream csv{text};
    return read_truth(csv);
}

std::string complaint(const std::string& text) {
    const auto incidents = read(text);
    return incidents ? "" : incidents.error().what;
}

}  // namespace

TEST_CASE("truth: incidents are read with times in any writing", "[detectors][backtest]") {
    const auto incidents = read(
        "kind,component,from,to\n# the great fill\n"
        "disk.full,\"filesystem /var, big\",2026-11-25T22:00:00Z,2026-11-25 23:00:00\n\n"
        "*,*,1790000000,1790000060\r\n");
    REQUIRE(incidents);
    REQUIRE(incidents->size() == 2);
    CHECK((*incidents)[0].component == "filesystem /var, big");
    CHECK((*incidents)[0].to - (*incidents)[0].from == std::chrono::hours{1});
    CHECK((*incidents)[1].kind == "*");
}

TEST_CASE("truth: what is wrong is told with its line", "[detectors][backtest]") {
    CHECK(complaint("a,b,1\n") == "line 1: write four cells: kind-or-*,component-or-*,from,to");
    CHECK(complaint("a,b,1,2\na,b,x,2\n") == "line 2: 'x' is no time");
    CHECK(complaint("a,b,5,2\n") == "line 1: it ends before it begins");
    CHECK(complaint(",b,1,2\n") == "line 1: an empty kind or component; write * for any");
    std::string many;
    for (std::size_t i = 0; i <= true_incidents_max; ++i)
        many += "a,b,1,2\n";
    CHECK(complaint(many) == "line 10001: more than 10,000 incidents");
}

TEST_CASE("truth: an episode tells what happens while it is open", "[detectors][backtest]") {
    const std::vector<Episode> episodes{
        episode("disk.full", "disk a", 100, 300),  // before and during
        episode("disk.full", "disk a", 10, 20),    // taken back before: false
        episode("disk.full", "disk b", 100, 300),  // of another
        episode("load.high", "cpu", 500, {}),      // late, open to the end
    };
    const TruthScore score =
        score_truth(episodes, {incident("disk.full", "disk a", 200, 250),
                               incident("load.*", "*", 450, 600), incident("*", "mail", 1, 2)});
    CHECK(score.incidents == 3);
    CHECK(score.met == 2);
    CHECK(score.announced == 1);
    CHECK(score.true_episodes == 2);
    CHECK(score.precision() == 0.5);
    CHECK(score.recall() == Approx(2.0 / 3));
    CHECK(score.leads ==
          std::vector<Duration>{std::chrono::seconds{100}, std::chrono::seconds{-50}});
}

TEST_CASE("truth: the earliest word counts, and moments at the edges belong to it",
          "[detectors][backtest]") {
    const std::vector<Episode> episodes{episode("a", "b", 90, 100), episode("a", "b", 110, 120),
                                        episode("a", "b", 200, 210), episode("a", "b", 201, 210)};
    const TruthScore score = score_truth(episodes, {incident("a", "b", 100, 200)});
    CHECK(score.leads == std::vector<Duration>{std::chrono::seconds{10}});
    CHECK(score.true_episodes == 3);
}

TEST_CASE("truth: of nothing all is true", "[detectors][backtest]") {
    const TruthScore score = score_truth({}, {});
    CHECK(score.precision() == 1);
    CHECK(score.recall() == 1);
    CHECK(median({}) == Duration{0});
    CHECK(median({Duration{5}, Duration{1}, Duration{3}, Duration{9}}) == Duration{3});
}
