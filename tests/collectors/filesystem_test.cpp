#include "collectors/filesystem.hpp"

#include <catch2/catch.hpp>

#include "collectors/prompt_space.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const std::string root_line = "27 1 254:1 / / rw - ext4 /dev/vda1 rw\n";
const std::string data_line = "50 27 7:1 / /srv/my\\040data rw - ext4 /dev/loop1 rw\n";
const std::string root_labels = "{device=\"/dev/vda1\",mount=\"/\",type=\"ext4\"}";
const std::string read_only = "filesystem.state.read_only" + root_labels;

struct FilesystemBench : test::CollectorBench {
    explicit FilesystemBench(const std::string& mountinfo)
        : CollectorBench(test::MapHostFs{{"proc/1/mountinfo", mountinfo}}) {
        make("filesystem");
    }
};

/// Long enough for the list of mounts to be read again.
constexpr Duration later = std::chrono::seconds{5};

TEST_CASE("filesystem: used over size is what df shows", "[collectors][filesystem]") {
    test::CollectorBench bench{{{"proc/1/mountinfo", root_line + data_line}}};
    bench.space.answers.emplace("/", Space{1000, 300, 250, 100, 40, false});
    bench.make("filesystem");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("filesystem.space.used_bytes" + root_labels) == 700.0);
    CHECK(bench.sink.value("filesystem.space.size_bytes" + root_labels) == 950.0);
    CHECK(bench.sink.value("filesystem.space.available_bytes" + root_labels) == 250.0);
    CHECK(bench.sink.value("filesystem.inodes.used_count" + root_labels) == 60.0);
    CHECK(bench.sink.value("filesystem.inodes.limit_count" + root_labels) == 100.0);
    CHECK(bench.sink.value("filesystem.probe.stuck{mount=\"/\"}") == 0.0);
    CHECK(bench.sink.has(
        "filesystem.space.used_bytes{device=\"/dev/loop1\",mount=\"/srv/my data\",type=\"ext4\"}"));
}

TEST_CASE("filesystem: where inodes have no limit there are none", "[collectors][filesystem]") {
    test::CollectorBench bench{{{"proc/1/mountinfo", root_line}}};
    bench.space.answers.emplace("/", Space{1000, 300, 250, 0, 0, false});
    bench.make("filesystem");
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("filesystem.inodes") == 0);
    CHECK(bench.sink.count("filesystem.space") == 3);
}

TEST_CASE("filesystem: a mount that does not answer is stuck, the others are sampled",
          "[collectors][filesystem]") {
    test::CollectorBench bench{{{"proc/1/mountinfo", root_line + data_line}}};
    bench.space.answers.emplace("/srv/my data", fail(Errc::unavailable, "no answer"));
    bench.make("filesystem");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("filesystem.probe.stuck{mount=\"/srv/my data\"}") == 1.0);
    CHECK(bench.sink.value("filesystem.probe.stuck{mount=\"/\"}") == 0.0);
    CHECK(bench.sink.count("filesystem.space.used_bytes") == 1);
    bench.space.answers.clear();
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("filesystem.probe.stuck{mount=\"/srv/my data\"}") == 0.0);
    CHECK(bench.sink.count("filesystem.space.used_bytes") == 2);
}

TEST_CASE("filesystem: a mount that may not be asked is an error, and not stuck",
          "[collectors][filesystem]") {
    test::CollectorBench bench{{{"proc/1/mountinfo", root_line + data_line}}};
    bench.space.answers.emplace("/", fail(Errc::unreadable, "EACCES"));
    bench.make("filesystem");
    const auto collected = bench.tick();
    REQUIRE_FALSE(collected);
    CHECK(collected.error().code == Errc::unreadable);
    CHECK_FALSE(bench.sink.has("filesystem.probe.stuck{mount=\"/\"}"));
    CHECK(bench.sink.count("filesystem.space.used_bytes") == 1);
}

TEST_CASE("filesystem: what was unmounted a moment ago is quiet, and then gone",
          "[collectors][filesystem]") {
    FilesystemBench bench{root_line + data_line};
    REQUIRE(bench.tick());
    bench.host.files["proc/1/mountinfo"] = root_line;
    bench.space.answers.emplace("/srv/my data", fail(Errc::no_data, "gone"));
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("filesystem.probe.stuck") == 1);
    const std::size_t asked = bench.space.asked;
    REQUIRE(bench.tick());
    CHECK(bench.space.asked == asked + 1);
}

TEST_CASE("filesystem: new mounts are found within seconds", "[collectors][filesystem]") {
    FilesystemBench bench{root_line};
    REQUIRE(bench.tick());
    bench.host.files["proc/1/mountinfo"] = root_line + data_line;
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("filesystem.space.used_bytes") == 1);
    REQUIRE(bench.tick(later));
    CHECK(bench.sink.count("filesystem.space.used_bytes") == 2);
}

TEST_CASE("filesystem: while the kernel says that mounts are the same, they are read once a minute",
          "[collectors][filesystem]") {
    FilesystemBench bench{root_line};
    REQUIRE(bench.tick());
    bench.host.unchanged.insert("proc/1/mountinfo");
    bench.host.files["proc/1/mountinfo"] = root_line + data_line;
    for (int times = 0; times < 11; ++times)
        REQUIRE(bench.tick(later));
    CHECK(bench.sink.count("filesystem.space.used_bytes") == 1);
    REQUIRE(bench.tick(later));
    CHECK(bench.sink.count("filesystem.space.used_bytes") == 2);
    bench.host.files["proc/1/mountinfo"] = root_line;
    bench.host.unchanged.clear();
    REQUIRE(bench.tick(later));
    CHECK(bench.sink.count("filesystem.space.used_bytes") == 1);
}

TEST_CASE("filesystem: a filesystem that turns read-only by itself is seen as soon",
          "[collectors][filesystem]") {
    FilesystemBench bench{root_line};
    REQUIRE(bench.tick());
    bench.host.unchanged.insert("proc/1/mountinfo");
    bench.host.files["proc/1/mountinfo"] = "27 1 254:1 / / rw - ext4 /dev/vda1 ro\n";
    bench.space.answers.emplace("/", Space{1000, 1000, 950, 100, 90, true});
    REQUIRE(bench.tick());
    CHECK(bench.sink.value(read_only) == 0.0);
    REQUIRE(bench.tick(later));
    CHECK(bench.sink.value(read_only) == 1.0);
}

TEST_CASE("filesystem: a list of mounts that could not be read is read as soon as it can be",
          "[collectors][filesystem]") {
    FilesystemBench bench{root_line};
    bench.host.unreadable.insert("proc/1/mountinfo");
    REQUIRE_FALSE(bench.tick());
    bench.host.unchanged.insert("proc/1/mountinfo");
    bench.host.unreadable.clear();
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("filesystem.space.used_bytes") == 1);
}

TEST_CASE("filesystem: the kernel's flip to read-only is seen", "[collectors][filesystem]") {
    FilesystemBench bench{root_line};
    REQUIRE(bench.tick());
    CHECK(bench.sink.value(read_only) == 0.0);
    bench.host.files["proc/1/mountinfo"] = "27 1 254:1 / / rw - ext4 /dev/vda1 ro\n";
    REQUIRE(bench.tick(later));
    CHECK(bench.sink.value(read_only) == 1.0);
    bench.host.files["proc/1/mountinfo"] = root_line;
    REQUIRE(bench.tick(later));
    CHECK(bench.sink.value(read_only) == 0.0);
}

TEST_CASE("filesystem: what was never writable is no flip, unless fstab says otherwise",
          "[collectors][filesystem]") {
    FilesystemBench bench{"27 1 254:1 / / rw - ext4 /dev/vda1 ro\n"};
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has(read_only));
    bench.host.files["etc/fstab"] = "/dev/vda1 / ext4 defaults 0 1\n";
    REQUIRE(bench.tick(later));
    CHECK(bench.sink.value(read_only) == 1.0);
    bench.host.files["etc/fstab"] = "/dev/vda1 / ext4 ro 0 1\n";
    REQUIRE(bench.tick(later));
    CHECK_FALSE(bench.sink.has(read_only));
}

TEST_CASE("filesystem: our own sandbox does not make a mount read-only",
          "[collectors][filesystem]") {
    const std::string sandboxed = "27 1 254:1 / / ro - ext4 /dev/vda1 rw\n";
    test::CollectorBench bench{{{"proc/self/mountinfo", sandboxed}}};
    bench.make("filesystem");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value(read_only) == 0.0);
    bench.host.files["proc/1/mountinfo"] = sandboxed;
    REQUIRE(bench.tick(later));
    CHECK(bench.sink.value(read_only) == 1.0);
}

TEST_CASE("filesystem: a broken list is told, and the known mounts are still sampled",
          "[collectors][filesystem]") {
    FilesystemBench bench{root_line};
    REQUIRE(bench.tick());
    bench.host.files["proc/1/mountinfo"] = "rubbish\n";
    const auto collected = bench.tick(later);
    REQUIRE_FALSE(collected);
    CHECK(collected.error().code == Errc::malformed);
    CHECK(bench.sink.count("filesystem.space.used_bytes") == 1);
}

TEST_CASE("filesystem: a host with pseudo filesystems only has no data",
          "[collectors][filesystem]") {
    FilesystemBench bench{"22 27 0:21 / /proc rw,relatime - proc proc rw\n"};
    const auto collected = bench.tick();
    REQUIRE_FALSE(collected);
    CHECK(collected.error().code == Errc::no_data);
}

/// Counts whom it was asked for in which way.
class BothProbes final : public SpaceProbe, public PromptSpace {
public:
    Result<Space> space(std::string_view mount_point) override {
        asked.emplace_back(mount_point);
        return Space{1000, 1000, 950, 100, 90, false};
    }

    Result<Space> prompt_space(std::string_view mount_point) override {
        asked_promptly.emplace_back(mount_point);
        return Space{2000, 1000, 950, 100, 90, false};
    }

    void ask_ahead(const std::vector<std::string>& mount_points) override { ahead = mount_points; }

    std::vector<std::string> asked;
    std::vector<std::string> asked_promptly;
    std::vector<std::string> ahead;
};

TEST_CASE("filesystem: what may not answer is asked with a deadline, what answers from memory not",
          "[collectors][filesystem]") {
    test::CollectorBench bench{
        {{"proc/1/mountinfo", root_line + "51 27 0:44 / /nfs rw - nfs4 server:/x rw\n"}}};
    BothProbes probes;
    CollectorContext context{bench.host, probes, bench.watch};
    bench.collector = std::move(*make_filesystem(context));
    REQUIRE(bench.tick());
    using Names = std::vector<std::string>;
    CHECK(probes.asked_promptly == Names{"/"});
    CHECK(probes.asked == Names{"/nfs"});
    CHECK(probes.ahead == Names{"/nfs"});
    CHECK(bench.sink.value("filesystem.space.used_bytes" + root_labels) == 1000.0);
}

}  // namespace
}  // namespace foreshock::collectors
