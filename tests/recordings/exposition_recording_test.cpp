#include "recordings/exposition_recording.hpp"

#include <fstream>
#include <sstream>

#include "recorded.hpp"
#include <catch2/catch.hpp>

#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::recordings;
using Lines = std::vector<std::string>;

namespace {

constexpr std::int64_t origin = 1'795'647'420'000;

SignalMap no_map() {
    return SignalMap::parse({}).value();
}

/// Files of a folder, played.
struct Played {
    explicit Played(const test::TemporaryFolder& folder, SignalMap map = no_map())
        : recording{sort_scrapes(find_scrapes({folder.path()}).value()).value(), std::move(map)},
          recorded{recording, origin} {}

    ExpositionRecording recording;
    test::Recorded recorded;
};

}  // namespace

TEST_CASE("exposition recording: a file per scrape, the time from its name", "[recordings]") {
    const test::TemporaryFolder folder;
    folder.write("1795647435.prom", "a{b=\"c\"} 2\n");
    folder.write("1795647420.prom", "# HELP a b\na{b=\"c\"} 1\nd 5\n");
    const Played played{folder};
    CHECK(played.recorded.said == Lines{"0 a{b=\"c\"} 1", "0 d 5", "15 a{b=\"c\"} 2"});
    CHECK(played.recorded.moments.size() == 2);
}

TEST_CASE("exposition recording: several scrapes in a file end with EOF", "[recordings]") {
    const test::TemporaryFolder folder;
    folder.write("all.txt",
                 "a 1 1795647420\n# EOF\na 2 1795647430\n# EOF\na 3 1795647440\n# EOF\n");
    const Played played{folder};
    CHECK(played.recorded.said == Lines{"0 a 1", "10 a 2", "20 a 3"});
}

TEST_CASE("exposition recording: the node's own clock tells the time of a scrape", "[recordings]") {
    const test::TemporaryFolder folder;
    folder.write("z",
                 "a 1\nnode_time_seconds 1795647420\n# EOF\n"
                 "a 2\nnode_time_seconds 1795647450.5\n# EOF\n");
    folder.write("y", "a 3\nnode_time_seconds 1795647460\n");
    const Played played{folder};
    REQUIRE(played.recorded.said.size() == 6);
    CHECK(played.recorded.said[0] == "0 a 1");
    CHECK(played.recorded.said[2] == "30.5 a 2");
    CHECK(played.recorded.said[4] == "40 a 3");
}

TEST_CASE("exposition recording: a dump by series is played by time", "[recordings]") {
    const test::TemporaryFolder folder;
    folder.write("dump.om",
                 "a 1 1795647420.0\na 2 1795647430.0\nb 3 1795647420.0\nb 4 1795647430.0\n# EOF\n");
    const Played played{folder};
    CHECK(played.recorded.said == Lines{"0 a 1", "0 b 3", "10 a 2", "10 b 4"});
}

TEST_CASE("exposition recording: mapped metrics give our signals, and keep their own name",
          "[recordings]") {
    const test::TemporaryFolder folder;
    folder.write("1795647420.prom", "size{m=\"/\"} 10\nfree{m=\"/\"} 4\n");
    const Played played{folder,
                        SignalMap::parse({{"map",
                                           "[signals.\"d.space.used_bytes\"]\nvalue = \"size - "
                                           "free\"\nlabels = { mount = \"{m}\" }\n"}})
                            .value()};
    CHECK(played.recorded.said ==
          Lines{"0 size{m=\"/\"} 10", "0 free{m=\"/\"} 4", "0 d.space.used_bytes{mount=\"/\"} 6"});
}

TEST_CASE("exposition recording: a real node_exporter becomes what the stock pack watches",
          "[recordings]") {
    std::ifstream page{FORESHOCK_SOURCE_DIR "/tests/collectors/checks/fixtures/node_exporter.txt"};
    std::ostringstream text;
    text << page.rdbuf();
    const test::TemporaryFolder folder;
    folder.write("1795647420.prom", text.str());
    folder.write("1795647430.prom", text.str());
    const auto map = detectors::read_pack_texts({FORESHOCK_SOURCE_DIR "/packaging/maps"});
    REQUIRE(map);
    const Played played{folder, SignalMap::parse(*map).value()};
    CHECK(played.recorded.error.empty());
    const auto says = [&played](const std::string& part) {
        return std::any_of(played.recorded.said.begin(), played.recorded.said.end(),
                           [&part](const auto& line) { return line.starts_with(part); });
    };
    for (const char* signal :
         {"0 filesystem.space.used_bytes{", "0 filesystem.space.size_bytes{",
          "0 memory.ram.used_bytes ", "0 memory.ram.total_bytes ", "0 kernel.files.open_count ",
          "0 kernel.conntrack.used_count ", "0 load.average.per_core_ratio ",
          "10 cpu.pressure.some_avg10 ", "10 network.receive.errors_per_second{interface=",
          "10 vmstat.oom.kills_count ", "10 softnet.packets.dropped_per_second "}) {
        INFO(signal);
        CHECK(says(signal));
    }
}

TEST_CASE("exposition recording: scrapes that go back in time are left out and counted",
          "[recordings]") {
    const test::TemporaryFolder folder;
    folder.write("a.txt", "a 1 1795647430\n# EOF\na 2 1795647420\n# EOF\na 3 1795647440\n");
    const Played played{folder};
    CHECK(played.recorded.said == Lines{"10 a 1", "20 a 3"});
    CHECK(played.recording.counts().out_of_order == 1);
}

TEST_CASE("exposition recording: what is none of the format, or tells no time, is named",
          "[recordings]") {
    const test::TemporaryFolder folder;
    folder.write("page", "<html>\n");
    CHECK(Played{folder}.recorded.error ==
          folder.path() + "/page: scrape 1 is not in Prometheus' text format");
    folder.write("page", "a 1\n# EOF\na 2\n# EOF\n");
    CHECK(Played{folder}.recorded.error.starts_with(folder.path() +
                                                    "/page: scrape 2 tells no time; put"));
}

TEST_CASE("exposition recording: broken lines are counted and the rest is played", "[recordings]") {
    const test::TemporaryFolder folder;
    folder.write("1795647420.prom", "a 1\nb{ 2\nc{d} 3\n\n");
    const Played played{folder};
    CHECK(played.recorded.said == Lines{"0 a 1"});
    CHECK(played.recording.counts().malformed == 2);
}

TEST_CASE("exposition recording: scrapes are found across the blocks of a large file",
          "[recordings]") {
    const test::TemporaryFolder folder;
    std::string text;
    for (int scrape = 0; scrape < 40; ++scrape) {
        const std::string at = std::to_string(1795647420 + scrape);
        for (int series = 0; series < 700; ++series)
            text += "metric_number{i=\"" + std::to_string(series) + "\"} 1 " + at + "\n";
        text += "# EOF\n";
    }
    folder.write("large.txt", text);
    const Played played{folder};
    CHECK(played.recorded.error.empty());
    CHECK(played.recorded.moments.size() == 40);
    CHECK(played.recorded.said.size() == 28000);
}
