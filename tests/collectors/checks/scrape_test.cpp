#include "collectors/checks/scrape.hpp"

#include <fstream>
#include <sstream>

#include "stub_background.hpp"
#include <catch2/catch.hpp>

#include "collectors/checks/catalog.hpp"
#include "collectors/checks/scraped_page.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/http_receiver.hpp"

namespace foreshock::collectors {
namespace {

using std::chrono::seconds;

std::string node_exporter_page() {
    std::ifstream file{std::string{FORESHOCK_SOURCE_DIR} +
                       "/tests/collectors/checks/fixtures/node_exporter.txt"};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

ScrapeSettings settings_for(const std::string& url) {
    ScrapeSettings settings;
    settings.name = "node";
    settings.url = url;
    return settings;
}

struct Bench {
    explicit Bench(const ScrapeSettings& settings) {
        bench.watch.scrapes = {settings};
        bench.background = &background;
        bench.make("scrape", checks_catalog());
    }

    void round(Duration after = seconds{1}) {
        REQUIRE(bench.tick(after));
        background.run_all();
        REQUIRE(bench.tick());
    }

    [[nodiscard]] std::string state() const {
        std::vector<Fact> facts;
        bench.collector->add_facts(facts);
        REQUIRE(facts.size() == 1);
        CHECK(facts[0].name.starts_with("scrape.node.127.0.0.1:"));
        return facts[0].value;
    }

    test::StubBackground background;
    test::CollectorBench bench;
};

std::string own_labels(const test::HttpReceiver& server) {
    return R"({scrape="node",target="127.0.0.1:)" + std::to_string(server.port()) + "\"}";
}

TEST_CASE("scrape: none configured is no data", "[collectors][scrape]") {
    test::CollectorBench bench;
    bench.make("scrape", checks_catalog());
    const auto collected = bench.tick();
    REQUIRE_FALSE(collected);
    CHECK(collected.error().code == Errc::no_data);
}

TEST_CASE("scrape: every metric of a page becomes a signal with its labels and the target",
          "[collectors][scrape]") {
    const test::HttpReceiver server{
        [](const test::ReceivedRequest&) { return test::http_answer(200, node_exporter_page()); }};
    Bench bench{settings_for(server.url("/metrics"))};
    bench.round();
    const auto& sink = bench.bench.sink;
    const std::string target = "target=\"127.0.0.1:" + std::to_string(server.port()) + "\"";
    CHECK(sink.value("scrape.node.go_goroutines{" + target + "}") == 7.0);
    CHECK(sink.value("scrape.node.go_info{" + target + ",version=\"go1.19.8\"}") == 1.0);
    CHECK(sink.value("scrape.target.up" + own_labels(server)) == 1.0);
    CHECK(sink.value("scrape.target.series_count" + own_labels(server)) == 507.0);
    CHECK(sink.value("scrape.target.left_out_count" + own_labels(server)) == 0.0);
    CHECK(sink.value("scrape.target.malformed_count" + own_labels(server)) == 0.0);
    CHECK(sink.count("scrape.node.") == 507);
    CHECK(sink.doubled == 0);
    CHECK(bench.state() == "up");
    REQUIRE(server.requests().size() == 1);
    CHECK_THAT(server.requests()[0].headers.at("accept"), Catch::Contains("version=0.0.4"));
}

TEST_CASE("scrape: in the steady state no series is asked for again", "[collectors][scrape]") {
    const test::HttpReceiver server{
        [](const test::ReceivedRequest&) { return test::http_answer(200, "a{x=\"1\"} 1\nb 2\n"); }};
    Bench bench{settings_for(server.url())};
    bench.round();
    const std::size_t asked = bench.bench.sink.asked;
    bench.round(seconds{15});
    CHECK(bench.bench.sink.count("scrape.node.") == 2);
    CHECK(bench.bench.sink.asked == asked);
}

TEST_CASE("scrape: an answer comes once, and the page is read at its own pace",
          "[collectors][scrape]") {
    const test::HttpReceiver server{
        [](const test::ReceivedRequest&) { return test::http_answer(200, "a 1\n"); }};
    Bench bench{settings_for(server.url())};
    bench.round();
    REQUIRE(bench.bench.tick());
    CHECK(bench.bench.sink.values.empty());
    REQUIRE(bench.bench.tick(seconds{12}));
    CHECK(bench.background.started == 1);
    REQUIRE(bench.bench.tick());
    CHECK(bench.background.started == 2);
}

TEST_CASE("scrape: a page that fails is down, and says why", "[collectors][scrape]") {
    int count = 0;
    const test::HttpReceiver server{[&count](const test::ReceivedRequest&) {
        ++count;
        if (count == 1) return test::http_answer(500, "no");
        if (count == 2) return test::http_answer(200, "<html>\n<p>not metrics</p>\n");
        return test::http_answer(200, "a 1\n");
    }};
    Bench bench{settings_for(server.url())};
    bench.round();
    CHECK(bench.bench.sink.value("scrape.target.up" + own_labels(server)) == 0.0);
    CHECK(bench.bench.sink.values.size() == 1);
    CHECK(bench.state() == "failing: answered 500");
    bench.round(seconds{15});
    CHECK(bench.state() == "failing: the page is not in Prometheus' text format");
    bench.round(seconds{15});
    CHECK(bench.state() == "up");
}

TEST_CASE("scrape: what never answers is down once in a while", "[collectors][scrape]") {
    Bench bench{settings_for("http://127.0.0.1:1/")};
    REQUIRE(bench.bench.tick());
    REQUIRE(bench.bench.tick(seconds{39}));
    CHECK(bench.bench.sink.values.empty());
    REQUIRE(bench.bench.tick());
    CHECK(bench.bench.sink.count("scrape.target.up") == 1);
    CHECK_THAT(bench.state(), Catch::Contains("no answer"));
    REQUIRE(bench.bench.tick());
    CHECK(bench.bench.sink.values.empty());
}

TEST_CASE("scrape: only wanted names are taken, and only so many", "[collectors][scrape]") {
    ScrapeSettings settings = settings_for("http://x/");
    settings.match = {"b_*"};
    settings.series_max = 2;
    const ScrapedPage page = read_page("a 1\nb_1 1\nb_2{x=\"y\"} 2\nb_3 3\nc 4\nbad\n", settings);
    REQUIRE(page.rows.size() == 2);
    CHECK(page.samples == 5);
    CHECK(page.left_out == 1);
    CHECK(page.malformed == 1);
    ScrapedSeries series{"x", "y:1"};
    test::RecordingSink sink;
    CHECK(series.add(page, sink) == 0);
    CHECK(sink.value(R"(scrape.x.b_1{target="y:1"})") == 1.0);
    CHECK(sink.value(R"(scrape.x.b_2{target="y:1",x="y"})") == 2.0);
}

TEST_CASE("scrape: series that a page no longer has are forgotten", "[collectors][scrape]") {
    const ScrapeSettings settings = settings_for("http://x/");
    ScrapedSeries series{"x", "y:1"};
    test::RecordingSink sink;
    series.add(read_page("a 1\nb 1\n", settings), sink);
    CHECK(series.size() == 2);
    series.add(read_page("b 1\n", settings), sink);
    CHECK(series.size() == 1);
}

TEST_CASE("scrape: the same sample twice counts once, labels that cannot be read are counted",
          "[collectors][scrape]") {
    const ScrapeSettings settings = settings_for("http://x/");
    ScrapedSeries series{"x", "y:1"};
    test::RecordingSink sink;
    const auto page = read_page("a 1\na 2\nb{x=1} 3\nc{target=\"t\"} 4\nd {} 5\n", settings);
    CHECK(series.add(page, sink) == 1);
    CHECK(sink.doubled == 0);
    CHECK(sink.value(R"(scrape.x.a{target="y:1"})") == 1.0);
    CHECK(sink.value(R"(scrape.x.c{exported_target="t",target="y:1"})") == 4.0);
    CHECK(sink.value(R"(scrape.x.d{target="y:1"})") == 5.0);
}

TEST_CASE("scrape: a target is the host and port of its address", "[collectors][scrape]") {
    CHECK(target_of("http://db:9187/metrics") == "db:9187");
    CHECK(target_of("https://user:word@db/metrics?x=@") == "db");
    CHECK(target_of("http://[::1]:9100") == "[::1]:9100");
    CHECK(target_of("") == "");
}

}  // namespace
}  // namespace foreshock::collectors
