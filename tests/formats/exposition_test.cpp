#include "formats/exposition.hpp"

#include <fstream>
#include <map>
#include <sstream>

#include <catch2/catch.hpp>

namespace foreshock::formats {
namespace {

struct Page {
    ExposedCounts counts;
    std::map<std::string, double> samples;  ///< by "name{labels}", braces always
};

Page read(std::string_view text) {
    Page page;
    page.counts = read_exposition(text, [&page](const ExposedSample& sample) {
        page.samples[std::string{sample.name} + "{" + std::string{sample.labels} + "}"] =
            sample.value;
    });
    return page;
}

std::string labels_of(std::string_view raw) {
    const auto pairs = parse_exposed_labels(raw);
    if (!pairs) return pairs.error().code == Errc::malformed ? "malformed" : "too large";
    const auto labels = Labels::from_pairs(*pairs);
    return labels ? labels->text() : labels.error().what;
}

TEST_CASE("exposition: a whole page of node_exporter is read", "[formats][scrape]") {
    std::ifstream file{std::string{FORESHOCK_SOURCE_DIR} +
                       "/tests/collectors/checks/fixtures/node_exporter.txt"};
    std::ostringstream text;
    text << file.rdbuf();
    const Page page = read(text.str());
    CHECK(page.counts.samples == 507);
    CHECK(page.counts.malformed == 0);
    CHECK(page.counts.not_finite == 0);
    CHECK(page.samples.at("go_goroutines{}") == 7);
    CHECK(page.samples.at("go_info{version=\"go1.19.8\"}") == 1);
    CHECK(page.samples.contains("go_gc_duration_seconds{quantile=\"0.25\"}"));
    CHECK(page.samples.contains("node_memory_MemTotal_bytes{}"));
}

TEST_CASE("exposition: the format's own example is read", "[formats][scrape]") {
    // From the page of the specification of 0.0.4.
    const Page page = read(R"(# HELP http_requests_total The total number of HTTP requests.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{method="post",code="400"}    3 1395066363000

# Escaping in label values:
msdos_file_access_time_seconds{path="C:\\DIR\\FILE.TXT",error="Cannot find:\n\"FILE.TXT\""} 1.4e9

# Minimalistic line:
metric_without_timestamp_and_labels 12.47

# A weird metric from before the epoch:
something_weird{problem="division by zero"} +Inf -3982045

# A histogram, which has a pretty complex representation in the text format:
# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{le="0.05"} 24054
http_request_duration_seconds_bucket{le="+Inf"} 144320
http_request_duration_seconds_sum 53423
http_request_duration_seconds_count 144320
)");
    CHECK(page.counts.samples == 8);
    CHECK(page.counts.not_finite == 1);
    CHECK(page.counts.malformed == 0);
    CHECK(page.samples.at("http_requests_total{method=\"post\",code=\"200\"}") == 1027);
    CHECK(page.samples.at("metric_without_timestamp_and_labels{}") == 12.47);
    CHECK(page.samples.at("http_request_duration_seconds_bucket{le=\"+Inf\"}") == 144320);
}

TEST_CASE("exposition: OpenMetrics' exemplars, units and end are understood", "[formats][scrape]") {
    const Page page = read(
        "# TYPE foo histogram\n# UNIT foo seconds\n"
        "foo_bucket{le=\"0.1\"} 8 # {trace_id=\"KOO5S4vxi0o\"} 0.067 1520879607.789\n"
        "foo_count 17 1520430000.123 # {a=\"b\"} 1\n"
        "foo_created 1520430000.123\n# EOF\nafter_the_end 1\n");
    CHECK(page.counts.has_end);
    CHECK(page.counts.samples == 3);
    CHECK(page.counts.malformed == 0);
    CHECK(page.samples.at("foo_bucket{le=\"0.1\"}") == 8);
    CHECK(page.samples.at("foo_count{}") == 17);
    CHECK_FALSE(page.samples.contains("after_the_end{}"));
}

TEST_CASE("exposition: a line may say its time, in milliseconds or seconds", "[formats][scrape]") {
    std::vector<std::optional<TimePoint>> times;
    (void)read_exposition("a 1\nb 1 1395066363000\nc 1 1520430000.123\nd 1 -3982045\ne 1 1e300\n",
                          [&times](const ExposedSample& sample) { times.push_back(sample.at); });
    REQUIRE(times.size() == 5);
    CHECK_FALSE(times[0]);
    CHECK(times[1] == from_unix_ms(1395066363000));
    CHECK(times[2] == from_unix_ms(1520430000123));
    CHECK(times[3] == from_unix_ms(-3982045000));
    CHECK_FALSE(times[4]);
}

TEST_CASE("exposition: numbers in every writing are read, what is not finite is left out",
          "[formats][scrape]") {
    const Page page = read("a 1\nb -1.5e-3\nc +2\nd 0\ne .5\n");
    CHECK(page.samples.at("b{}") == -0.0015);
    CHECK(page.samples.at("c{}") == 2);
    CHECK(page.samples.at("e{}") == 0.5);
    CHECK(read("a NaN\nb +Inf\nc -Inf\nd nan\ne inf\nf 1e999\n").counts.not_finite == 6);
}

TEST_CASE("exposition: lines that are none of the format are counted and the rest is read",
          "[formats][scrape]") {
    for (const char* line :
         {"name", "name ", "name x", "1name 1", "{a=\"b\"} 1", "name{ 1", "name{a=\"b} 1",
          "name{a=\"b\\\"} 1", "name 1 x", "name 1 2 3", "na-me 1", "name 1,5", "\x01\xff"}) {
        INFO(line);
        const Page page = read("before 1\n" + std::string{line} + "\nafter 2\n");
        CHECK(page.counts.malformed == 1);
        CHECK(page.samples.size() == 2);
    }
}

TEST_CASE("exposition: braces and quotes inside values do not end the labels",
          "[formats][scrape]") {
    const Page page = read("a{x=\"}{\\\"\",y=\"#\"} 1\r\n b {} 2\n");
    CHECK(page.samples.at("a{x=\"}{\\\"\",y=\"#\"}") == 1);
    CHECK(page.samples.at("b{}") == 2);
}

TEST_CASE("exposition: lines and names have bounds", "[formats][scrape]") {
    const std::string name(exposed_name_bytes_max, 'n');
    CHECK(read(name + " 1").counts.samples == 1);
    CHECK(read(name + "n 1").counts.malformed == 1);
    const std::string head = "a{x=\"";
    const std::string tail = "\"} 1";
    const std::string value(exposed_line_bytes_max - head.size() - tail.size(), 'v');
    CHECK(read(head + value + tail).counts.samples == 1);
    CHECK(read(head + value + "v" + tail).counts.malformed == 1);
}

TEST_CASE("exposition: an empty page and one cut anywhere are survived", "[formats][scrape]") {
    CHECK(read("").counts.samples == 0);
    const std::string whole = "a{x=\"\\\\\",y=\"\\n\"} 1.5 12 # {b=\"c\"} 1\n# EOF\n";
    for (std::size_t length = 0; length < whole.size(); ++length) {
        CHECK(read(whole.substr(0, length)).counts.samples <= 1);
    }
}

TEST_CASE("exposition: labels are unescaped and empty ones left out", "[formats][scrape]") {
    CHECK(labels_of("") == "");
    CHECK(labels_of("a=\"b\"") == "{a=\"b\"}");
    CHECK(labels_of(" b = \"2\" , a=\"1\" , ") == "{a=\"1\",b=\"2\"}");
    CHECK(labels_of("a=\"x\\\\y\\\"z\"") == "{a=\"x\\\\y\\\"z\"}");
    CHECK(labels_of("a=\"one\\ntwo\"") == "{a=\"one?two\"}");
    CHECK(labels_of("a=\"\",b=\"x\"") == "{b=\"x\"}");
    CHECK(labels_of("target=\"t\"") == "{exported_target=\"t\"}");
    CHECK(labels_of("a=\"caf\xc3\xa9 \xff\"") == "{a=\"caf\xc3\xa9 ?\"}");
}

TEST_CASE("exposition: labels that are wrong or too many are refused", "[formats][scrape]") {
    for (const char* raw : {"a", "a=", "a=b", "a=\"b", "=\"b\"", "a=\"b\"c=\"d\"", "1=\"b\"", ",",
                            "a:b=\"c\"", "a=\"b\\\""}) {
        INFO(raw);
        CHECK(labels_of(raw) == "malformed");
    }
    std::string many;
    for (std::size_t i = 1; i < Labels::count_max; ++i)
        many += "l" + std::to_string(i) + "=\"x\",";
    CHECK(labels_of(many).starts_with("{l1="));
    CHECK(labels_of(many + "more=\"x\"") == "too large");
}

TEST_CASE("exposition: globs choose names", "[formats][scrape]") {
    CHECK(matches_any("anything", {}));
    CHECK(matches_any("pg_up", {"mysql_up", "pg_up"}));
    CHECK(matches_any("pg_stat_bgwriter_total", {"pg_stat_*"}));
    CHECK(matches_any("a_b_c", {"*_?_*"}));
    CHECK(matches_any("a", {"**"}));
    CHECK_FALSE(matches_any("pg_up", {"pg_"}));
    CHECK_FALSE(matches_any("pg_up", {"*_down", "?"}));
    CHECK_FALSE(matches_any("pg_up", {""}));
}

}  // namespace
}  // namespace foreshock::formats
