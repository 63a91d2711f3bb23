#include "collectors/vmstat.hpp"

#include <catch2/catch.hpp>

#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

TEST_CASE("vmstat: counters that are split are summed", "[collectors][vmstat]") {
    const auto reading = parse_vmstat(
        "workingset_refault_anon 1\nworkingset_refault_file 2\npgpgin 10\npgpgout 20\npswpin 3\n"
        "pswpout 4\nallocstall_dma 1\nallocstall_normal 5\nallocstall_movable 6\npgmajfault 9\n"
        "pgsteal_kswapd 7\npgsteal_direct 8\npgscan_kswapd 70\npgscan_direct 80\n"
        "pgscan_direct_throttle 999\noom_kill 11\n");
    REQUIRE(reading);
    CHECK(reading->refaulted_pages == 3);
    CHECK(reading->paged_in_kib == 10);
    CHECK(reading->paged_out_kib == 20);
    CHECK(reading->swapped_in_pages == 3);
    CHECK(reading->swapped_out_pages == 4);
    CHECK(reading->allocation_stalls == 12);
    CHECK(reading->major_faults == 9);
    CHECK(reading->stolen_pages == 15);
    CHECK(reading->scanned_kswapd_pages == 70);
    CHECK(reading->scanned_direct_pages == 80);
    CHECK(reading->oom_kills == 11);
}

TEST_CASE("vmstat: older names are known", "[collectors][vmstat]") {
    const auto reading = parse_vmstat("pgpgin 1\nworkingset_refault 5\nallocstall 6\n");
    REQUIRE(reading);
    CHECK(reading->refaulted_pages == 5);
    CHECK(reading->allocation_stalls == 6);
}

TEST_CASE("vmstat: a text without pgpgin is malformed", "[collectors][vmstat]") {
    for (const std::string text : {"", "nr_free_pages 5\n", "pgpgin\n", "pgpgin x\n"}) {
        INFO(text);
        REQUIRE_FALSE(parse_vmstat(text));
        CHECK(parse_vmstat(text).error().code == Errc::malformed);
    }
}

TEST_CASE("vmstat: rates are per second, in bytes where the kernel counts KiB",
          "[collectors][vmstat]") {
    test::CollectorBench bench{{{"proc/vmstat", "pgpgin 100\npgpgout 100\npgmajfault 5\n"}}};
    bench.make("vmstat");
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.empty());
    bench.host.files["proc/vmstat"] =
        "pgpgin 108\npgpgout 100\npgmajfault 9\npgscan_kswapd 20\npgscan_direct 40\noom_kill 2\n";
    REQUIRE(bench.tick(std::chrono::seconds{2}));
    CHECK(bench.sink.value("vmstat.paging.in_bytes_per_second") == 4096.0);
    CHECK(bench.sink.value("vmstat.paging.out_bytes_per_second") == 0.0);
    CHECK(bench.sink.value("vmstat.paging.major_faults_per_second") == 2.0);
    CHECK(bench.sink.value("vmstat.reclaim.scanned_pages_per_second") == 30.0);
    CHECK(bench.sink.value("vmstat.reclaim.direct_pages_per_second") == 20.0);
    CHECK(bench.sink.value("vmstat.oom.kills_count") == 2.0);
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("vmstat.oom.kills_count") == 0.0);
}

TEST_CASE("vmstat: how much may wait to be written is a limit in bytes", "[collectors][vmstat]") {
    test::CollectorBench bench{
        {{"proc/vmstat", "nr_dirty_threshold 200\nnr_dirty_background_threshold 100\npgpgin 1\n"}}};
    bench.make("vmstat");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("vmstat.dirty.limit_bytes") == 200.0 * 4096);
    CHECK(bench.sink.value("vmstat.dirty.background_limit_bytes") == 100.0 * 4096);
}

TEST_CASE("vmstat: signs of short memory have series once there was one", "[collectors][vmstat]") {
    const auto text = [](int misses, int count) {
        const std::string number = " " + std::to_string(count) + "\n";
        return "numa_miss " + std::to_string(misses) + "\nworkingset_activate_file" + number +
               "workingset_restore_anon" + number + "nr_vmscan_write" + number +
               "nr_vmscan_immediate_reclaim" + number + "pgpgin 1\nkswapd_low_wmark_hit_quickly" +
               number + "kswapd_high_wmark_hit_quickly" + number + "pgmigrate_fail" + number;
    };
    test::CollectorBench bench{{{"proc/vmstat", text(0, 1)}}};
    bench.make("vmstat");
    REQUIRE(bench.tick());
    bench.host.files["proc/vmstat"] = text(0, 5);
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("vmstat.reclaim.reactivated_pages_per_second") == 4.0);
    CHECK(bench.sink.value("vmstat.reclaim.restored_pages_per_second") == 4.0);
    CHECK(bench.sink.value("vmstat.reclaim.written_pages_per_second") == 4.0);
    CHECK(bench.sink.value("vmstat.reclaim.awaited_pages_per_second") == 4.0);
    CHECK(bench.sink.value("vmstat.reclaim.kswapd_shortfalls_per_second") == 8.0);
    CHECK(bench.sink.value("vmstat.migration.failures_per_second") == 4.0);
    CHECK_FALSE(bench.sink.has("vmstat.numa.misses_per_second"));
}

TEST_CASE("vmstat: a counter that runs back has no rate for one tick", "[collectors][vmstat]") {
    test::CollectorBench bench{{{"proc/vmstat", "pgpgin 100\npgmajfault 50\n"}}};
    bench.make("vmstat");
    REQUIRE(bench.tick());
    bench.host.files["proc/vmstat"] = "pgpgin 108\npgmajfault 5\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.has("vmstat.paging.in_bytes_per_second"));
    CHECK_FALSE(bench.sink.has("vmstat.paging.major_faults_per_second"));
    bench.host.files["proc/vmstat"] = "pgpgin 108\npgmajfault 7\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("vmstat.paging.major_faults_per_second") == 2.0);
}

TEST_CASE("vmstat: the search for memory is judged only when it looked at enough",
          "[collectors][vmstat]") {
    const auto text = [](int scanned, int stolen) {
        return "pgpgin 1\npgsteal_kswapd " + std::to_string(stolen) + "\npgscan_kswapd " +
               std::to_string(scanned) + "\npgscan_direct 0\n";
    };
    test::CollectorBench bench{{{"proc/vmstat", text(0, 0)}}};
    bench.make("vmstat");
    REQUIRE(bench.tick());
    bench.host.files["proc/vmstat"] = text(1000, 250);
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("vmstat.reclaim.efficiency_ratio") == 0.25);
    bench.host.files["proc/vmstat"] = text(1255, 300);
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("vmstat.reclaim.efficiency_ratio"));
    bench.host.files["proc/vmstat"] = text(1511, 812);
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("vmstat.reclaim.efficiency_ratio") == 1.0);
}

TEST_CASE("vmstat: large blocks that were hard to get, and caches dropped by hand",
          "[collectors][vmstat]") {
    test::CollectorBench bench{{{"proc/vmstat", "pgpgin 1\n"}}};
    bench.make("vmstat");
    REQUIRE(bench.tick());
    bench.host.files["proc/vmstat"] =
        "pgpgin 1\ndrop_pagecache 1\ndrop_slab 2\ncompact_migrate_scanned 9\n"
        "compact_stall 8\ncompact_fail 6\ncompact_success 2\nthp_fault_alloc 41\n"
        "thp_fault_fallback 3\nthp_fault_fallback_charge 0\nthp_collapse_alloc_failed 1\n";
    REQUIRE(bench.tick(std::chrono::seconds{2}));
    CHECK(bench.sink.value("vmstat.compaction.stalls_per_second") == 4.0);
    CHECK(bench.sink.value("vmstat.compaction.failures_per_second") == 3.0);
    CHECK(bench.sink.value("vmstat.hugepages.failures_per_second") == 2.0);
    CHECK(bench.sink.value("vmstat.cache.drops_count") == 1.0);
}

TEST_CASE("vmstat: a balloon tells what it holds, and how much more than lately",
          "[collectors][vmstat]") {
    test::CollectorBench bench{
        {{"proc/vmstat", "pgpgin 1\nballoon_inflate 300\nballoon_deflate 100\n"}}};
    bench.make("vmstat");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("vmstat.balloon.held_bytes") == 200 * 4096);
    CHECK(bench.sink.value("vmstat.balloon.grown_bytes") == 0);
    bench.host.files["proc/vmstat"] = "pgpgin 1\nballoon_inflate 800\nballoon_deflate 150\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("vmstat.balloon.held_bytes") == 650 * 4096);
    CHECK(bench.sink.value("vmstat.balloon.grown_bytes") == 450 * 4096);
}

TEST_CASE("vmstat: a host whose balloon was never used, or counts otherwise, has none",
          "[collectors][vmstat]") {
    for (const std::string balloon :
         {"balloon_inflate 0\nballoon_deflate 0\n", "balloon_inflate 1\nballoon_deflate 2\n", ""}) {
        test::CollectorBench bench{{{"proc/vmstat", "pgpgin 1\n" + balloon}}};
        bench.make("vmstat");
        REQUIRE(bench.tick());
        CHECK_FALSE(bench.sink.value("vmstat.balloon.held_bytes"));
    }
}

TEST_CASE("vmstat: pages come, age, and go to disks", "[collectors][vmstat]") {
    test::CollectorBench bench{
        {{"proc/vmstat",
          "nr_dirtied 10\nnr_written 4\npgpgin 1\npgalloc_dma 1\npgalloc_dma32 100\n"
          "pgalloc_normal 1000\npgfree 900\npgactivate 50\npgfault 5000\npgmajfault 7\n"
          "slabs_scanned 64\npageoutrun 2\ncompact_success 3\nthp_fault_alloc 8\n"
          "thp_split_page 1\n"}}};
    bench.make("vmstat");
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("vmstat.pages") == 0);
    bench.host.files["proc/vmstat"] =
        "nr_dirtied 30\nnr_written 14\npgpgin 1\npgalloc_dma 1\npgalloc_dma32 140\n"
        "pgalloc_normal 1100\npgfree 1000\npgactivate 56\npgdeactivate 0\npgfault 5600\n"
        "pgmajfault 7\nslabs_scanned 128\npageoutrun 4\ncompact_success 5\n"
        "thp_fault_alloc 18\nthp_split_page 3\n";
    REQUIRE(bench.tick(std::chrono::seconds{2}));
    const auto rate = [&bench](const std::string& name) {
        return bench.sink.value("vmstat." + name + "_per_second");
    };
    CHECK(rate("paging.faults") == 300.0);
    CHECK(rate("pages.allocated") == 70.0);
    CHECK(rate("pages.freed") == 50.0);
    CHECK(rate("pages.activated") == 3.0);
    CHECK_FALSE(rate("pages.deactivated"));  // it has never moved
    CHECK(rate("pages.dirtied") == 10.0);
    CHECK(rate("pages.written") == 5.0);
    CHECK(rate("reclaim.slab_objects") == 32.0);
    CHECK(rate("reclaim.kswapd_runs") == 1.0);
    CHECK(rate("compaction.successes") == 1.0);
    CHECK(rate("hugepages.allocated") == 5.0);
    CHECK(rate("hugepages.splits") == 1.0);
}

}  // namespace
}  // namespace foreshock::collectors
