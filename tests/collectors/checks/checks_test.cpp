#include "collectors/checks/checks.hpp"

#include "loopback.hpp"
#include "stub_background.hpp"
#include <catch2/catch.hpp>

#include "collectors/checks/catalog.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::collectors {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// Commands whose outcome the test sets.
class StubCommands final : public CommandRunner {
public:
    Result<std::unique_ptr<RunningCommand>> start(Command command) override {
        asked.push_back(std::move(command));
        if (!starts) return fail(Errc::no_data, "check_x: no such program");
        return std::make_unique<Run>(*this);
    }

    std::vector<Command> asked;
    std::optional<Result<CommandOutput>> outcome;
    bool starts = true;

private:
    class Run final : public RunningCommand {
    public:
        explicit Run(const StubCommands& commands) : commands_(commands) {}

        std::optional<Result<CommandOutput>> poll() override { return commands_.outcome; }

    private:
        const StubCommands& commands_;
    };
};

struct Bench {
    explicit Bench(std::vector<CheckSettings> checks) {
        bench.watch.checks = std::move(checks);
        bench.background = &background;
        bench.commands = &commands;
        bench.make("checks", checks_catalog());
    }

    /// Begins a question, answers it, and collects the answer.
    void round() {
        REQUIRE(bench.tick());
        background.run_all();
        REQUIRE(bench.tick());
    }

    [[nodiscard]] std::string fact(const std::string& name) const {
        std::vector<Fact> facts;
        bench.collector->add_facts(facts);
        for (const Fact& fact : facts) {
            if (fact.name == name) return fact.value;
        }
        return "none";
    }

    test::StubBackground background;
    StubCommands commands;
    test::CollectorBench bench{{{"etc/resolv.conf", "nameserver 127.0.0.1\n"}}};
};

CheckSettings tcp_check(std::uint16_t port) {
    CheckSettings check;
    check.name = "shop";
    check.target = TcpTarget{"127.0.0.1", port};
    return check;
}

CheckSettings plugin_check() {
    CheckSettings check;
    check.name = "load";
    check.target = PluginTarget{{"check_load", "-w", "5"}};
    return check;
}

TEST_CASE("checks: none configured is no data", "[collectors][checks]") {
    Bench bench{{}};
    const auto collected = bench.bench.tick();
    REQUIRE_FALSE(collected);
    CHECK(collected.error().code == Errc::no_data);
}

TEST_CASE("checks: a port that accepts is up, with the time it took", "[collectors][checks]") {
    const auto [listener, port] = test::bound_socket(SOCK_STREAM);
    Bench bench{{tcp_check(port)}};
    CHECK(bench.fact("check.shop") == "not asked yet");
    bench.round();
    const std::string labels = R"({check="shop",type="tcp"})";
    CHECK(bench.bench.sink.value("check.probe.up" + labels) == 1.0);
    CHECK(bench.bench.sink.value("check.probe.able" + labels) == 1.0);
    CHECK(bench.bench.sink.value("check.probe.relapse_count" + labels) == 0.0);
    CHECK(*bench.bench.sink.value("check.probe.duration_seconds" + labels) > 0);
    CHECK(bench.fact("check.shop") == "up");
}

TEST_CASE("checks: a port where nobody listens is down, and the reason is told",
          "[collectors][checks]") {
    Bench bench{{tcp_check(test::free_port(SOCK_STREAM))}};
    bench.round();
    CHECK(bench.bench.sink.value(R"(check.probe.up{check="shop",type="tcp"})") == 0.0);
    CHECK(bench.bench.sink.count("check.probe.duration_seconds") == 0);
    CHECK_THAT(bench.fact("check.shop"),
               Catch::StartsWith("failing: 127.0.0.1 port") && Catch::Contains("refused"));
}

TEST_CASE("checks: each is asked at its own pace, and answers come once", "[collectors][checks]") {
    Bench bench{{tcp_check(1)}};
    bench.round();
    CHECK(bench.background.started == 1);
    REQUIRE(bench.bench.tick());
    CHECK(bench.bench.sink.values.empty());
    REQUIRE(bench.bench.tick(seconds{57}));
    CHECK(bench.background.started == 1);
    REQUIRE(bench.bench.tick(seconds{1}));
    CHECK(bench.background.started == 2);
}

TEST_CASE("checks: what never answers is down, once in a while, and not asked twice",
          "[collectors][checks]") {
    Bench bench{{tcp_check(1)}};
    REQUIRE(bench.bench.tick());
    REQUIRE(bench.bench.tick(seconds{39}));
    CHECK(bench.bench.sink.values.empty());
    REQUIRE(bench.bench.tick(seconds{1}));
    CHECK(bench.bench.sink.value(R"(check.probe.up{check="shop",type="tcp"})") == 0.0);
    CHECK_THAT(bench.fact("check.shop"), Catch::Contains("no answer"));
    REQUIRE(bench.bench.tick(seconds{30}));
    CHECK(bench.bench.sink.values.empty());
    CHECK(bench.background.started == 1);
    bench.background.run_all();
    REQUIRE(bench.bench.tick(seconds{1}));
    CHECK(bench.background.started == 2);
    CHECK_THAT(bench.fact("check.shop"), !Catch::Contains("no answer"));
}

TEST_CASE("checks: when the host cannot ask for long, it says so and blames nobody",
          "[collectors][checks]") {
    Bench bench{{tcp_check(1)}};
    bench.background.refuses = true;
    REQUIRE(bench.bench.tick());
    REQUIRE(bench.bench.tick(seconds{29}));
    CHECK(bench.bench.sink.values.empty());
    REQUIRE(bench.bench.tick(seconds{1}));
    CHECK(bench.bench.sink.value(R"(check.probe.able{check="shop",type="tcp"})") == 0.0);
    CHECK(bench.bench.sink.count("check.probe.up") == 0);
    CHECK(bench.fact("check.shop") == "not asked: too many others are stuck");
    bench.background.refuses = false;
    bench.round();
    CHECK(bench.bench.sink.count("check.probe.up") == 1);
}

TEST_CASE("checks: a file is judged by age and size", "[collectors][checks]") {
    const test::TemporaryFolder folder;
    folder.write("backup", "12345");
    CheckSettings check;
    check.name = "backup";
    check.target = FileTarget{folder.path() + "/backup", {}, 5.0, 5.0};
    CheckSettings large = check;
    large.name = "large";
    std::get<FileTarget>(large.target).bytes_min = 6.0;
    CheckSettings missing = check;
    missing.name = "missing";
    std::get<FileTarget>(missing.target).path += ".gone";
    CheckSettings old = check;
    old.name = "old";
    std::get<FileTarget>(old.target).age_max = seconds{1};
    Bench bench{{check, large, missing, old}};
    // The bench's clock stands long after the file was written, or long before.
    bench.bench.clock.set(std::chrono::time_point_cast<Duration>(std::chrono::file_clock::to_sys(
                              std::filesystem::last_write_time(folder.path() + "/backup"))) +
                          minutes{5});
    bench.round();
    const auto& sink = bench.bench.sink;
    CHECK(sink.value(R"(check.probe.up{check="backup",type="file"})") == 1.0);
    CHECK(sink.value(R"(check.file.size_bytes{check="backup",type="file"})") == 5.0);
    CHECK(*sink.value(R"(check.file.age_seconds{check="backup",type="file"})") ==
          Approx(301).margin(0.01));
    CHECK(sink.value(R"(check.probe.up{check="large",type="file"})") == 0.0);
    CHECK_THAT(bench.fact("check.large"), Catch::Contains("expected at least"));
    CHECK(sink.value(R"(check.file.exists{check="missing",type="file"})") == 0.0);
    CHECK(sink.value(R"(check.probe.up{check="missing",type="file"})") == 0.0);
    CHECK(sink.value(R"(check.probe.up{check="old",type="file"})") == 0.0);
    CHECK_THAT(bench.fact("check.old"), Catch::Contains("last written"));
}

TEST_CASE("checks: a plugin's state, words and values are told", "[collectors][checks]") {
    Bench bench{{plugin_check()}};
    REQUIRE(bench.bench.tick());
    REQUIRE(bench.commands.asked.size() == 1);
    CHECK(bench.commands.asked[0].arguments.size() == 3);
    CHECK(bench.commands.asked[0].deadline == seconds{10});
    REQUIRE(bench.bench.tick());
    CHECK(bench.bench.sink.values.empty());
    bench.commands.outcome = CommandOutput{
        2, "LOAD CRITICAL - 12.0|load1=12;5;10;0; time=3ms;;;;500 free=7;20:;10:\n", ""};
    REQUIRE(bench.bench.tick());
    const auto& sink = bench.bench.sink;
    CHECK(sink.value(R"(check.probe.up{check="load",type="plugin"})") == 0.0);
    CHECK(sink.value(R"(check.plugin.state{check="load",type="plugin"})") == 2.0);
    CHECK(sink.value(R"(check.plugin.value_count{check="load",value="load1"})") == 12.0);
    CHECK(sink.value(R"(check.plugin.warning_count{check="load",value="load1"})") == 5.0);
    CHECK(sink.value(R"(check.plugin.limit_count{check="load",value="load1"})") == 10.0);
    CHECK(*sink.value(R"(check.plugin.limit_count{check="load",unit="s",value="time"})") ==
          Approx(0.5));
    CHECK(sink.count(R"(check.plugin.limit_count{check="load",value="free")") == 0);
    CHECK(bench.fact("check.load") == "failing: LOAD CRITICAL - 12.0");
}

TEST_CASE("checks: a plugin that only warns is up, and its words stay until its state changes",
          "[collectors][checks]") {
    Bench bench{{plugin_check()}};
    bench.commands.outcome = CommandOutput{1, "LOAD WARNING - 6.0\n", ""};
    bench.round();
    CHECK(bench.bench.sink.value(R"(check.probe.up{check="load",type="plugin"})") == 1.0);
    CHECK(bench.fact("check.load") == "up: LOAD WARNING - 6.0");
    bench.commands.outcome = CommandOutput{1, "LOAD WARNING - 6.5\n", ""};
    REQUIRE(bench.bench.tick(minutes{1}));
    REQUIRE(bench.bench.tick());
    CHECK(bench.fact("check.load") == "up: LOAD WARNING - 6.0");
    bench.commands.outcome = CommandOutput{0, "LOAD OK - 1.0\n", ""};
    REQUIRE(bench.bench.tick(minutes{1}));
    REQUIRE(bench.bench.tick());
    CHECK(bench.fact("check.load") == "up: LOAD OK - 1.0");
}

TEST_CASE("checks: a plugin that is killed or crashes is unknown, one that is missing is not asked",
          "[collectors][checks]") {
    Bench bench{{plugin_check()}};
    bench.commands.outcome = fail(Errc::unavailable, "check_load: killed after 10s");
    bench.round();
    CHECK(bench.bench.sink.value(R"(check.plugin.state{check="load",type="plugin"})") == 3.0);
    CHECK(bench.fact("check.load") == "failing: check_load: killed after 10s");
    bench.commands.outcome = CommandOutput{127, "", "sh: not found"};
    REQUIRE(bench.bench.tick(minutes{1}));
    REQUIRE(bench.bench.tick());
    CHECK(bench.bench.sink.value(R"(check.plugin.state{check="load",type="plugin"})") == 3.0);
    bench.commands.starts = false;
    REQUIRE(bench.bench.tick(minutes{2}));
    CHECK(bench.bench.sink.value(R"(check.probe.able{check="load",type="plugin"})") == 0.0);
    CHECK(bench.bench.sink.count("check.probe.up") == 0);
    CHECK(bench.fact("check.load") == "not asked: check_x: no such program");
}

TEST_CASE("checks: values of a plugin that are gone are forgotten", "[collectors][checks]") {
    CheckReport report{plugin_check()};
    test::RecordingSink sink;
    report.add({0, parse_plugin_output("OK|a=1 b=2")}, sink);
    CHECK(sink.count("check.plugin.value_count") == 2);
    sink.clear();
    report.add({0, parse_plugin_output("OK|b=2")}, sink);
    CHECK(sink.count("check.plugin.value_count") == 1);
    const std::size_t asked = sink.asked;
    sink.clear();
    report.add({0, parse_plugin_output("OK|b=3")}, sink);
    CHECK(sink.asked == asked);
}

TEST_CASE("checks: a dead name server is told beside those that answer", "[collectors][checks]") {
    CheckSettings check;
    check.name = "names";
    check.target = DnsTarget{"localhost", {}};
    CheckReport report{check};
    test::RecordingSink sink;
    ProbeOutcome outcome;
    outcome.name_servers = {{"192.0.2.1", "", 0.02, {}, {}},
                            {"192.0.2.2", "no answer in 2s", 2, {}, {}}};
    report.add(outcome, sink);
    CHECK(sink.value(R"(check.probe.up{check="names",type="dns"})") == 1.0);
    CHECK(sink.value(R"(check.name_server.up{check="names",server="192.0.2.1"})") == 1.0);
    CHECK(sink.value(R"(check.name_server.up{check="names",server="192.0.2.2"})") == 0.0);
    CHECK(sink.count("check.name_server.duration_seconds") == 1);
    CHECK(sink.value(R"(check.name_server.up_count{check="names",type="dns"})") == 1.0);
    CHECK(sink.value(R"(check.name_server.configured_count{check="names",type="dns"})") == 2.0);
    CHECK(report.state() == "up; name server 192.0.2.2: no answer in 2s");
}

TEST_CASE("checks: each loss between answers of a name server counts, and each answer",
          "[collectors][checks]") {
    CheckSettings check;
    check.name = "names";
    check.target = DnsTarget{"shop.example", {}, "192.0.2.1"};
    CheckReport report{check};
    test::RecordingSink sink;
    ProbeOutcome outcome;
    outcome.questions_answered = {true, false, false, true};
    outcome.more_answers = {false};
    report.add(outcome, sink);
    CHECK(sink.value(R"(check.dns.loss_count{check="names",type="dns"})") == 1.0);
    CHECK(sink.value(R"(check.probe.relapse_count{check="names",type="dns"})") == 1.0);
    sink.clear();
    report.add(outcome, sink);
    CHECK(sink.value(R"(check.dns.loss_count{check="names",type="dns"})") == 2.0);
    CHECK(sink.value(R"(check.probe.relapse_count{check="names",type="dns"})") == 2.0);
    sink.clear();
    report.add(ProbeOutcome{}, sink);
    CHECK(sink.count("check.dns.loss_count") == 0);
}

TEST_CASE("checks: the words of a state have a bound and are text", "[collectors][checks]") {
    CheckReport report{tcp_check(1)};
    test::RecordingSink sink;
    ProbeOutcome outcome;
    outcome.failure = "\xff\n" + std::string(1000, 'x');
    report.add(outcome, sink);
    CHECK(report.state().starts_with("failing: ??x"));
    CHECK(report.state().size() == CheckReport::state_bytes_max);
}

}  // namespace
}  // namespace foreshock::collectors
