#include "collectors/hardware/smart.hpp"

#include "smart_reports.hpp"
#include <catch2/catch.hpp>

#include "collectors/hardware/catalog.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/stub_commands.hpp"

namespace foreshock::collectors {
namespace {

std::string question(const std::string& disk) {
    return "smartctl --json=c -n standby,3 -a /dev/" + disk;
}

struct Bench : test::CollectorBench {
    explicit Bench(const std::vector<std::string>& disks) {
        commands = &programs;
        for (const std::string& disk : disks)
            host.links["sys/block/" + disk] = "../devices/" + disk;
        make("smart", hardware_catalog());
    }

    /// Ticks until everybody has been asked; the sink holds what the last answer gave.
    Result<void> ask_all(std::size_t disks) {
        Result<void> last;
        for (std::size_t i = 0; i <= disks; ++i)
            last = tick(i == 0 ? Duration{smart_every} : Duration{std::chrono::seconds{10}});
        return last;
    }

    test::StubCommands programs;
};

TEST_CASE("smart: only whole disks that can have it are asked", "[collectors][smart]") {
    for (const char* name : {"sda", "sdaa", "nvme0n1", "nvme12n3"}) {
        INFO(name);
        CHECK(may_have_smart(name));
    }
    for (const char* name : {"", "sd", "sda1", "nvme0", "nvme0c0n1", "nvme0n1p1", "nvmen1", "vda",
                             "dm-0", "loop0", "md0", "zram0", "sr0", "sd;reboot", "nvme0n"}) {
        INFO(name);
        CHECK_FALSE(may_have_smart(name));
    }
}

TEST_CASE("smart: what a disk tells becomes signals with the disk's label", "[collectors][smart]") {
    Bench bench{{"nvme0n1", "vda", "loop0"}};
    bench.programs.answer(question("nvme0n1"), nvme_disk(4));
    REQUIRE(bench.ask_all(1));
    const auto value = [&](const std::string& name) {
        return bench.sink.value(name + "{disk=\"nvme0n1\"}");
    };
    CHECK(value("smart.health.passed") == 1.0);
    CHECK(value("smart.disk.asleep") == 0.0);
    CHECK(value("smart.spare.available_percent") == 97.0);
    CHECK(value("smart.spare.threshold_percent") == 10.0);
    CHECK(value("smart.wear.used_percent") == 12.0);
    CHECK(value("smart.wear.limit_percent") == 100.0);
    CHECK(value("smart.errors.media_count") == 5.0);
    CHECK(value("smart.temperature.current_celsius") == 29.0);
    CHECK(value("smart.power.on_seconds") == 12164.0 * 3600);
    CHECK(value("smart.warning.reliability") == 1.0);
    CHECK(value("smart.warning.read_only") == 0.0);
    CHECK(bench.programs.started == std::vector<std::string>{question("nvme0n1")});
}

TEST_CASE("smart: disks are asked one at a time, every ten minutes", "[collectors][smart]") {
    Bench bench{{"sda", "sdb"}};
    bench.programs.answer(question("sda"), ata_disk());
    bench.programs.answer(question("sdb"), sas_disk());
    bench.programs.hold = true;
    for (int i = 0; i < 5; ++i)
        CHECK(bench.tick(std::chrono::seconds{10}));
    CHECK(bench.programs.started.size() == 1);
    bench.programs.hold = false;
    REQUIRE(bench.tick(std::chrono::seconds{10}));
    CHECK(bench.sink.value("smart.sectors.pending_count{disk=\"sda\"}") == 0.0);
    REQUIRE(bench.tick(std::chrono::seconds{10}));
    CHECK(bench.sink.value("smart.sectors.reallocated_count{disk=\"sdb\"}") == 4.0);
    CHECK(bench.programs.running_most == 1);
    REQUIRE(bench.tick(std::chrono::minutes{5}));
    CHECK(bench.sink.values.empty());
    CHECK(bench.programs.started.size() == 2);
    REQUIRE(bench.tick(std::chrono::minutes{5}));
    CHECK(bench.programs.started.size() == 3);
}

TEST_CASE("smart: new bad sectors are told once", "[collectors][smart]") {
    Bench bench{{"sda"}};
    const std::string fresh = "smart.defects.new_count{disk=\"sda\"}";
    bench.programs.answer(question("sda"), ata_disk("0", "0"));
    REQUIRE(bench.ask_all(1));
    CHECK_FALSE(bench.sink.has(fresh));
    bench.programs.answer(question("sda"), ata_disk("2", "3"));
    REQUIRE(bench.ask_all(1));
    CHECK(bench.sink.value(fresh) == 5.0);
    REQUIRE(bench.ask_all(1));
    CHECK(bench.sink.value(fresh) == 0.0);
    bench.programs.answer(question("sda"), ata_disk("0", "0"));
    REQUIRE(bench.ask_all(1));
    CHECK_FALSE(bench.sink.has(fresh));
}

TEST_CASE("smart: a disk that sleeps keeps what it told, but no temperature",
          "[collectors][smart]") {
    Bench bench{{"sda"}};
    bench.programs.answer(question("sda"), ata_disk("8", "0", false));
    REQUIRE(bench.ask_all(1));
    CHECK(bench.sink.has("smart.temperature.current_celsius{disk=\"sda\"}"));
    bench.programs.answer(question("sda"), sleeping_disk(), 3);
    REQUIRE(bench.ask_all(1));
    CHECK(bench.sink.value("smart.disk.asleep{disk=\"sda\"}") == 1.0);
    CHECK(bench.sink.value("smart.health.passed{disk=\"sda\"}") == 0.0);
    CHECK(bench.sink.value("smart.sectors.reallocated_count{disk=\"sda\"}") == 8.0);
    CHECK_FALSE(bench.sink.has("smart.temperature.current_celsius{disk=\"sda\"}"));
}

TEST_CASE("smart: a host without the program has no data, and looks again after ten minutes",
          "[collectors][smart]") {
    Bench bench{{"sda", "sdb"}};
    for (int i = 0; i < 10; ++i)
        CHECK(bench.tick(std::chrono::seconds{10}).error().code == Errc::no_data);
    CHECK(bench.programs.started.size() == 1);
    bench.programs.answer(question("sda"), ata_disk());
    bench.programs.answer(question("sdb"), sas_disk());
    REQUIRE(bench.ask_all(2));
    CHECK(bench.sink.has("smart.health.passed{disk=\"sdb\"}"));
}

TEST_CASE("smart: a disk that cannot be asked says so, the others are sampled",
          "[collectors][smart]") {
    Bench bench{{"sda", "sdb", "sdc"}};
    bench.programs.answers.insert_or_assign(
        question("sda"), test::StubCommands::Outcome{fail(Errc::unavailable, "killed")});
    bench.programs.answer(question("sdb"), ata_disk());
    bench.programs.answer(question("sdc"), "nonsense");
    REQUIRE(bench.tick());
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("smart.disk.answered{disk=\"sda\"}") == 0.0);
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("smart.disk.answered{disk=\"sdb\"}") == 1.0);
    CHECK(bench.sink.has("smart.health.passed{disk=\"sdb\"}"));
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("smart.disk.answered{disk=\"sdc\"}") == 0.0);
}

TEST_CASE("smart: when no disk can be asked the first reason stands until one can",
          "[collectors][smart]") {
    Bench bench{{"sda", "sdb"}};
    const std::string denied =
        smartctl_head("/dev/sda", 2, "Smartctl open device: /dev/sda failed: Permission denied") +
        "}";
    bench.programs.answer(question("sda"), denied, 2);
    bench.programs.answer(question("sdb"), denied, 2);
    const auto told = bench.ask_all(2);
    REQUIRE_FALSE(told);
    CHECK(told.error().code == Errc::unreadable);
    CHECK(told.error().what ==
          "sda: smartctl: Smartctl open device: /dev/sda failed: Permission denied");
    for (int i = 0; i < 3; ++i)
        CHECK_FALSE(bench.tick(std::chrono::minutes{5}));
    bench.programs.answer(question("sda"), ata_disk());
    bench.programs.answer(question("sdb"), ata_disk());
    CHECK(bench.ask_all(2));
}

TEST_CASE("smart: a host whose disks have no SMART, or that has none, has no data",
          "[collectors][smart]") {
    Bench without{{"sda"}};
    without.programs.answer(question("sda"),
                            smartctl_head("/dev/sda", 1, "Unable to detect device type") + "}");
    CHECK(without.ask_all(1).error().code == Errc::no_data);
    Bench diskless{{"vda"}};
    CHECK(diskless.tick().error().code == Errc::no_data);
    CHECK(diskless.programs.started.empty());
}

TEST_CASE("smart: where no programs may be run there is no data", "[collectors][smart]") {
    test::CollectorBench bench;
    bench.make("smart", hardware_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
}

TEST_CASE("smart: disks up to the bound are asked", "[collectors][smart]") {
    std::vector<std::string> names;
    for (char first = 'a'; first <= 'c'; ++first) {
        for (char second = 'a'; second <= 'z'; ++second)
            names.push_back(std::string{"sd"} + first + second);
    }
    Bench bench{names};
    for (const std::string& name : names)
        bench.programs.answer(question(name), ata_disk());
    REQUIRE(bench.ask_all(smart_disks_max));
    CHECK(bench.programs.started.size() == smart_disks_max);
}

TEST_CASE("smart: damaged transfers are told in all, and those that came anew",
          "[collectors][smart]") {
    Bench bench{{"sda"}};
    bench.programs.answer(question("sda"), ata_disk());
    REQUIRE(bench.ask_all(1));
    CHECK(bench.sink.value("smart.errors.crc_count{disk=\"sda\"}") == 7.0);
    CHECK_FALSE(bench.sink.value("smart.errors.crc_new_count{disk=\"sda\"}"));
    std::string later = ata_disk();
    const std::string seven = R"("raw":{"value":7,"string":"7"})";
    later.replace(later.find(seven), seven.size(), R"("raw":{"value":19,"string":"19"})");
    bench.programs.answer(question("sda"), later);
    REQUIRE(bench.ask_all(1));
    CHECK(bench.sink.value("smart.errors.crc_new_count{disk=\"sda\"}") == 12.0);
}

}  // namespace
}  // namespace foreshock::collectors
