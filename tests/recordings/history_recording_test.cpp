#include "recordings/history_recording.hpp"

#include "recorded.hpp"
#include <catch2/catch.hpp>

#include "core/number.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::recordings;
using Lines = std::vector<std::string>;

namespace {

std::string parameter(const std::string& path, const std::string& name) {
    const std::size_t begin = path.find(name + "=") + name.size() + 1;
    std::string value = path.substr(begin, path.find('&', begin) - begin);
    for (std::size_t at = value.find("%3A"); at != std::string::npos; at = value.find("%3A"))
        value.replace(at, 3, ":");
    return value;
}

/// A server with a value each second; asked for more than `points` it gives a coarser picture.
struct Server {
    Result<std::string> answer(const std::string& path) {
        paths.push_back(path);
        const auto from = to_unix_ms(parse_rfc3339(parameter(path, "from")).value());
        const auto to = to_unix_ms(parse_rfc3339(parameter(path, "to")).value());
        const auto most = parse_int(parameter(path, "points")).value();
        const std::int64_t step = (to - from) / 1000 >= most ? (to - from) / most : 1000;
        std::string json = R"({"signal":"a.b.c","labels":{"m":"/"},"points":[)";
        std::int64_t count = 0;
        for (std::int64_t at = from; at <= to && count < most; at += step)
            json += (count++ > 0 ? ",[" : "[") + std::to_string(at / 1000) + ",0,1,2]";
        return json + "]}";
    }

    Fetch fetch() {
        return [this](const std::string& path) { return answer(path); };
    }

    std::vector<std::string> paths;
};

const SeriesKey key{"a.b.c", Labels{{"m", "/"}}};

}  // namespace

TEST_CASE("history recording: every second comes once, however the pieces fall", "[recordings]") {
    Server server;
    HistoryRecording recording{
        server.fetch(),
        {"web 1", from_unix_ms(1'790'000'000'000), from_unix_ms(1'790'010'000'000)},
        key};
    const test::Recorded recorded{recording};
    CHECK(recorded.error.empty());
    REQUIRE(recorded.moments.size() == 10000);
    CHECK(recorded.moments.front() == from_unix_ms(1'790'000'000'000));
    CHECK(recorded.moments.back() == from_unix_ms(1'790'009'999'000));
    CHECK(std::is_sorted(recorded.moments.begin(), recorded.moments.end()));
    CHECK(server.paths.front().starts_with(
        "/api/v1/hosts/web%201/samples?signal=a.b.c&labels=%7Bm%3D%22%2F%22%7D&from=2026"));
}

TEST_CASE("history recording: an error of the server ends it", "[recordings]") {
    HistoryRecording recording{
        [](const std::string&) -> Result<std::string> { return fail(Errc::unavailable, "away"); },
        {"web", from_unix_ms(0), from_unix_ms(10)},
        key};
    CHECK(test::Recorded{recording}.error == "away");
    HistoryRecording odd{[](const std::string&) -> Result<std::string> { return "<html>"; },
                         {"web", from_unix_ms(0), from_unix_ms(10)},
                         key};
    CHECK(test::Recorded{odd}.error == "a.b.c: this is no JSON");
}

TEST_CASE("history recording: the list of series is read", "[recordings]") {
    const auto keys = list_history(
        [](const std::string& path) -> Result<std::string> {
            CHECK(path == "/api/v1/hosts/web/series");
            return R"([{"signal":"a.b.c","labels":{"m":"/"},"unit":"bytes"},{"signal":"d.e.f"}])";
        },
        "web");
    REQUIRE(keys);
    CHECK(*keys == std::vector<SeriesKey>{key, {"d.e.f", {}}});
}

TEST_CASE("history recording: exported answers are read from a file", "[recordings]") {
    const test::TemporaryFolder folder;
    folder.write("export.json",
                 R"({"signal":"a.b.c","labels":{},"points":[[2,0,5,9],[1,0,4,9],[3,0,null,9]]})"
                 "\n\n"
                 R"({"signal":"d.e.f","labels":{},"points":[[1.5,7]]})"
                 "\n");
    auto parts = open_exported(folder.path() + "/export.json");
    REQUIRE(parts);
    REQUIRE(parts->size() == 2);
    CHECK(test::Recorded{*(*parts)[0]}.said == Lines{"1 a.b.c 4", "2 a.b.c 5"});
    CHECK(test::Recorded{*(*parts)[1]}.said == Lines{"1.5 d.e.f 7"});
}

TEST_CASE("history recording: exported answers may be one array", "[recordings]") {
    const auto all = parse_exported(
        "[\n{\"signal\":\"a.b.c\",\"points\":[]},\n"
        "{\"signal\":\"d.e.f\",\"points\":[]}\n]");
    REQUIRE(all);
    CHECK(all->size() == 2);
}

TEST_CASE("history recording: what is no answer is named with its line", "[recordings]") {
    const auto complaint = [](const char* text) {
        const auto all = parse_exported(text);
        return all ? std::string{} : all.error().what;
    };
    CHECK(complaint("{\"signal\":\"a\",\"points\":[]}\n{oops\n") == "line 2: this is no JSON");
    CHECK(complaint("[1]").starts_with("no \"signal\""));
    CHECK(complaint("{\"signal\":\"a\"}") == "a has no \"points\"");
    const auto missing = open_exported("/no/such.json");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().what == "/no/such.json: cannot be read");
}
