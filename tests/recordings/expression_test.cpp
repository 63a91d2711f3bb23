#include "recordings/expression.hpp"

#include <catch2/catch.hpp>

#include "formats/exposition.hpp"

using namespace foreshock;
using namespace foreshock::recordings;

namespace {

Scrape scraped(std::string_view page, int second) {
    Scrape scrape;
    scrape.at = from_unix_ms(second * 1000);
    (void)formats::read_exposition(page, [&scrape](const formats::ExposedSample& sample) {
        scrape.metrics[sample.name].push_back({sample.labels, sample.value});
    });
    return scrape;
}

/// The values as {"{mount=\"/\"}": 5}; braces are empty without labels.
std::map<std::string, double> values(Expression& expression, std::string_view page, int second = 0,
                                     const LabelTemplates& labels = {}) {
    std::map<std::string, double> found;
    for (const auto& [ours, value] : expression.evaluate(scraped(page, second), labels))
        found[ours.text()] = value;
    return found;
}

std::map<std::string, double> once(std::string_view text, std::string_view page,
                                   const LabelTemplates& labels = {}) {
    auto expression = Expression::parse(text);
    REQUIRE(expression);
    return values(*expression, page, 0, labels);
}

std::string complaint(std::string_view text) {
    const auto expression = Expression::parse(text);
    return expression ? "" : expression.error().what;
}

using Map = std::map<std::string, double>;

}  // namespace

TEST_CASE("expression: arithmetic keeps its precedence", "[recordings][map]") {
    CHECK(once("1 + 2 * 3", "") == Map{{"", 7}});
    CHECK(once("(1 + 2) * 3", "") == Map{{"", 9}});
    CHECK(once("10 - 4 - 3", "") == Map{{"", 3}});
    CHECK(once("8 / 4 / 2", "") == Map{{"", 1}});
    CHECK(once("-1.5 * a", "a 2\n") == Map{{"", -3}});
}

TEST_CASE("expression: both sides meet by our labels", "[recordings][map]") {
    const LabelTemplates mount{{"mount", "{mountpoint}"}};
    const std::string_view page =
        "size{mountpoint=\"/\",fstype=\"ext4\"} 100\nsize{mountpoint=\"/var\"} 50\n"
        "avail{mountpoint=\"/\"} 40\n";
    CHECK(once("size - avail", page, mount) == Map{{"{mount=\"/\"}", 60}});
    CHECK(once("size / 10", page, mount) == Map{{"{mount=\"/\"}", 10}, {"{mount=\"/var\"}", 5}});
    CHECK(once("100 - size", page, mount) == Map{{"{mount=\"/\"}", 0}, {"{mount=\"/var\"}", 50}});
}

TEST_CASE("expression: templates may join labels, and what stays empty is left away",
          "[recordings][map]") {
    const LabelTemplates labels{{"disk", "{bus}-{name}"}, {"rack", "{rack}"}, {"kind", "disk"}};
    CHECK(once("a", "a{bus=\"0\",name=\"sda\"} 1\n", labels) ==
          Map{{"{disk=\"0-sda\",kind=\"disk\"}", 1}});
}

TEST_CASE("expression: series that become one are summed, or as is said", "[recordings][map]") {
    const std::string_view page = "a{core=\"0\"} 1\na{core=\"1\"} 5\na{core=\"2\"} 3\n";
    CHECK(once("a", page) == Map{{"", 9}});
    CHECK(once("sum(a)", page) == Map{{"", 9}});
    CHECK(once("mean(a)", page) == Map{{"", 3}});
    CHECK(once("min(a)", page) == Map{{"", 1}});
    CHECK(once("max(a)", page) == Map{{"", 5}});
    CHECK(once("count(a)", page) == Map{{"", 3}});
}

TEST_CASE("expression: conditions choose series", "[recordings][map]") {
    const std::string_view page =
        "a{mode=\"idle\"} 1\na{mode=\"steal\"} 2\na{mode=\"irq\"} 4\na 8\n";
    CHECK(once("a{mode=\"steal\"}", page) == Map{{"", 2}});
    CHECK(once("a{mode!=\"steal\"}", page) == Map{{"", 13}});
    CHECK(once("a{mode=\"i*\"}", page) == Map{{"", 5}});
    CHECK(once("a{mode=\"i*\", mode!=\"irq\"}", page) == Map{{"", 1}});
    CHECK(once("a{}", page) == Map{{"", 15}});
}

TEST_CASE("expression: a rate is that of each series by itself, and none at first",
          "[recordings][map]") {
    auto rate = Expression::parse("100 * rate(a)");
    REQUIRE(rate);
    CHECK(values(*rate, "a{c=\"0\"} 10\na{c=\"1\"} 100\n", 0).empty());
    CHECK(values(*rate, "a{c=\"0\"} 20\na{c=\"1\"} 105\n", 10) == Map{{"", 150}});
    CHECK(values(*rate, "a{c=\"0\"} 5\na{c=\"1\"} 105\na{c=\"2\"} 999\n", 20) == Map{{"", 50}});
}

TEST_CASE("expression: an increase is since the scrape before", "[recordings][map]") {
    auto kills = Expression::parse("max(increase(a))");
    REQUIRE(kills);
    CHECK(values(*kills, "a 7\n", 0).empty());
    CHECK(values(*kills, "a 7\n", 15) == Map{{"", 0}});
    CHECK(values(*kills, "", 30).empty());
    CHECK(values(*kills, "a 9\n", 45) == Map{{"", 2}});
}

TEST_CASE("expression: what is absent, or no number, is left out", "[recordings][map]") {
    CHECK(once("a - b", "a 1\n").empty());
    CHECK(once("a / b", "a 1\nb 0\n").empty());
    CHECK(once("a", "a{broken} 1\n").empty());
}

TEST_CASE("expression: what is wrong is told with its column", "[recordings][map]") {
    CHECK(complaint("") == "column 1: expected a metric, a number or (");
    CHECK(complaint("a +") == "column 4: expected a metric, a number or (");
    CHECK(complaint("a b") == "column 3: expected an operator: + - * /");
    CHECK(complaint("(a") == "column 3: expected )");
    CHECK(complaint("rate(a") == "column 7: expected )");
    CHECK(complaint("avg(a)").starts_with("column 4: there is no function avg; known are sum"));
    CHECK(complaint("rate(sum(a))").starts_with("column 9: there is no function sum"));
    CHECK(complaint("a{b}") == "column 4: expected = or !=");
    CHECK(complaint("a{b=c}") == "column 5: expected a value in quotes");
    CHECK(complaint("a{b=\"c}") == "column 6: the quote is not closed");
    CHECK(complaint("a{b=\"c\" d=\"e\"}") == "column 9: expected , or }");
    CHECK(complaint("1.2.3") == "column 1: this is no number");
}

TEST_CASE("expression: its size and depth have bounds", "[recordings][map]") {
    std::string wide = "1";
    for (std::size_t i = 1; i < Expression::nodes_max / 2; ++i)
        wide += "+1";
    CHECK(complaint(wide).empty());
    CHECK(complaint(wide + "+1+1").find("more than 64") != std::string::npos);
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '(') + "1" + std::string(depth, ')');
    };
    CHECK(complaint(nested(Expression::depth_max - 1)).empty());
    CHECK(complaint(nested(Expression::depth_max)).find("more than 16") != std::string::npos);
}

TEST_CASE("expression: the series that it remembers have a bound", "[recordings][map]") {
    auto expression = Expression::parse("a");
    REQUIRE(expression);
    std::string page;
    for (std::size_t i = 0; i < Expression::series_max + 5; ++i)
        page += "a{i=\"" + std::to_string(i) + "\"} 1\n";
    CHECK(values(*expression, page) == Map{{"", static_cast<double>(Expression::series_max)}});
    CHECK(expression->refused() == 5);
}

TEST_CASE("expression: it names its metrics once", "[recordings][map]") {
    CHECK(Expression::parse("b + rate(a) / b")->metrics() == std::vector<std::string>{"a", "b"});
}
