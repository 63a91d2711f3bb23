#include "collectors/system/deleted_libraries.hpp"

#include <catch2/catch.hpp>

#include "collectors/system/catalog.hpp"
#include "collectors/system/library_walk.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const std::string outdated = "7f-80 r-xp 00000000 fe:01 8 /usr/lib/libssl.so.3 (deleted)\n";
const std::string fresh = "7f-80 r-xp 00000000 fe:01 8 /usr/lib/libssl.so.3\n";

struct Bench : test::CollectorBench {
    void put(int pid, const std::string& maps, const std::string& cgroup = {}) {
        const std::string folder = "proc/" + std::to_string(pid) + "/";
        host.files[folder + "maps"] = maps;
        host.files[folder + "stat"] = std::to_string(pid) +
                                      " (old program) S 1 1 1 0 -1 0 0 0 0 0 5 0 0 0 20 0 1 0 1000 "
                                      "5000 50 0 0\n";
        if (!cgroup.empty()) host.files[folder + "cgroup"] = "0::" + cgroup + "\n";
    }

    void pass(Duration span) {
        for (Duration passed{}; passed < span; passed += std::chrono::minutes{1})
            REQUIRE(tick(std::chrono::minutes{1}));
    }

    std::optional<double> of_unit(const std::string& unit) const {
        return sink.value("libraries.deleted.unit_processes_count{unit=\"" + unit + "\"}");
    }
};

constexpr Duration first_round = std::chrono::minutes{11};
constexpr Duration round = std::chrono::minutes{61};

TEST_CASE("deleted libraries: processes are counted, and by unit or else by name",
          "[collectors][libraries]") {
    Bench bench;
    bench.put(10, outdated, "/system.slice/nginx.service");
    bench.put(11, outdated, "/system.slice/nginx.service");
    bench.put(12, outdated);
    bench.put(13, fresh, "/system.slice/cron.service");
    bench.put(14, "", "/");
    bench.make("deleted_libraries", system_catalog());
    bench.pass(first_round);
    CHECK(bench.sink.value("libraries.deleted.processes_count") == 3);
    CHECK(bench.of_unit("nginx.service") == 2);
    CHECK(bench.of_unit("old program") == 1);
    CHECK_FALSE(bench.of_unit("cron.service"));
}

TEST_CASE("deleted libraries: nothing is said before a whole round, then it is found once an hour",
          "[collectors][libraries]") {
    Bench bench;
    for (int pid = 10; pid < 50; ++pid)
        bench.put(pid, fresh);
    bench.make("deleted_libraries", system_catalog());
    bench.pass(std::chrono::minutes{5});
    CHECK(bench.sink.values.empty());
    bench.pass(first_round);
    CHECK(bench.sink.value("libraries.deleted.processes_count") == 0);
    bench.put(10, outdated);
    bench.pass(std::chrono::minutes{10});
    CHECK(bench.sink.value("libraries.deleted.processes_count") == 0);
    bench.pass(2 * round);
    CHECK(bench.sink.value("libraries.deleted.processes_count") == 1);
    bench.put(10, fresh);
    bench.pass(2 * round);
    CHECK(bench.sink.value("libraries.deleted.processes_count") == 0);
    CHECK(bench.sink.count("libraries.deleted.unit_processes_count") == 0);
}

TEST_CASE("deleted libraries: a step stops once it has read much, and the round goes on",
          "[collectors][libraries]") {
    test::MapHostFs host;
    const std::string large(LibraryWalk::step_bytes_max, 'x');
    for (int pid = 1; pid <= 3; ++pid)
        host.files["proc/" + std::to_string(pid) + "/maps"] = large;
    LibraryWalk walk{host};
    const TimePoint start = from_unix_ms(1'790'000'000'000);
    REQUIRE(walk.step(start));
    CHECK_FALSE(*walk.step(start + std::chrono::minutes{20}));
    CHECK_FALSE(walk.census());
    CHECK(*walk.step(start + std::chrono::minutes{21}));
    CHECK(walk.census()->processes == 0);
}

TEST_CASE("deleted libraries: processes that may not be read, or ended, are passed over",
          "[collectors][libraries]") {
    Bench bench;
    bench.put(10, outdated);
    bench.put(11, outdated);
    bench.host.unreadable = {"proc/10/maps", "proc/11/stat"};
    bench.make("deleted_libraries", system_catalog());
    bench.pass(first_round);
    CHECK(bench.sink.value("libraries.deleted.processes_count") == 1);
    CHECK(bench.sink.count("libraries.deleted.unit_processes_count") == 0);
}

TEST_CASE("deleted libraries: units up to the bounds are told apart", "[collectors][libraries]") {
    Bench bench;
    for (int i = 0; i < static_cast<int>(LibraryWalk::units_max) + 1; ++i)
        bench.put(100 + i, outdated, "/system.slice/u" + std::to_string(i) + ".service");
    LibraryWalk walk{bench.host};
    const TimePoint start = from_unix_ms(1'790'000'000'000);
    REQUIRE(walk.step(start));
    REQUIRE(*walk.step(start + std::chrono::minutes{20}));
    CHECK(walk.census()->processes == LibraryWalk::units_max + 1);
    CHECK(walk.census()->by_unit.size() == LibraryWalk::units_max);
    bench.make("deleted_libraries", system_catalog());
    bench.pass(first_round);
    CHECK(bench.sink.count("libraries.deleted.unit_processes_count") ==
          deleted_libraries_units_max);
}

TEST_CASE("deleted libraries: where no mappings can be read, none is no news",
          "[collectors][libraries]") {
    Bench bench;
    bench.put(10, outdated);
    bench.host.files.erase("proc/10/maps");
    bench.make("deleted_libraries", system_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
    CHECK(bench.sink.values.empty());
}

TEST_CASE("deleted libraries: a host without processes has no data", "[collectors][libraries]") {
    Bench bench;
    bench.make("deleted_libraries", system_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
