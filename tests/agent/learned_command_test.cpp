#include "agent/learned_command.hpp"

#include <thread>

#include "recording_log.hpp"
#include <asio.hpp>
#include <catch2/catch.hpp>

#include "agent/learned_text.hpp"
#include "agent/record_file.hpp"
#include "agent/status_socket.hpp"
#include "tests/support/agent_world.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::agent;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using test::TemporaryFolder;

namespace {

const TimePoint start = from_unix_ms(1'790'000'000'000);

/// An agent whose limit of the load is learned.
struct World : test::AgentWorld {
    World() {
        pack_text.replace(pack_text.find("enter = 50"), 10,
                          "enter = { learned = \"p99\", after = \"1d\", default = 50, floor = 20, "
                          "ceiling = 90 }");
        config.interval = minutes{1};
    }

    void begin() { start(log, "", folder.path() + "/learned"); }

    /// A tick a minute, which is much faster than `run`.
    void live(Duration span) {
        for (const TimePoint end = clock.now() + span; clock.now() < end;) {
            pass(minutes{1});
            agent->tick();
            server.serve();
        }
    }

    [[nodiscard]] std::string summary() const {
        const auto states = agent->learned();
        return states.empty() ? "" : states[0].learned.summary;
    }

    TemporaryFolder folder;
    test::RecordingLog log;
};

KeptState state_of(const std::string& kind, const Labels& labels) {
    KeptState state{{kind, {"a.b.c", labels}, 1, "state", "usual \"1\" to 2"}, "settings"};
    state.learned.since = start;
    state.learned.kept_at = start + hours{2};
    return state;
}

std::vector<KeptState> three() {
    return {state_of("load.high", {}), state_of("disk.slow", Labels{{"disk", "vdb"}}),
            state_of("disk.slow", Labels{{"disk", "vda"}})};
}

std::string obey(const std::vector<std::string>& words, const std::string& state,
                 bool json = false) {
    const auto command = parse_learned(words, json);
    REQUIRE(command);
    const auto text = obey_learned(*command, state, start + hours{26});
    return text ? *text : "error: " + text.error().what;
}

}  // namespace

TEST_CASE("learned command: only what makes sense is understood", "[agent][learned]") {
    CHECK(parse_learned({}, true).value().json);
    CHECK(parse_learned({"reset"}, false).value().act == LearnedCommand::Act::reset);
    CHECK(parse_learned({"reset", "k", "s"}, false).value().subject == "s");
    CHECK(parse_learned({"export", "f"}, false).value().file == "f");
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"export"}, {"import"}, {"show"}, {"reset", "k", "s", "x"}, {"export", "f", "g"}}) {
        const auto command = parse_learned(words, false);
        REQUIRE_FALSE(command);
        CHECK(command.error().code == Errc::invalid);
    }
}

TEST_CASE("learned command: the table has a line per state, sorted", "[agent][learned]") {
    const std::string table = learned_table(three(), start + hours{26});
    CHECK(
        table.starts_with("KIND       SUBJECT            SINCE              AGE      SUMMARY\n"
                          "disk.slow  a.b.c{disk=\"vda\"}  2026-09-21T14:13Z  1 d 2 h  usual"));
    CHECK(table.find("vda") < table.find("vdb"));
    CHECK(table.find("vdb") < table.find("load.high"));
    CHECK(learned_table({}, start) == "nothing is learned yet\n");
}

TEST_CASE("learned command: JSON is JSON", "[agent][learned]") {
    const std::string json = learned_json({three()[1]}, start + hours{26});
    CHECK(json ==
          "[\n{\"kind\":\"disk.slow\",\"subject\":\"a.b.c{disk=\\\"vdb\\\"}\","
          "\"signal\":\"a.b.c\",\"labels\":{\"disk\":\"vdb\"},"
          "\"summary\":\"usual \\\"1\\\" to 2\",\"since\":\"2026-09-21T14:13:20.000Z\","
          "\"kept_at\":\"2026-09-21T16:13:20.000Z\",\"age_seconds\":93600,\"state_bytes\":5}\n]\n");
    CHECK(learned_json({}, start) == "[]\n");
}

TEST_CASE("learned command: without an agent it works on the file", "[agent][learned]") {
    TemporaryFolder folder;
    CHECK(obey({}, folder.path()) == "nothing is learned yet\n");
    CHECK(obey({}, folder.path(), true) == "[]\n");
    folder.write("learned", encode_learned(three()).bytes);
    CHECK(obey({}, folder.path()) == learned_table(three(), start + hours{26}));
    const std::string file = folder.path() + "/exported";
    CHECK(obey({"export", file}, folder.path()) == "3 states are in " + file + "\n");
    CHECK(obey({"reset", "disk.slow", "a.b.c{disk=\"vda\"}"}, folder.path()) ==
          "1 state is forgotten\n");
    CHECK(obey({"reset", "disk.slow"}, folder.path()) == "1 state is forgotten\n");
    CHECK(obey({"reset", "disk.slow"}, folder.path()) == "0 states are forgotten\n");
    CHECK(read_learned(folder.path() + "/learned").value().size() == 1);
    CHECK(obey({"import", file}, folder.path()) == "3 of 3 states are taken in\n");
    CHECK(obey({}, folder.path()) == learned_table(three(), start + hours{26}));
    CHECK(obey({"reset"}, folder.path()) == "3 states are forgotten\n");
    folder.write("learned", "torn");
    CHECK(obey({}, folder.path()).starts_with("error: "));
    CHECK(obey({"import", file}, folder.path()) == "3 of 3 states are taken in\n");
    CHECK(obey({"reset"}, folder.path()) == "3 states are forgotten\n");
    folder.write("bad", "nonsense");
    CHECK(obey({"import", folder.path() + "/bad"}, folder.path()).starts_with("error: "));
    CHECK(obey({"import", folder.path() + "/none"}, folder.path()).starts_with("error: "));
}

TEST_CASE("learned command: a running agent answers, forgets and takes in", "[agent][learned]") {
    World world;
    world.begin();
    world.set_load(40);
    world.live(hours{49});
    CHECK(world.summary().find("usual at this host: ") == 0);
    const auto bytes = answer_request(*world.agent, "learned\n");
    CHECK(decode_learned(bytes).value().size() == 1);
    CHECK(answer_request(*world.agent, "").find("learned states kept: 1") != std::string::npos);
    CHECK(answer_request(*world.agent, "learned reset\tother.kind\t\n") ==
          "0 states are forgotten\n");
    CHECK(answer_request(*world.agent, "learned reset\tload.high\tload.average.one_minute\n") ==
          "1 state is forgotten\n");
    CHECK(world.summary().empty());
    CHECK(read_learned(world.folder.path() + "/learned").value().empty());
    world.live(minutes{5});
    CHECK(world.summary().find("first day") != std::string::npos);
    CHECK(answer_request(*world.agent, "learned import\n" + bytes) ==
          "1 of 1 states are taken in\n");
    world.live(minutes{5});
    CHECK(world.summary().find("usual at this host: ") == 0);
    CHECK(answer_request(*world.agent, "learned import\njunk").starts_with("refused: "));
}

TEST_CASE("agent: what was learned survives a restart and a reload", "[agent][learned]") {
    World world;
    world.begin();
    world.set_load(40);
    world.live(hours{49});
    const std::string before = world.summary();
    REQUIRE(before.find(", in the pack 50") != std::string::npos);

    world.agent->say_goodbye(Goodbye::stop);
    world.begin();
    world.live(minutes{2});
    CHECK(world.summary() == before);

    world.pack_text +=
        "\n[kinds.\"load.higher\"]\nengine = \"level\"\ncategory = \"compute\"\n"
        "component = \"x\"\ndisruption = \"y\"\noccurring = \"z\"\n"
        "level = { signal = \"a.b.c\", warning = { enter = 1, hold_for = \"1m\" } }\n";
    REQUIRE(world.agent->reload(world.orders()));
    world.live(minutes{2});
    CHECK(world.summary() == before);

    world.pack_text.replace(world.pack_text.find("default = 50"), 12, "default = 51");
    REQUIRE(world.agent->reload(world.orders()));
    world.live(minutes{2});
    CHECK(world.summary().find("first day") != std::string::npos);
}

TEST_CASE("agent: what was learned survives that the dictionary is full", "[agent][learned]") {
    World world;
    world.only({"load", "disk"});
    world.begin();
    world.set_load(40);
    world.live(hours{25});
    REQUIRE(world.summary().find("usual at this host: ") == 0);
    for (int tick = 0; world.log.count("the dictionary of series is full") == 0; ++tick) {
        REQUIRE(tick < 2000);
        std::string disks;
        for (int i = 0; i < 64; ++i)
            disks += " 8 0 sd" + std::to_string(tick / 2 * 64 + i) + " 1 2 3 4 5 6 7 8 9 10 11\n";
        world.host.files["proc/diskstats"] = disks;
        world.live(minutes{1});
    }
    world.host.files.erase("proc/diskstats");
    world.live(minutes{2});
    CHECK(world.summary().find("usual at this host: ") == 0);
}

TEST_CASE("agent: it keeps what it learned every ten minutes, and not more often",
          "[agent][learned]") {
    World world;
    world.begin();
    const std::string file = world.folder.path() + "/learned";
    world.live(minutes{9});
    CHECK(read_learned(file).error().code == Errc::no_data);
    world.live(minutes{3});
    REQUIRE(read_learned(file));
    const auto kept_at = [&file] { return read_learned(file).value().at(0).learned.kept_at; };
    const TimePoint first = kept_at();
    world.live(minutes{8});
    CHECK(kept_at() == first);
    world.live(minutes{3});
    CHECK(kept_at() == first + minutes{10});
}

TEST_CASE("agent: no tick saves more of what was learned than its part", "[agent][learned]") {
    constexpr std::size_t kinds = 3 * Agent::learned_per_tick + 1;
    World world;
    const std::string one = world.pack_text;
    world.pack_text.clear();
    for (std::size_t i = 0; i < kinds; ++i) {
        std::string text = one;
        for (auto at = text.find("load.high"); at != text.npos; at = text.find("load.high", at + 9))
            text.replace(at, 9, "load.high" + std::to_string(i));
        world.pack_text += text;
    }
    world.begin();
    const std::string file = world.folder.path() + "/learned";
    world.live(minutes{10});
    // Three ticks take their part, the fourth the rest.
    for (int tick = 0; tick < 3; ++tick) {
        world.live(minutes{1});
        CHECK(read_learned(file).error().code == Errc::no_data);
    }
    world.live(minutes{1});
    CHECK(read_learned(file).value().size() == kinds);
    world.live(minutes{9});
    // A reload in the midst begins anew, with nothing lost.
    world.live(minutes{2});
    REQUIRE(world.agent->reload(world.orders()));
    world.pack_text += "# another text\n";
    REQUIRE(world.agent->reload(world.orders()));
    world.live(minutes{4});
    const auto states = read_learned(file).value();
    CHECK(states.size() == kinds);
    CHECK(world.clock.now() - states.back().learned.kept_at < minutes{5});
}

TEST_CASE("status socket: who asks is answered, who says nothing gets the status",
          "[agent][status][threads]") {
    TemporaryFolder folder;
    const std::string path = folder.path() + "/status.sock";
    asio::io_context loop;
    StatusSocket socket{loop, path, 10,
                        [](std::string_view request) { return "heard " + std::string{request}; }};
    REQUIRE(socket.error().empty());
    std::thread server{[&loop] { loop.run_for(seconds{20}); }};
    CHECK(ask(path, "learned\n").value() == "heard learned\n");
    CHECK(ask_status(path).value() == "heard ");
    CHECK(ask(path, "ten bytes.").value() == "heard ten bytes.");
    const auto longer = ask(path, "eleven bytes");
    CHECK((!longer || longer->empty()));
    asio::io_context ours;
    asio::local::stream_protocol::socket silent{ours};
    silent.connect({path});
    std::string text;
    asio::error_code ended;
    asio::read(silent, asio::dynamic_buffer(text), ended);
    CHECK(text == "heard ");
    loop.stop();
    server.join();
    CHECK(ask(folder.path() + "/none", "x").error().code == Errc::unavailable);
}
