#include "agent/command_processes.hpp"

#include <csignal>
#include <fstream>

#include <catch2/catch.hpp>
#include <poll.h>
#include <unistd.h>

#include "tests/support/manual_clock.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::agent;
using collectors::CommandOutput;
using collectors::RunningCommand;

namespace {

using Arguments = std::vector<std::string>;

/// Asks until it is so, at most ten seconds.
template <class Question>
bool becomes_true(Question question) {
    for (int attempt = 0; attempt < 10000; ++attempt) {
        if (question()) return true;
        ::poll(nullptr, 0, 1);
    }
    return false;
}

struct Bench {
    test::ManualClock clock;
    bool deaf = false;  ///< processes do not die, as if they waited for a dead disk
    std::vector<pid_t> spared;
    CommandProcesses processes{clock, [this](pid_t group) {
                                   if (deaf) spared.push_back(group);
                                   if (!deaf) kill_group(group);
                               }};

    ~Bench() { disk_comes_back(); }

    void disk_comes_back() {
        for (const pid_t group : spared)
            kill_group(group);
        spared.clear();
    }

    std::unique_ptr<RunningCommand> start(Arguments arguments) {
        auto started = processes.start({std::move(arguments)});
        REQUIRE(started);
        return std::move(*started);
    }

    static Result<CommandOutput> outcome_of(RunningCommand& running) {
        std::optional<Result<CommandOutput>> outcome;
        if (!becomes_true([&] { return (outcome = running.poll()).has_value(); })) {
            return fail(Errc::unavailable, "the test has waited too long");
        }
        return std::move(*outcome);
    }

    Result<CommandOutput> run(Arguments arguments) {
        auto running = start(std::move(arguments));
        return outcome_of(*running);
    }

    bool all_are_gone() {
        return becomes_true([this] {
            processes.look();
            return processes.killed_count() == 0;
        });
    }
};

bool is_alive(const std::string& pid) {
    std::ifstream stat{"/proc/" + pid + "/stat"};
    std::string id;
    std::string name;
    std::string state;
    return stat >> id >> name >> state && state != "Z" && state != "X";
}

std::string first_line(const std::string& path) {
    std::ifstream file{path};
    std::string line;
    std::getline(file, line);
    return line;
}

}  // namespace

TEST_CASE("commands: a program's output, complaints and exit code come back", "[agent][command]") {
    Bench bench;
    const auto outcome = bench.run({"sh", "-c", "echo found; echo wrong >&2; exit 3"});
    REQUIRE(outcome);
    CHECK(outcome->exit_code == 3);
    CHECK(outcome->output == "found\n");
    CHECK(outcome->errors == "wrong\n");
    CHECK(bench.processes.running_count() == 0);
}

TEST_CASE("commands: an outcome is told once", "[agent][command]") {
    Bench bench;
    auto running = bench.start({"true"});
    CHECK(Bench::outcome_of(*running));
    CHECK_FALSE(running->poll());
}

TEST_CASE("commands: a program that does not exist is no data", "[agent][command]") {
    Bench bench;
    for (const char* name : {"there-is-no-such-program", "/there/is/none", "/usr/bin", ""}) {
        INFO(name);
        const auto started = bench.processes.start({{name}});
        REQUIRE_FALSE(started);
        CHECK(started.error().code == Errc::no_data);
    }
}

TEST_CASE("commands: a file that is no program ends with the shell's code for it",
          "[agent][command]") {
    Bench bench;
    const test::TemporaryFolder folder;
    folder.write("broken",
                 "\x7f"
                 "ELF and no more");
    const std::string path = folder.path() + "/broken";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    const auto outcome = bench.run({path});
    REQUIRE(outcome);
    CHECK(outcome->exit_code == ChildProcess::cannot_execute);
    CHECK(outcome->errors == "cannot be executed\n");
}

TEST_CASE("commands: arguments reach the program as they are, without a shell",
          "[agent][command]") {
    Bench bench;
    const auto outcome = bench.run({"printf", "%s|", "a b", "$HOME", "`id`", ""});
    REQUIRE(outcome);
    CHECK(outcome->output == "a b|$HOME|`id`||");
}

TEST_CASE("commands: a program gets a small environment, no input, and no file of ours",
          "[agent][command]") {
    Bench bench;
    const test::TemporaryFolder folder;
    folder.write("ours", "x");
    std::ifstream held{folder.path() + "/ours"};
    REQUIRE(held);
    const auto environment = bench.run({"env"});
    REQUIRE(environment);
    CHECK(environment->output ==
          "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nLANG=C\n"
          "LC_ALL=C\n");
    const auto input = bench.run({"cat"});
    REQUIRE(input);
    CHECK(input->output.empty());
    // ls itself opens the folder that it lists: 3.
    const auto files = bench.run({"ls", "/proc/self/fd"});
    REQUIRE(files);
    CHECK(files->output == "0\n1\n2\n3\n");
    const auto place = bench.run({"pwd"});
    REQUIRE(place);
    CHECK(place->output == "/\n");
}

TEST_CASE("commands: output beyond the bound is thrown away and the program still ends",
          "[agent][command]") {
    Bench bench;
    collectors::Command command{{"sh", "-c", "head -c 3000000 /dev/zero; echo end >&2"}};
    command.output_bytes_max = 1000;
    auto started = bench.processes.start(command);
    REQUIRE(started);
    const auto outcome = Bench::outcome_of(**started);
    REQUIRE(outcome);
    CHECK(outcome->output.size() == 1000);
    CHECK(outcome->errors == "end\n");
    const auto complaints = bench.run({"sh", "-c", "head -c 100000 /dev/zero >&2"});
    REQUIRE(complaints);
    CHECK(complaints->errors.size() == CommandProcesses::error_bytes_max);
}

TEST_CASE("commands: a signal that ends a program is an error that names it", "[agent][command]") {
    Bench bench;
    const auto outcome = bench.run({"sh", "-c", "kill -SEGV $$"});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == Errc::unreadable);
    CHECK(outcome.error().what.find("ended by signal SIGSEGV") != std::string::npos);
}

TEST_CASE("commands: after its deadline a program is killed, with all that it started",
          "[agent][command]") {
    Bench bench;
    const test::TemporaryFolder folder;
    const std::string path = folder.path() + "/pid";
    auto running = bench.start({"sh", "-c", "sleep 300 & echo $! > " + path + "; wait"});
    REQUIRE(becomes_true([&] { return !first_line(path).empty(); }));
    const std::string grandchild = first_line(path);
    CHECK_FALSE(running->poll());
    bench.clock.advance(std::chrono::seconds{10});
    const auto outcome = running->poll();
    REQUIRE(outcome);
    REQUIRE_FALSE(*outcome);
    CHECK(outcome->error().code == Errc::unavailable);
    CHECK(outcome->error().what.find("killed, it took longer than 10s") != std::string::npos);
    CHECK(bench.all_are_gone());
    CHECK(becomes_true([&] { return !is_alive(grandchild); }));
}

TEST_CASE("commands: what a program leaves behind in its group ends with it", "[agent][command]") {
    Bench bench;
    const auto outcome = bench.run({"sh", "-c", "sleep 300 & echo $!"});
    REQUIRE(outcome);
    const std::string left = outcome->output.substr(0, outcome->output.size() - 1);
    CHECK(becomes_true([&] { return !is_alive(left); }));
}

TEST_CASE("commands: giving up a command kills it", "[agent][command]") {
    Bench bench;
    auto running = bench.start({"sleep", "300"});
    running.reset();
    CHECK(bench.processes.running_count() == 0);
    CHECK(bench.all_are_gone());
}

TEST_CASE("commands: a look ends what is overdue though nobody asks", "[agent][command]") {
    Bench bench;
    auto running = bench.start({"sleep", "300"});
    bench.clock.advance(std::chrono::seconds{11});
    bench.processes.look();
    CHECK(bench.all_are_gone());
    const auto outcome = running->poll();
    REQUIRE(outcome);
    CHECK_FALSE(*outcome);
}

TEST_CASE("commands: one that cannot be killed is quarantined until it is gone",
          "[agent][command]") {
    Bench bench;
    bench.deaf = true;
    auto running = bench.start({"sleep", "300"});
    bench.clock.advance(std::chrono::seconds{10});
    REQUIRE(running->poll());
    CHECK(bench.processes.killed_count() == 1);
    CHECK(bench.processes.stuck_count() == 0);
    bench.clock.advance(CommandProcesses::stuck_after);
    CHECK(bench.processes.stuck_count() == 1);
    const auto again = bench.processes.start({{"sleep", "300"}});
    REQUIRE_FALSE(again);
    CHECK(again.error().code == Errc::unavailable);
    CHECK(again.error().what ==
          "sleep 300: an earlier run was killed and is still stuck in the "
          "kernel");
    CHECK(bench.processes.refused_count() == 1);
    CHECK(bench.run({"true"}));
    bench.disk_comes_back();
    CHECK(bench.all_are_gone());
    CHECK(bench.processes.start({{"sleep", "300"}}));
}

TEST_CASE("commands: only so many may be stuck, and only so many run", "[agent][command]") {
    Bench bench;
    std::vector<std::unique_ptr<RunningCommand>> running;
    for (std::size_t i = 0; i < CommandProcesses::running_max; ++i)
        running.push_back(bench.start({"sleep", std::to_string(300 + i)}));
    const auto refused = bench.processes.start({{"true"}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().what == "true: not started, too many programs run");
    bench.deaf = true;
    for (std::size_t i = 0; i < CommandProcesses::killed_max; ++i)
        running.pop_back();
    const auto still_refused = bench.processes.start({{"true"}});
    REQUIRE_FALSE(still_refused);
    CHECK(still_refused.error().what == "true: not started, too many programs are stuck");
    CHECK(bench.processes.refused_count() == 2);
}
