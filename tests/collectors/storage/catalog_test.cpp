#include "collectors/storage/catalog.hpp"

#include <catch2/catch.hpp>

#include "tests/support/catalog_survival.hpp"

namespace foreshock::collectors {
namespace {

test::MapHostFs host() {
    test::MapHostFs files{
        {"proc/diskstats", "   8       0 sda 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17\n"},
        {"sys/block/sda/queue/nr_requests", "64\n"},
        {"sys/block/sda/device/ioerr_cnt", "0x5\n"},
        {"sys/fs/ext4/sda1/errors_count", "0\n"},
        {"sys/fs/btrfs/6d3a/devinfo/1/error_stats", "write_errs 0\nread_errs 0\n"},
        {"proc/self/mountstats",
         "device tmpfs mounted on /dev/shm with fstype tmpfs\n"
         "device server:/export mounted on /mnt with fstype nfs4 statvers=1.1\n"
         "\txprt:\ttcp 0 0 1 0 21 12 12 0 12 0 2 0 0\n\tper-op statistics\n"
         "\t        READ: 10 12 1 1600 320 5 120 130 0\n"},
        {"proc/fs/cifs/Stats", "Operations (MIDs): 0\n\n0 session 0 share reconnects\n"},
        {"proc/sys/fs/inotify/max_user_instances", "128\n"},
        {"proc/sys/fs/inotify/max_user_watches", "8192\n"},
        {"proc/42/status", "Name:\tshop\nUid:\t33\t33\t33\t33\n"},
        {"proc/42/fdinfo/7", "pos:\t0\ninotify wd:1 ino:1f sdev:fd00001 mask:fce\n"}};
    files.links["proc/42/fd/7"] = "anon_inode:inotify";
    return files;
}

TEST_CASE("storage catalogue: every collector emits something on a whole host",
          "[collectors][storage]") {
    for (const CollectorEntry& entry : storage_catalog()) {
        test::CollectorBench bench{host()};
        bench.make(entry.name, storage_catalog());
        INFO(entry.name);
        CHECK(bench.tick());
        CHECK(bench.tick(std::chrono::seconds{60}));
        CHECK_FALSE(bench.sink.values.empty());
    }
}

TEST_CASE("storage catalogue: on an empty host every collector has no data",
          "[collectors][storage]") {
    for (const CollectorEntry& entry : storage_catalog()) {
        test::CollectorBench bench;
        bench.make(entry.name, storage_catalog());
        INFO(entry.name);
        CHECK(bench.tick().error().code == Errc::no_data);
    }
}

TEST_CASE("storage catalogue: every collector survives every cut of what it reads",
          "[collectors][storage]") {
    const auto files = host();
    CHECK(files.files.size() == 11);
    test::survives_every_cut(storage_catalog(), files);
}

}  // namespace
}  // namespace foreshock::collectors
