#include "server/app/sample_watch_configuration.hpp"

#include <catch2/catch.hpp>

#include "server/app/configuration_file.hpp"

namespace foreshock::app {
namespace {

TEST_CASE("sample watch configuration: signals, groups and times take effect",
          "[app][sample_watch]") {
    Configuration configuration;
    REQUIRE(read_toml(R"(
        [peers]
        signals = ["cpu.time.busy_ratio", "disk.queue.depth_count"]
        group_by = ["rack"]
        peers_min = 7
        [silence]
        silent_min = "30m"
    )",
                      "server.toml", configuration));
    const incidents::PeersSettings& peers = configuration.sample_watch.peers;
    CHECK(peers.signals == std::vector<incidents::PeerSignal>{{"cpu.time.busy_ratio", 0.2},
                                                              {"disk.queue.depth_count", 0}});
    CHECK(peers.group_by == std::vector<std::string>{"rack"});
    CHECK(peers.peers_min == 7);
    CHECK(configuration.sample_watch.silence.silent_min == std::chrono::minutes{30});
    Configuration after;
    REQUIRE(read_toml(to_toml(configuration), "again.toml", after));
    CHECK(to_toml(after) == to_toml(configuration));
}

TEST_CASE("sample watch configuration: complaints name place and key", "[app][sample_watch]") {
    const std::pair<const char*, const char*> rows[] = {
        {"[peers]\nsignals = [\"a b\"]", "server.toml:2:11: peers.signals: must be at most 16"},
        {"[peers]\ngroup_by = [\"\"]", "server.toml:2:12: peers.group_by: must be names of labels"},
        {"[peers]\npeers_min = 2", "peers.peers_min: must be a whole number from 3"},
        {"[silence]\nsilent = 1", "silence.silent: is unknown here"}};
    for (const auto& [toml, words] : rows) {
        CAPTURE(toml);
        Configuration ignored;
        const Result<void> done = read_toml(toml, "server.toml", ignored);
        REQUIRE_FALSE(done);
        CHECK_THAT(done.error().what, Catch::Contains(words));
    }
}

}  // namespace
}  // namespace foreshock::app
