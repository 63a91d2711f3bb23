#include "collectors/hardware/raid.hpp"

#include <catch2/catch.hpp>

#include "collectors/hardware/catalog.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const std::string healthy =
    "Personalities : [raid1] [raid6] [raid5] [raid4] [linear] [raid0] [raid10] \n"
    "md1 : active raid1 nvme1n1p3[1] nvme0n1p3[0]\n"
    "      975590464 blocks super 1.2 [2/2] [UU]\n"
    "      bitmap: 3/8 pages [12KB], 65536KB chunk\n"
    "\n"
    "md0 : active (auto-read-only) raid1 nvme1n1p2[1] nvme0n1p2[0]\n"
    "      1046528 blocks super 1.2 [2/2] [UU]\n"
    "      \n"
    "unused devices: <none>\n";

const std::string recovering =
    "Personalities : [raid6] [raid5] [raid4] \n"
    "md127 : active raid5 sde1[4] sdd1[2](F) sdf1[5](S) sdc1[1] sdb1[0]\n"
    "      2095104 blocks super 1.2 level 5, 512k chunk, algorithm 2 [3/2] [UU_]\n"
    "      [==>..................]  recovery = 12.6% (132416/1047552) finish=0.4min "
    "speed=33104K/sec\n"
    "      \n"
    "unused devices: <none>\n";

const std::string imsm =
    "Personalities : [raid1] \n"
    "md126 : active raid1 sda[1] sdb[0]\n"
    "      468848640 blocks super external:/md127/0 [2/2] [UU]\n"
    "      \n"
    "md127 : inactive sdb[1](S) sda[0](S)\n"
    "      10402 blocks super external:imsm\n"
    "       \n"
    "unused devices: <none>\n";

struct Bench : test::CollectorBench {
    explicit Bench(const std::string& text) : CollectorBench{{{"proc/mdstat", text}}} {
        make("raid", hardware_catalog());
    }
};

TEST_CASE("raid: whole arrays are read, with every status word", "[collectors][raid]") {
    std::vector<RaidArray> arrays;
    REQUIRE(parse_mdstat(healthy, arrays));
    REQUIRE(arrays.size() == 2);
    CHECK(arrays[0].name == "md1");
    for (const RaidArray& array : arrays) {
        CHECK(array.active);
        CHECK_FALSE(array.container);
        CHECK(array.wanted == 2u);
        CHECK(array.working == 2u);
        CHECK(array.failed == 0);
        CHECK(array.spare == 0);
        CHECK_FALSE(array.sync);
    }
}

TEST_CASE("raid: a degraded array that recovers tells what it lacks and how long it takes",
          "[collectors][raid]") {
    Bench bench{recovering};
    REQUIRE(bench.tick());
    const auto value = [&](const std::string& name) {
        return bench.sink.value(name + "{array=\"md127\"}");
    };
    CHECK(value("raid.array.active") == 1.0);
    CHECK(value("raid.devices.wanted_count") == 3.0);
    CHECK(value("raid.devices.working_count") == 2.0);
    CHECK(value("raid.devices.missing_count") == 1.0);
    CHECK(value("raid.devices.failed_count") == 1.0);
    CHECK(value("raid.devices.spare_count") == 1.0);
    const std::string labels = "{action=\"recovery\",array=\"md127\"}";
    CHECK(bench.sink.value("raid.sync.done_ratio" + labels) == Approx(0.126));
    CHECK(bench.sink.value("raid.sync.remaining_seconds" + labels) == Approx(24));
    CHECK(bench.sink.value("raid.sync.speed_bytes_per_second" + labels) == 33104.0 * 1024);
}

TEST_CASE("raid: every kind of work on a whole array is known", "[collectors][raid]") {
    for (const std::string action : {"recovery", "resync", "reshape", "check"}) {
        INFO(action);
        std::string text = recovering;
        text.replace(text.find("recovery"), 8, action);
        std::vector<RaidArray> arrays;
        REQUIRE(parse_mdstat(text, arrays));
        REQUIRE(arrays.at(0).sync);
        CHECK(arrays[0].sync->action == action);
    }
}

TEST_CASE("raid: work that is delayed or pending is no progress", "[collectors][raid]") {
    for (const std::string state : {"resync=DELAYED", "resync=PENDING", "resync=REMOTE"}) {
        const std::string text =
            "Personalities : [raid1] \nmd0 : active raid1 sdb1[1] sda1[0]\n"
            "      1048512 blocks [2/2] [UU]\n      \t" +
            state + "\n\nunused devices: <none>\n";
        std::vector<RaidArray> arrays;
        REQUIRE(parse_mdstat(text, arrays));
        REQUIRE(arrays.size() == 1);
        CHECK_FALSE(arrays[0].sync);
        CHECK(arrays[0].wanted == 2u);
    }
}

TEST_CASE("raid: an array that was assembled in part is not active and has no spares",
          "[collectors][raid]") {
    Bench bench{
        "Personalities : [raid1] \nmd0 : inactive sdb1[1](S)\n"
        "      1047552 blocks super 1.2\n       \nunused devices: <none>\n"};
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("raid.array.active{array=\"md0\"}") == 0.0);
    CHECK_FALSE(bench.sink.has("raid.devices.spare_count{array=\"md0\"}"));
    CHECK_FALSE(bench.sink.has("raid.devices.missing_count{array=\"md0\"}"));
}

TEST_CASE("raid: a broken stripe is not active, a working one has no redundancy to lose",
          "[collectors][raid]") {
    Bench bench{
        "Personalities : [raid0] \nmd0 : broken raid0 sdb1[1] sda1[0]\n"
        "      2093056 blocks super 1.2 512k chunks\n\n"
        "md1 : active raid0 sdd1[1] sdc1[0]\n"
        "      2093056 blocks super 1.2 512k chunks\n\n"
        "unused devices: <none>\n"};
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("raid.array.active{array=\"md0\"}") == 0.0);
    CHECK(bench.sink.value("raid.array.active{array=\"md1\"}") == 1.0);
    CHECK_FALSE(bench.sink.has("raid.devices.wanted_count{array=\"md1\"}"));
}

TEST_CASE("raid: the container of a firmware array is no array", "[collectors][raid]") {
    Bench bench{imsm};
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("raid.array.active{array=\"md126\"}") == 1.0);
    CHECK_FALSE(bench.sink.has("raid.array.active{array=\"md127\"}"));
}

TEST_CASE("raid: mismatches of the last check come from sysfs", "[collectors][raid]") {
    Bench bench{healthy};
    bench.host.files["sys/block/md1/md/mismatch_cnt"] = "128\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("raid.check.mismatch_count{array=\"md1\"}") == 128.0);
    CHECK_FALSE(bench.sink.has("raid.check.mismatch_count{array=\"md0\"}"));
}

TEST_CASE("raid: arrays come and go", "[collectors][raid]") {
    Bench bench{healthy};
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("raid.array.active") == 2);
    bench.host.files["proc/mdstat"] = recovering;
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("raid.array.active") == 1);
}

TEST_CASE("raid: a host without arrays has no data", "[collectors][raid]") {
    for (const std::string& text : {std::string{"Personalities : \nunused devices: <none>\n"},
                                    std::string{"Personalities"}}) {
        Bench bench{text};
        CHECK(bench.tick().error().code == Errc::no_data);
    }
    test::CollectorBench bare;
    bare.make("raid", hardware_catalog());
    CHECK(bare.tick().error().code == Errc::no_data);
}

TEST_CASE("raid: text that is no mdstat is malformed, text that is cut is read as far as it goes",
          "[collectors][raid]") {
    std::vector<RaidArray> arrays;
    for (const std::string& text : {std::string{}, std::string(300, '\0'), healthy.substr(3)})
        CHECK(parse_mdstat(text, arrays).error().code == Errc::malformed);
    for (std::size_t length = 13; length < recovering.size(); ++length) {
        REQUIRE(parse_mdstat(std::string_view{recovering}.substr(0, length), arrays));
        for (const RaidArray& array : arrays) {
            if (array.wanted) CHECK(*array.working <= *array.wanted);
        }
    }
}

TEST_CASE("raid: arrays up to the bound are read", "[collectors][raid]") {
    std::string text = "Personalities : [raid1] \n";
    for (std::size_t i = 0; i <= raid_arrays_max; ++i)
        text += "md" + std::to_string(i) + " : active raid1 sdb1[1] sda1[0]\n";
    std::vector<RaidArray> arrays;
    REQUIRE(parse_mdstat(text, arrays));
    CHECK(arrays.size() == raid_arrays_max);
}

}  // namespace
}  // namespace foreshock::collectors
