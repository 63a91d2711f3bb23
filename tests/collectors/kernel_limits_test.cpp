#include "collectors/kernel_limits.hpp"

#include <catch2/catch.hpp>

#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

TEST_CASE("kernel limits: open files are those allocated and not unused", "[collectors][kernel]") {
    const auto files = parse_file_nr("610\t10\t2466183\n");
    REQUIRE(files);
    CHECK(files->open == 600);
    CHECK(files->limit == 2466183);
}

TEST_CASE("kernel limits: a file-nr that is none is malformed", "[collectors][kernel]") {
    for (const std::string text : {"", "5\n", "5 0\n", "5 6 7\n", "a b c\n"}) {
        INFO(text);
        REQUIRE_FALSE(parse_file_nr(text));
        CHECK(parse_file_nr(text).error().code == Errc::malformed);
    }
}

TEST_CASE("kernel limits: each use stands beside its limit", "[collectors][kernel]") {
    test::CollectorBench bench{{{"proc/sys/fs/file-nr", "610 0 1000\n"},
                                {"proc/loadavg", "0 0 0 1/96 7303\n"},
                                {"proc/sys/kernel/pid_max", "32768\n"},
                                {"proc/sys/kernel/threads-max", "192731\n"},
                                {"proc/sys/net/netfilter/nf_conntrack_count", "12\n"},
                                {"proc/sys/net/netfilter/nf_conntrack_max", "262144\n"}}};
    bench.make("kernel_limits");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("kernel.files.open_count") == 610.0);
    CHECK(bench.sink.value("kernel.files.limit_count") == 1000.0);
    CHECK(bench.sink.value("kernel.pids.used_count") == 96.0);
    CHECK(bench.sink.value("kernel.pids.limit_count") == 32768.0);
    CHECK(bench.sink.value("kernel.threads.used_count") == 96.0);
    CHECK(bench.sink.value("kernel.threads.limit_count") == 192731.0);
    CHECK(bench.sink.value("kernel.conntrack.used_count") == 12.0);
    CHECK(bench.sink.value("kernel.conntrack.limit_count") == 262144.0);
}

TEST_CASE("kernel limits: what a kernel lacks is quietly left out", "[collectors][kernel]") {
    test::CollectorBench bench{{{"proc/sys/fs/file-nr", "610 0 1000\n"}}};
    bench.make("kernel_limits");
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.size() == 2);
}

TEST_CASE("kernel limits: one broken file is told and the others are still sampled",
          "[collectors][kernel]") {
    test::CollectorBench bench{{{"proc/sys/fs/file-nr", "rubbish"},
                                {"proc/loadavg", "0 0 0 1/96 7303\n"},
                                {"proc/sys/kernel/pid_max", "32768\n"},
                                {"proc/sys/kernel/threads-max", "5\n"}}};
    bench.make("kernel_limits");
    const auto collected = bench.tick();
    REQUIRE_FALSE(collected);
    CHECK(collected.error().code == Errc::malformed);
    CHECK(bench.sink.has("kernel.pids.used_count"));
}

const std::string sem_table =
    "       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime\n"
    "-1036966381          0   644          5     0     0     0     0          0 1795636387\n"
    "      12345          1   600         17    33    33    33    33          0 1795636390\n";

TEST_CASE("kernel limits: a table is counted by rows and summed by one column",
          "[collectors][kernel]") {
    const auto rows = parse_table_use(sem_table, "");
    REQUIRE(rows);
    CHECK(rows->rows == 2);
    const auto semaphores = parse_table_use(sem_table, "nsems");
    REQUIRE(semaphores);
    CHECK(semaphores->sum == 22);
    CHECK(parse_table_use("       key      semid\n", "semid")->rows == 0);
}

TEST_CASE("kernel limits: tables that lack something are malformed", "[collectors][kernel]") {
    for (const std::string text :
         {"", "\n", "key size\n1\n", "key size\n1 x\n", "key nsems\n1 2\n"}) {
        INFO(text);
        REQUIRE_FALSE(parse_table_use(text, "size"));
        CHECK(parse_table_use(text, "size").error().code == Errc::malformed);
    }
}

TEST_CASE("kernel limits: kernel.sem holds four numbers", "[collectors][kernel]") {
    const auto limits = parse_semaphore_limits("32000\t1024000000\t500\t32000\n");
    REQUIRE(limits);
    CHECK(limits->semaphores == 1024000000);
    CHECK(limits->sets == 32000);
    CHECK_FALSE(parse_semaphore_limits("32000\t1024000000\t500\n"));
}

TEST_CASE("kernel limits: memory of fragments is found in sockstat", "[collectors][kernel]") {
    CHECK(parse_fragment_bytes("TCP: inuse 5\nFRAG: inuse 2 memory 8192\n").value() == 8192);
    CHECK_FALSE(parse_fragment_bytes("TCP: inuse 5 memory 7\n"));
    CHECK_FALSE(parse_fragment_bytes("FRAG: inuse 2 memory x\n"));
}

TEST_CASE("kernel limits: System V objects stand beside their limits", "[collectors][kernel]") {
    test::CollectorBench bench{{{"proc/sysvipc/sem", sem_table},
                                {"proc/sys/kernel/sem", "32000\t64\t500\t128\n"},
                                {"proc/sysvipc/shm", "key shmid perms size\n1 2 600 10000\n"},
                                {"proc/sys/kernel/shmmni", "4096\n"},
                                {"proc/sys/kernel/shmall", "10\n"},
                                {"proc/sysvipc/msg", "key msqid\n"},
                                {"proc/sys/kernel/msgmni", "32000\n"}}};
    bench.make("kernel_limits");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("kernel.semaphore_sets.used_count") == 2.0);
    CHECK(bench.sink.value("kernel.semaphore_sets.limit_count") == 128.0);
    CHECK(bench.sink.value("kernel.semaphores.used_count") == 22.0);
    CHECK(bench.sink.value("kernel.semaphores.limit_count") == 64.0);
    CHECK(bench.sink.value("kernel.shared_segments.used_count") == 1.0);
    CHECK(bench.sink.value("kernel.shared_segments.limit_count") == 4096.0);
    CHECK(bench.sink.value("kernel.shared_memory.used_bytes") == 10000.0);
    CHECK(bench.sink.value("kernel.shared_memory.limit_bytes") == 40960.0);
    CHECK(bench.sink.value("kernel.message_queues.used_count") == 0.0);
    CHECK(bench.sink.value("kernel.message_queues.limit_count") == 32000.0);
}

TEST_CASE("kernel limits: aio, terminals, mounts, fragments and entropy are read",
          "[collectors][kernel]") {
    test::CollectorBench bench{{{"proc/sys/fs/aio-nr", "128\n"},
                                {"proc/sys/fs/aio-max-nr", "65536\n"},
                                {"proc/sys/kernel/pty/nr", "3\n"},
                                {"proc/sys/kernel/pty/max", "4096\n"},
                                {"proc/self/mountinfo", "22 27 0:21 /\n23 27 0:22 /\n"},
                                {"proc/sys/fs/mount-max", "100000\n"},
                                {"proc/net/sockstat", "FRAG: inuse 2 memory 8192\n"},
                                {"proc/sys/net/ipv4/ipfrag_high_thresh", "4194304\n"},
                                {"proc/sys/kernel/random/entropy_avail", "256\n"}}};
    bench.make("kernel_limits");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("kernel.aio.used_count") == 128.0);
    CHECK(bench.sink.value("kernel.aio.limit_count") == 65536.0);
    CHECK(bench.sink.value("kernel.ptys.used_count") == 3.0);
    CHECK(bench.sink.value("kernel.ptys.limit_count") == 4096.0);
    CHECK(bench.sink.value("kernel.mounts.used_count") == 2.0);
    CHECK(bench.sink.value("kernel.mounts.limit_count") == 100000.0);
    CHECK(bench.sink.value("kernel.fragments.used_bytes") == 8192.0);
    CHECK(bench.sink.value("kernel.fragments.limit_bytes") == 4194304.0);
    CHECK(bench.sink.value("kernel.entropy.available_count") == 256.0);
}

TEST_CASE("kernel limits: a limit without bound is left out", "[collectors][kernel]") {
    test::CollectorBench bench{{{"proc/sysvipc/shm", "key shmid perms size\n1 2 600 10000\n"},
                                {"proc/sys/kernel/shmall", "18446744073692774399\n"}}};
    bench.make("kernel_limits");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("kernel.shared_memory.used_bytes") == 10000.0);
    CHECK_FALSE(bench.sink.has("kernel.shared_memory.limit_bytes"));
}

TEST_CASE("kernel limits: what moves slowly is read every few seconds", "[collectors][kernel]") {
    test::CollectorBench bench{{{"proc/sys/fs/file-nr", "610 0 1000\n"},
                                {"proc/sys/fs/aio-nr", "128\n"},
                                {"proc/sys/fs/aio-max-nr", "65536\n"}}};
    bench.make("kernel_limits");
    REQUIRE(bench.tick());
    CHECK(bench.sink.has("kernel.aio.used_count"));
    REQUIRE(bench.tick());
    CHECK(bench.sink.has("kernel.files.open_count"));
    CHECK_FALSE(bench.sink.has("kernel.aio.used_count"));
    REQUIRE(bench.tick(std::chrono::seconds{4}));
    CHECK(bench.sink.has("kernel.aio.used_count"));
}

TEST_CASE("kernel limits: a fault of what moves slowly is told until it is over",
          "[collectors][kernel]") {
    test::CollectorBench bench{{{"proc/sys/fs/file-nr", "610 0 1000\n"},
                                {"proc/sys/fs/aio-nr", "rubbish\n"},
                                {"proc/sys/fs/aio-max-nr", "65536\n"}}};
    bench.make("kernel_limits");
    CHECK_FALSE(bench.tick());
    CHECK_FALSE(bench.tick());
    bench.host.files["proc/sys/fs/aio-nr"] = "5\n";
    CHECK(bench.tick(std::chrono::seconds{5}));
}

}  // namespace
}  // namespace foreshock::collectors
