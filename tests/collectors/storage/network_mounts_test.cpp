#include "collectors/storage/network_mounts.hpp"

#include <catch2/catch.hpp>

#include "collectors/storage/catalog.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

std::string nfs(const std::string& mount_point, const std::string& operations) {
    return "device server:/export mounted on " + mount_point +
           " with fstype nfs4 statvers=1.1\n"
           "\topts:\trw,vers=4.2,rsize=1048576,wsize=1048576,timeo=600,retrans=2\n"
           "\tage:\t154404\n"
           "\tevents:\t0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n"
           "\tRPC iostats version: 1.1  p/v: 100003/4 (nfs)\n"
           "\txprt:\ttcp 0 0 1 0 21 12 12 0 12 0 2 0 0\n"
           "\tper-op statistics\n"
           "\t        NULL: 1 1 0 44 24 0 1 1 0\n" +
           operations + "\n";
}

const std::string other =
    "device tmpfs mounted on /dev/shm with fstype tmpfs\n"
    "device /dev/vda mounted on / with fstype ext4\n";

TEST_CASE("network mounts: operations of a mount are summed, other filesystems passed over",
          "[collectors][network_mounts]") {
    const std::string text =
        other + nfs("/mnt/share", "\t        READ: 10 12 1 1600 320 5 120 130 0\n") + other;
    std::vector<NfsMountCounters> mounts;
    REQUIRE(parse_mountstats(text, mounts));
    REQUIRE(mounts.size() == 1);
    CHECK(mounts[0].mount_point == "/mnt/share");
    CHECK(mounts[0].operations == 11);
    CHECK(mounts[0].transmissions == 13);
    CHECK(mounts[0].timeouts == 1);
    CHECK(mounts[0].round_trip_ms == 121);
    CHECK(mounts[0].execute_ms == 131);
}

TEST_CASE("network mounts: a line of operations that is cut is malformed",
          "[collectors][network_mounts]") {
    std::vector<NfsMountCounters> mounts;
    for (const std::string line : {"\tREAD: 10 12\n", "\tREAD: 1 2 3 4 5 6 7 x 0\n", "\tREAD:\n"}) {
        INFO(line);
        CHECK(parse_mountstats(nfs("/mnt", line), mounts).error().code == Errc::malformed);
    }
}

TEST_CASE("network mounts: rates and mean times are of the last interval",
          "[collectors][network_mounts]") {
    test::CollectorBench bench{
        {{"proc/self/mountstats", nfs("/mnt", "\tREAD: 10 10 0 0 0 0 100 200 0\n")}}};
    bench.make("network_mounts", storage_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.empty());
    bench.host.files["proc/self/mountstats"] = nfs("/mnt", "\tREAD: 30 40 10 0 0 0 300 800 0\n");
    REQUIRE(bench.tick(std::chrono::seconds{10}));
    CHECK(bench.sink.value("network_mount.requests.per_second{mount=\"/mnt\"}") == 2.0);
    CHECK(bench.sink.value("network_mount.requests.retransmitted_per_second{mount=\"/mnt\"}") ==
          1.0);
    CHECK(bench.sink.value("network_mount.requests.timeouts_per_second{mount=\"/mnt\"}") == 1.0);
    CHECK(*bench.sink.value("network_mount.latency.round_trip_seconds{mount=\"/mnt\"}") ==
          Approx(0.01));
    CHECK(*bench.sink.value("network_mount.latency.request_seconds{mount=\"/mnt\"}") ==
          Approx(0.03));
}

TEST_CASE("network mounts: a server that does not answer has timeouts and no mean time",
          "[collectors][network_mounts]") {
    test::CollectorBench bench{
        {{"proc/self/mountstats", nfs("/mnt", "\tREAD: 10 10 0 0 0 0 100 200 0\n")}}};
    bench.make("network_mounts", storage_catalog());
    REQUIRE(bench.tick());
    bench.host.files["proc/self/mountstats"] = nfs("/mnt", "\tREAD: 10 15 5 0 0 0 100 200 0\n");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("network_mount.requests.timeouts_per_second{mount=\"/mnt\"}") == 5.0);
    CHECK_FALSE(bench.sink.has("network_mount.latency.round_trip_seconds{mount=\"/mnt\"}"));
}

TEST_CASE("network mounts: two at one place are told once", "[collectors][network_mounts]") {
    const std::string twice = nfs("/mnt", "") + nfs("/mnt", "");
    test::CollectorBench bench{{{"proc/self/mountstats", twice}}};
    bench.make("network_mounts", storage_catalog());
    REQUIRE(bench.tick());
    REQUIRE(bench.tick());
    CHECK(bench.sink.doubled == 0);
    CHECK(bench.sink.count("network_mount.requests.per_second") == 1);
}

TEST_CASE("network mounts: a blank in a name is a blank in the label",
          "[collectors][network_mounts]") {
    test::CollectorBench bench{{{"proc/self/mountstats", nfs("/mnt/my\\040share", "")}}};
    bench.make("network_mounts", storage_catalog());
    REQUIRE(bench.tick());
    REQUIRE(bench.tick());
    CHECK(bench.sink.has("network_mount.requests.per_second{mount=\"/mnt/my share\"}"));
}

TEST_CASE("network mounts: at the bound all are told, one above it is not",
          "[collectors][network_mounts]") {
    std::string text;
    for (std::size_t i = 0; i <= network_mounts_max; ++i)
        text += nfs("/mnt/" + std::to_string(i), "");
    test::CollectorBench bench{{{"proc/self/mountstats", text}}};
    bench.make("network_mounts", storage_catalog());
    REQUIRE(bench.tick());
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("network_mount.requests.per_second") == network_mounts_max);
}

std::string cifs(int pending, int reconnects) {
    return "Resources in use\nCIFS Session: 1\nShare (unique mount targets): 2\n"
           "SMB Request/Response Buffer: 1 Pool size: 5\n"
           "SMB Small Req/Resp Buffer: 1 Pool size: 30\nOperations (MIDs): " +
           std::to_string(pending) + "\n\n1 session " + std::to_string(reconnects) +
           " share reconnects\nTotal vfs operations: 16 maximum at one time: 2\n\n"
           "1) \\\\server\\share\nSMBs: 20\nBytes read: 0  Bytes written: 0\n";
}

TEST_CASE("network mounts: what waits for Windows and Samba servers is told, and lost servers",
          "[collectors][network_mounts]") {
    test::CollectorBench bench{{{"proc/fs/cifs/Stats", cifs(0, 1)}}};
    bench.make("network_mounts", storage_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("network_mount.cifs.pending_count") == 0.0);
    CHECK(bench.sink.values.size() == 1);
    bench.host.files["proc/fs/cifs/Stats"] = cifs(7, 3);
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("network_mount.cifs.pending_count") == 7.0);
    CHECK(bench.sink.value("network_mount.cifs.reconnects_count") == 2.0);
    CHECK(parse_cifs_stats("rubbish\n").error().code == Errc::malformed);
}

TEST_CASE("network mounts: a host without NFS has no data", "[collectors][network_mounts]") {
    test::CollectorBench bench{{{"proc/self/mountstats", other}}};
    bench.make("network_mounts", storage_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
    bench.host.files.clear();
    CHECK(bench.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
