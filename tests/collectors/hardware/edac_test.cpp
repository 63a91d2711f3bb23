#include "collectors/hardware/edac.hpp"

#include <catch2/catch.hpp>

#include "collectors/hardware/catalog.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const std::string mc0 = "sys/devices/system/edac/mc/mc0/";

test::MapHostFs host_with_ecc() {
    return {{mc0 + "mc_name", "Skylake Socket#0 IMC#0\n"},
            {mc0 + "ce_count", "3\n"},
            {mc0 + "ue_count", "0\n"},
            {mc0 + "ce_noinfo_count", "1\n"},
            {mc0 + "ue_noinfo_count", "0\n"},
            {mc0 + "dimm0/dimm_label", "CPU_SrcID#0_MC#0_Chan#0_DIMM#0\n"},
            {mc0 + "dimm0/dimm_ce_count", "2\n"},
            {mc0 + "dimm0/dimm_ue_count", "0\n"},
            {mc0 + "dimm3/dimm_label", "\n"},
            {mc0 + "dimm3/dimm_ce_count", "0\n"},
            {mc0 + "dimm3/dimm_ue_count", "0\n"},
            {"sys/devices/system/edac/mc/power/control", "auto\n"}};
}

const std::string first = "{controller=\"mc0\",module=\"dimm0 CPU_SrcID#0_MC#0_Chan#0_DIMM#0\"}";

TEST_CASE("edac: every module has its counts, and the controller what it could not place",
          "[collectors][edac]") {
    test::CollectorBench bench{host_with_ecc()};
    bench.make("edac", hardware_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("edac.memory.corrected_count" + first) == 2.0);
    CHECK(bench.sink.value("edac.memory.uncorrected_count" + first) == 0.0);
    CHECK(bench.sink.value("edac.memory.corrected_count{controller=\"mc0\",module=\"dimm3\"}") ==
          0.0);
    CHECK(bench.sink.value("edac.memory.corrected_count{controller=\"mc0\",module=\"unknown\"}") ==
          1.0);
}

TEST_CASE("edac: new errors are told once, and not when the driver starts again",
          "[collectors][edac]") {
    test::CollectorBench bench{host_with_ecc()};
    bench.make("edac", hardware_catalog());
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("edac.memory.corrected_new_count" + first));
    bench.host.files[mc0 + "dimm0/dimm_ce_count"] = "9\n";
    bench.host.files[mc0 + "dimm0/dimm_ue_count"] = "1\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("edac.memory.corrected_new_count" + first) == 7.0);
    CHECK(bench.sink.value("edac.memory.uncorrected_new_count" + first) == 1.0);
    bench.host.files[mc0 + "dimm0/dimm_ce_count"] = "0\n";
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("edac.memory.corrected_new_count" + first));
    CHECK(bench.sink.value("edac.memory.uncorrected_new_count" + first) == 0.0);
}

TEST_CASE("edac: older kernels call a module a rank", "[collectors][edac]") {
    test::CollectorBench bench{
        {{mc0 + "rank0/dimm_label", "unknown memory\n"}, {mc0 + "rank0/dimm_ce_count", "4\n"}}};
    bench.make("edac", hardware_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("edac.memory.corrected_count{controller=\"mc0\",module=\"rank0\"}") ==
          4.0);
    CHECK(bench.sink.count("edac.memory.uncorrected_count") == 0);
}

TEST_CASE("edac: counts that are no numbers are left out, modules that vanish are forgotten",
          "[collectors][edac]") {
    test::CollectorBench bench{host_with_ecc()};
    bench.make("edac", hardware_catalog());
    REQUIRE(bench.tick());
    bench.host.files[mc0 + "dimm0/dimm_ce_count"] = std::string("\xff\0x", 3);
    bench.host.files.erase(mc0 + "dimm3/dimm_ce_count");
    bench.host.files.erase(mc0 + "dimm3/dimm_ue_count");
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("edac.memory.corrected_count" + first));
    CHECK(bench.sink.count("edac.memory.corrected_count") == 1);
}

TEST_CASE("edac: modules up to the bound have series", "[collectors][edac]") {
    test::MapHostFs host;
    for (std::size_t i = 0; i < memory_modules_max + 3; ++i)
        host.files[mc0 + "dimm" + std::to_string(i) + "/dimm_ce_count"] = "0\n";
    test::CollectorBench bench{host};
    bench.make("edac", hardware_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("edac.memory.corrected_count") == memory_modules_max);
}

TEST_CASE("edac: a host without checked memory has no data", "[collectors][edac]") {
    test::CollectorBench bench;
    bench.make("edac", hardware_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
