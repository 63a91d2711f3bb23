#include "collectors/system/time.hpp"

#include <map>

#include <catch2/catch.hpp>

#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

struct FakeClock final : KernelClock {
    explicit FakeClock(Result<ClockReading>& told) : reading(told) {}

    Result<ClockReading> read() override { return reading; }

    Result<ClockReading>& reading;
};

class FakeRun final : public RunningCommand {
public:
    explicit FakeRun(CommandOutput output) : output_(std::move(output)) {}

    std::optional<Result<CommandOutput>> poll() override {
        if (!asked_) {
            asked_ = true;
            return std::nullopt;
        }
        return Result<CommandOutput>{output_};
    }

private:
    CommandOutput output_;
    bool asked_ = false;
};

/// Answers by the last argument; no program otherwise.
class FakeCommands final : public CommandRunner {
public:
    Result<std::unique_ptr<RunningCommand>> start(Command command) override {
        ++started;
        const auto found = answers.find(command.arguments.back());
        if (found == answers.end()) return fail(Errc::no_data, "no such program");
        return std::make_unique<FakeRun>(found->second);
    }

    std::map<std::string, CommandOutput> answers;
    std::size_t started = 0;
};

struct TimeBench : test::CollectorBench {
    TimeBench() {
        commands = &programs;
        reading->synchronised = true;
        collector =
            std::move(*make_time_with({host, space, watch, {100, 4096}, commands, nullptr, lines},
                                      std::make_unique<FakeClock>(reading)));
    }

    Result<ClockReading> reading = ClockReading{};
    FakeCommands programs;
};

TEST_CASE("time: what the kernel knows of its clock is told", "[collectors][time]") {
    TimeBench bench;
    bench.reading->offset_seconds = -0.25;
    bench.reading->estimated_error_seconds = 0.5;
    bench.reading->maximum_error_seconds = 2;
    bench.reading->frequency_ratio = 1e-6;
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("time.clock.offset_seconds") == -0.25);
    CHECK(bench.sink.value("time.clock.estimated_error_seconds") == 0.5);
    CHECK(bench.sink.value("time.clock.maximum_error_seconds") == 2);
    CHECK(bench.sink.value("time.clock.frequency_ratio") == 1e-6);
    CHECK(bench.sink.value("time.clock.synchronised") == 1);
    CHECK(bench.sink.value("time.clock.leap_pending") == 0);
    CHECK_FALSE(bench.sink.has("time.clock.step_seconds"));
    CHECK_FALSE(bench.sink.has("time.timesyncd.synchronised"));
}

TEST_CASE("time: a clock that is set is a step, a suspended host is none", "[collectors][time]") {
    TimeBench bench;
    REQUIRE(bench.tick());
    bench.reading->realtime_seconds = 3600;
    bench.reading->boottime_seconds = 3600;
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("time.clock.step_seconds") == 0);
    bench.reading->realtime_seconds += 10 - 60;
    bench.reading->boottime_seconds += 10;
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("time.clock.step_seconds") == -60);
}

TEST_CASE("time: a kernel that does not let us look is an error", "[collectors][time]") {
    TimeBench bench;
    bench.reading = fail(Errc::unreadable, "adjtimex: Operation not permitted");
    CHECK(bench.tick().error().code == Errc::unreadable);
}

TEST_CASE("time: chrony is asked once a minute and its answers are told", "[collectors][time]") {
    TimeBench bench;
    bench.programs.answers["tracking"].output =
        "A29FC87B,192.0.2.1,4,1764096000.1,-0.5,0.1,0.1,-12.3,0.001,0.04,0.25,0.125,64.5,Normal\n";
    bench.programs.answers["sources"].output =
        "^,*,192.0.2.1,3,10,377,32,-0.1,-0.1,0.02\n^,?,192.0.2.2,0,6,0,99,0.0,0.0,0.0\n";
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("time.reference.stratum_count"));
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("time.reference.stratum_count") == 4);
    CHECK(bench.sink.value("time.reference.offset_seconds") == -0.5);
    CHECK(bench.sink.value("time.reference.root_delay_seconds") == 0.25);
    CHECK(bench.sink.value("time.reference.root_dispersion_seconds") == 0.125);
    CHECK(bench.sink.value("time.reference.synchronised") == 1);
    CHECK(bench.sink.value("time.sources.configured_count") == 2);
    CHECK(bench.sink.value("time.sources.reachable_count") == 1);
    CHECK(bench.sink.value("time.sources.selected_count") == 1);
    CHECK(bench.sink.value("time.sources.false_count") == 0);
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("time.reference.stratum_count"));
    CHECK(bench.programs.started == 2);
    REQUIRE(bench.tick(std::chrono::seconds{60}));
    CHECK(bench.programs.started == 4);
}

TEST_CASE("time: a host without chrony, or where it does not run, is as it should be",
          "[collectors][time]") {
    TimeBench bench;
    REQUIRE(bench.tick());
    bench.programs.answers["tracking"] = {1, "506 Cannot talk to daemon\n", ""};
    REQUIRE(bench.tick(std::chrono::seconds{61}));
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("time.reference") == 0);
}

TEST_CASE("time: what chrony says and nobody understands is an error", "[collectors][time]") {
    TimeBench bench;
    bench.programs.answers["sources"].output = "something else\n";
    REQUIRE(bench.tick());
    CHECK(bench.tick().error().code == Errc::malformed);
    CHECK(bench.sink.has("time.clock.synchronised"));
}

TEST_CASE("time: timesyncd leaves a file when it has set the clock", "[collectors][time]") {
    TimeBench bench;
    bench.host.files["run/systemd/timesync/other"] = "";
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("time.timesyncd.synchronised") == 0);
    bench.host.files["run/systemd/timesync/synchronized"] = "";
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("time.timesyncd.synchronised") == 1);
}

TEST_CASE("time: the running kernel's clock can be read or says why not", "[collectors][time]") {
    const auto reading = running_kernel_clock()->read();
    if (!reading) {
        CHECK(reading.error().code == Errc::unreadable);
    } else {
        CHECK(reading->boottime_seconds > 0);
        CHECK(reading->realtime_seconds > 1.7e9);
    }
}

}  // namespace
}  // namespace foreshock::collectors
