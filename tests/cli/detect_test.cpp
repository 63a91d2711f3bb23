#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cli/detect_inputs.hpp"
#include "cli/run.hpp"
#include "tests/support/http_receiver.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using nlohmann::json;
using test::http_answer;
using test::HttpReceiver;
using test::ReceivedRequest;
using test::TemporaryFolder;

namespace {

const std::string stock = FORESHOCK_SOURCE_DIR "/packaging/packs/stock";
constexpr std::int64_t begin = 1'790'000'000;

struct Ran {
    int code;
    std::string out;
    std::string err;
};

Ran ran(std::vector<std::string> words) {
    words.insert(words.begin(), "detect");
    const test::ManualClock clock;
    std::ostringstream out;
    std::ostringstream err;
    const int code = cli::run(std::move(words), clock, out, err);
    return {code, out.str(), err.str()};
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// A filesystem of 1 GB that is half full for four minutes, and then fills at 2 MB a second.
double used_at(int second) {
    return std::min(1e9, 5e8 + std::max(0, second - 240) * 2e6);
}

std::string filling_csv() {
    std::string csv =
        "time,\"filesystem.space.used_bytes{mount=\"\"/var\"\"}\","
        "\"filesystem.space.size_bytes{mount=\"\"/var\"\"}\"\n";
    for (int second = 0; second < 600; ++second)
        csv += std::to_string(begin + second) + "," +
               std::to_string(static_cast<std::int64_t>(used_at(second))) + ",1000000000\n";
    return csv;
}

/// The same as node_exporter tells it, a scrape every five seconds.
void write_scrapes(const TemporaryFolder& folder) {
    for (int second = 0; second < 600; second += 5) {
        const std::string labels = "{device=\"/dev/sda1\",fstype=\"ext4\",mountpoint=\"/var\"} ";
        const auto left = std::to_string(static_cast<std::int64_t>(1e9 - used_at(second)));
        folder.write("scrapes/" + std::to_string(begin + second) + ".prom",
                     "node_filesystem_size_bytes" + labels + "1e+09\n" +
                         "node_filesystem_free_bytes" + labels + left + "\n" +
                         "node_filesystem_avail_bytes" + labels + left + "\n");
    }
}

}  // namespace

TEST_CASE("detect: a CSV that names its series is announced, scored and summed", "[cli]") {
    const TemporaryFolder folder;
    folder.write("disk.csv", filling_csv());
    const Ran got = ran({"--pack", stock, "--csv", folder.path() + "/disk.csv"});
    CHECK(got.err.empty());
    CHECK(got.code == 0);
    CHECK(has(got.out, "/var will be full in about"));
    CHECK(has(got.out, "1 of 1 announcements came true"));
    CHECK(has(got.out, "1 hit, 0 false alarms, 0 misses, median lead"));
}

TEST_CASE("detect: scrapes of node_exporter are judged by the stock pack", "[cli]") {
    const TemporaryFolder folder;
    write_scrapes(folder);
    const Ran got = ran({"--pack", stock, "--exposition", folder.path() + "/scrapes", "--map",
                         FORESHOCK_SOURCE_DIR "/packaging/maps/node_exporter.toml"});
    CHECK(got.err.empty());
    CHECK(got.code == 0);
    CHECK(has(got.out, "/var will be full in about"));
    CHECK(has(got.out, "1 of 1 announcements came true"));
}

TEST_CASE("detect: all recordings are merged in the order of time", "[cli]") {
    const TemporaryFolder folder;
    folder.write("disk.csv", filling_csv());
    folder.write("app.log", format_rfc3339(from_unix_ms((begin + 100) * 1000)) + " app: hello\n");
    folder.write("export.json", R"({"signal":"memory.ram.used_bytes","labels":{},"points":[[)" +
                                    std::to_string(begin + 50) + ",1,2,3]]}\n");
    const Ran got = ran({"--pack", stock, "--csv", folder.path() + "/disk.csv", "--log",
                         folder.path() + "/app.log", "--history-file",
                         folder.path() + "/export.json", "--json"});
    REQUIRE(got.code == 0);
    const json recording = json::parse(got.out)["recording"];
    CHECK(recording["rows"] == 600);
    CHECK(recording["values"] == 1201);
    CHECK(recording["lines"] == 1);
    CHECK(recording["series"] == 3);
}

TEST_CASE("detect: two packs are compared on the same past", "[cli]") {
    const TemporaryFolder folder;
    folder.write("disk.csv", filling_csv());
    folder.write("late.toml",
                 "[kinds.\"filesystem.space.exhaustion\".exhaustion]\nhorizon = \"1m\"\n");
    const std::string late = stock + "," + folder.path() + "/late.toml";
    const Ran got = ran({"--diff", stock, late, "--csv", folder.path() + "/disk.csv"});
    CHECK(got.err.empty());
    CHECK(has(got.out, "later"));
    CHECK(has(got.out, "A: 1 alarm "));
    CHECK(has(got.out, "B: 1 alarm "));
    folder.write("off.toml", "[kinds.\"filesystem.space.exhaustion\"]\nenabled = false\n");
    const Ran json_of = ran({"--diff", stock, stock + "," + folder.path() + "/off.toml", "--csv",
                             folder.path() + "/disk.csv", "--json"});
    const json difference = json::parse(json_of.out)["difference"];
    CHECK(difference["only_in_a"].size() == 1);
    CHECK(difference["only_in_b"].empty());
    CHECK(difference["only_in_a"][0]["component"] == "filesystem /var");
}

TEST_CASE("detect: what really happened gives precision, recall and lead", "[cli]") {
    const TemporaryFolder folder;
    folder.write("disk.csv", filling_csv());
    folder.write("truth.csv", "filesystem.space.*,filesystem /var," + std::to_string(begin + 490) +
                                  "," + std::to_string(begin + 600) + "\n*,mail,1,2\n");
    const Ran got = ran({"--pack", stock, "--csv", folder.path() + "/disk.csv", "--truth",
                         folder.path() + "/truth.csv"});
    CHECK(has(got.out, "against the truth: 1 of 2 incidents told (recall 50 %), 1 before they"));
    CHECK(has(got.out, "1 of 1 alarms true (precision 100 %)"));
    const Ran bad = ran({"--pack", stock, "--csv", folder.path() + "/disk.csv", "--truth",
                         folder.path() + "/disk.csv"});
    CHECK(bad.code == 2);
    CHECK(has(bad.err, "disk.csv: line 1: write four cells"));
}

TEST_CASE("detect: the server's history is asked for what the pack watches", "[cli][integration]") {
    HttpReceiver server{[](const ReceivedRequest& request) {
        if (request.target.ends_with("/series"))
            return http_answer(200, R"([{"signal":"cpu.time.steal_ratio","labels":{}},)"
                                    R"({"signal":"nobody.looks.at","labels":{}}])");
        return http_answer(200, R"({"signal":"cpu.time.steal_ratio","labels":{},"points":[]})");
    }};
    const Ran got = ran({"--pack", stock, "--history", "web-1", "--since", "2026-11-25T00:00:00Z",
                         "--until", "2026-11-25T01:00:00Z", "--server", server.url()});
    CHECK(got.code == 0);
    const auto requests = server.requests();
    REQUIRE(requests.size() >= 2);
    CHECK(requests[0].target == "/api/v1/hosts/web-1/series");
    for (std::size_t i = 1; i < requests.size(); ++i)
        CHECK(has(requests[i].target, "/samples?signal=cpu.time.steal_ratio&"));
}

TEST_CASE("detect: a server that is away is code 3", "[cli][integration]") {
    std::string url;
    {
        HttpReceiver server{[](const ReceivedRequest&) { return http_answer(200); }};
        url = server.url();
    }
    const Ran got = ran({"--pack", stock, "--history", "web-1", "--server", url});
    CHECK(got.code == 3);
    CHECK(has(got.err, "no server answers at " + url));
}

TEST_CASE("detect: without recorded data it says what it takes", "[cli]") {
    const Ran got = ran({"--pack", stock});
    CHECK(got.code == 2);
    CHECK(has(got.err, "--csv, --exposition, --log, --history or --history-file"));
}

TEST_CASE("detect: inputs that cannot be used are named", "[cli]") {
    const TemporaryFolder folder;
    folder.write("bad.csv", "time,a.b.c\n1790000000,lots\n");
    folder.write("bad.toml", "[signals.\"a.b.c\"]\nvalue = \"x +\"\n");
    folder.write("a.prom", "a 1\n");
    const std::string base = folder.path();
    CHECK(has(ran({"--pack", stock, "--csv", base + "/bad.csv"}).err,
              base + "/bad.csv: line 2: 'lots' is no number"));
    CHECK(has(
        ran({"--pack", stock, "--exposition", base + "/a.prom", "--map", base + "/bad.toml"}).err,
        base + "/bad.toml:2:9: signals.\"a.b.c\".value: column 4"));
    CHECK(has(ran({"--pack", stock, "--exposition", "/no/such"}).err, "/no/such"));
    CHECK(has(ran({"--pack", stock, "--log", "/no/such.log"}).err, "/no/such.log"));
    CHECK(has(ran({"--diff", stock, "/no/such.toml", "--csv", "-"}).err, "/no/such.toml"));
    CHECK(has(ran({"--pack", stock, "--history", "x", "--since", "soon"}).err,
              "--since: 'soon' is neither a time"));
    CHECK(ran({"--diff", stock}).code == 2);
}

TEST_CASE("detect: moments are times or spans before the end", "[cli]") {
    const TimePoint end = parse_rfc3339("2026-11-25T12:00:00Z").value();
    CHECK(cli::parse_moment("1h30m", end).value() == end - std::chrono::minutes{90});
    CHECK(cli::parse_moment("2026-11-25 11:00:00", end).value() == end - std::chrono::hours{1});
    CHECK(cli::parse_moment("1790000000", end).value() == from_unix_ms(1'790'000'000'000));
    CHECK_FALSE(cli::parse_moment("yesterday", end));
}
