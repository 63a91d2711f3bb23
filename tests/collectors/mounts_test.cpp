#include "collectors/mounts.hpp"

#include <catch2/catch.hpp>

#include "tests/support/fixture.hpp"

namespace foreshock::collectors {
namespace {

Mount mount(const std::string& point, const std::string& type, const std::string& number) {
    Mount made;
    made.mount_point = point;
    made.type = type;
    made.device_number = number;
    made.root = "/";
    return made;
}

std::vector<std::string> points(std::vector<Mount> mounts) {
    std::vector<std::string> names;
    for (const Mount& found : watched_mounts(std::move(mounts)))
        names.push_back(found.mount_point);
    return names;
}

using Names = std::vector<std::string>;

TEST_CASE("mounts: a line of mountinfo is read", "[collectors][mounts]") {
    const auto mounts = parse_mountinfo(
        "36 35 98:0 /root /mnt ro,noatime master:1 shared:2 - ext3 /dev/root rw,errors=continue\n");
    REQUIRE(mounts);
    REQUIRE(mounts->size() == 1);
    const Mount& found = mounts->front();
    CHECK(found.device_number == "98:0");
    CHECK(found.root == "/root");
    CHECK(found.mount_point == "/mnt");
    CHECK(found.type == "ext3");
    CHECK(found.source == "/dev/root");
    CHECK(found.mount_read_only);
    CHECK_FALSE(found.superblock_read_only);
    CHECK_FALSE(found.size_bytes);
}

TEST_CASE("mounts: states of superblock and sizes of tmpfs are in the options",
          "[collectors][mounts]") {
    const auto mounts = parse_mountinfo(
        "1 0 8:1 / / rw - ext4 /dev/sda1 ro,errors=remount-ro\n"
        "2 1 0:5 / /tmp rw - tmpfs tmpfs rw,size=16k,mode=755\n"
        "3 1 0:6 / /errors rw - ext4 /dev/sdb rw,errors=remount-ro\n");
    REQUIRE(mounts);
    CHECK((*mounts)[0].superblock_read_only);
    CHECK_FALSE((*mounts)[0].mount_read_only);
    CHECK((*mounts)[1].size_bytes == 16384.0);
    CHECK_FALSE((*mounts)[2].superblock_read_only);
}

TEST_CASE("mounts: escapes are octal", "[collectors][mounts]") {
    CHECK(unescape_octal("/mnt/a\\040b\\134c\\011\\012\\043") == "/mnt/a b\\c\t\n#");
    CHECK(unescape_octal("plain") == "plain");
    CHECK(unescape_octal("\\04") == "\\04");
    CHECK(unescape_octal("\\0499") == "\\0499");
    CHECK(unescape_octal("\\") == "\\");
    const auto mounts = parse_mountinfo("1 0 8:1 / /srv/my\\040data rw - ext4 /dev/sd\\040a rw\n");
    REQUIRE(mounts);
    CHECK(mounts->front().mount_point == "/srv/my data");
    CHECK(mounts->front().source == "/dev/sd a");
}

TEST_CASE("mounts: a last line that was cut off is left out", "[collectors][mounts]") {
    const auto mounts = parse_mountinfo("1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 8:2 / /ho");
    REQUIRE(mounts);
    CHECK(mounts->size() == 1);
}

TEST_CASE("mounts: a filesystem that the kernel has stopped after an error is read-only",
          "[collectors][mounts]") {
    const auto mounts =
        parse_mountinfo("27 1 254:1 / / rw - ext4 /dev/vda1 rw,errors=remount-ro,emergency_ro\n");
    REQUIRE(mounts);
    CHECK((*mounts)[0].superblock_read_only);
    CHECK_FALSE(parse_mountinfo("27 1 254:1 / / rw - ext4 /dev/vda1 rw,errors=remount-ro\n")
                    ->front()
                    .superblock_read_only);
}

TEST_CASE("mounts: what is not mountinfo is malformed", "[collectors][mounts]") {
    for (const std::string text : {"", "\n", "x\n", "1 0 8:1 / / rw ext4 /dev/sda1 rw\n",
                                   "1 0 8:1 / relative rw - ext4 /dev/sda1 rw\n",
                                   "1 0 8:1 / / rw -\n2 1 8:1 / / rw - ext4 /dev/a rw\n"}) {
        INFO(text);
        REQUIRE_FALSE(parse_mountinfo(text));
        CHECK(parse_mountinfo(text).error().code == Errc::malformed);
    }
}

TEST_CASE("mounts: fstab tells what is meant to be read-only", "[collectors][mounts]") {
    const auto intended = parse_fstab(
        "# comment / ext4 ro\n\n/dev/sda1 / ext4 errors=remount-ro 0 1\n"
        "/dev/sda2 /usr ext4 noatime,ro 0 2\n/dev/sda3 none swap sw 0 0\n"
        "/dev/sdb1 /my\\040data ext4\n");
    CHECK(intended.read_only == Names{"/usr"});
    CHECK(intended.writable == Names{"/", "/my data"});
}

TEST_CASE("mounts: pseudo filesystems and images are not watched", "[collectors][mounts]") {
    CHECK(points({mount("/", "ext4", "8:1"), mount("/p", "proc", "0:1"),
                  mount("/c", "cgroup2", "0:2"), mount("/snap2", "squashfs", "7:0"),
                  mount("/cd", "iso9660", "11:0"), mount("/data", "zfs", "0:3"),
                  mount("/net", "nfs4", "0:4")}) == Names{"/", "/data", "/net"});
}

TEST_CASE("mounts: memory filesystems only where people write, and of some size",
          "[collectors][mounts]") {
    Mount small = mount("/run/lock", "tmpfs", "0:2");
    small.size_bytes = tmpfs_bytes_min - 1;
    Mount enough = mount("/run", "tmpfs", "0:3");
    enough.size_bytes = tmpfs_bytes_min;
    Mount read_only = mount("/opt/x", "tmpfs", "0:4");
    read_only.superblock_read_only = true;
    CHECK(points({small, enough, read_only, mount("/tmp", "tmpfs", "0:5"),
                  mount("/dev/shm", "tmpfs", "0:6"), mount("/dev/x", "tmpfs", "0:7"),
                  mount("/run/user/1000", "tmpfs", "0:8"), mount("/sys/fs/cgroup", "tmpfs", "0:9"),
                  mount("/run/credentials/systemd", "tmpfs", "0:10")}) ==
          Names{"/dev/shm", "/run", "/tmp"});
}

TEST_CASE("mounts: layers of container engines are theirs, but not the root of ours",
          "[collectors][mounts]") {
    CHECK(points({mount("/", "overlay", "0:1"),
                  mount("/var/lib/docker/overlay2/x/merged", "overlay", "0:2"),
                  mount("/var/lib/docker/volumes", "ext4", "8:9"), mount("/x", "overlay", "0:3"),
                  mount("/var/lib/docker-data", "ext4", "8:3")}) ==
          Names{"/", "/var/lib/docker-data"});
}

TEST_CASE("mounts: of one filesystem the whole and the shortest mount point stands for all",
          "[collectors][mounts]") {
    Mount bind = mount("/b", "ext4", "8:1");
    bind.root = "/home";
    CHECK(points({bind, mount("/srv/data", "ext4", "8:1"), mount("/srv/copy/of", "ext4", "8:1")}) ==
          Names{"/srv/data"});
    CHECK(points({bind}) == Names{"/b"});
}

TEST_CASE("mounts: of mounts on one another the last is seen", "[collectors][mounts]") {
    CHECK(points({mount("/mnt", "ext4", "8:1"), mount("/mnt", "proc", "0:5")}).empty());
    CHECK(points({mount("/mnt", "proc", "0:5"), mount("/mnt", "ext4", "8:1")}) == Names{"/mnt"});
}

TEST_CASE("mounts: at the bound all are watched, above it disks go before memory",
          "[collectors][mounts]") {
    std::vector<Mount> many{mount("/a", "tmpfs", "0:1"), mount("/b", "nfs", "0:2")};
    for (std::size_t i = many.size(); i < mounts_max; ++i) {
        many.push_back(mount("/disk" + std::to_string(i), "ext4", "8:" + std::to_string(i)));
    }
    CHECK(points(many).size() == mounts_max);
    many.push_back(mount("/one-more", "xfs", "9:1"));
    const Names kept = points(many);
    CHECK(kept.size() == mounts_max);
    CHECK(std::find(kept.begin(), kept.end(), "/a") == kept.end());
    CHECK(std::find(kept.begin(), kept.end(), "/b") != kept.end());
    CHECK(std::find(kept.begin(), kept.end(), "/one-more") != kept.end());
}

TEST_CASE("mounts: a captured host", "[collectors][mounts]") {
    const auto mounts =
        parse_mountinfo(test::load_fixture("cgroup_v1_host").files["proc/1/mountinfo"]);
    REQUIRE(mounts);
    CHECK(points(*mounts) == Names{"/", "/dev/shm", "/mnt/share", "/srv/my data"});
}

TEST_CASE("mounts: those answer from memory that ask neither a disk nor others",
          "[collectors][mounts]") {
    const auto prompt = [](std::vector<Mount> mounts) {
        Names names;
        for (const Mount& found : watched_mounts(std::move(mounts)))
            if (found.answers_from_memory) names.push_back(found.mount_point);
        return names;
    };
    const Mount root = mount("/", "ext4", "8:1");
    const Mount data = mount("/srv/data", "ext4", "8:2");
    CHECK(prompt({root, data, mount("/tmp", "tmpfs", "0:9")}) == Names{"/", "/srv/data", "/tmp"});
    CHECK(prompt({root, mount("/dev", "devtmpfs", "0:5"), mount("/dev/shm", "tmpfs", "0:6")}) ==
          Names{"/", "/dev/shm"});
    CHECK(prompt({root, mount("/nfs", "nfs4", "0:7"), mount("/xfs", "xfs", "8:3")}) == Names{"/"});
    CHECK(prompt({root, mount("/srv", "nfs4", "0:7"), data}) == Names{"/"});
    CHECK(prompt({root, mount("/srv", "autofs", "0:7"), data}) == Names{"/"});
    CHECK(prompt({root, mount("/srv/data", "nfs4", "0:7"), data}) == Names{"/"});
    CHECK(prompt({root, mount("/srv/da", "nfs4", "0:7"), data}) == Names{"/", "/srv/data"});
    CHECK(prompt({mount("/", "overlay", "0:8"), data}).empty());
    CHECK(prompt({mount("/", "fuse.bindfs", "0:8"), data}).empty());
}

TEST_CASE("mounts: quotas of projects may have to be read from the disk", "[collectors][mounts]") {
    const auto mounts = watched_mounts(
        *parse_mountinfo("36 35 98:0 / / rw - ext4 /dev/root rw,prjquota\n"
                         "37 36 98:1 / /srv rw - ext4 /dev/srv rw,errors=continue\n"));
    REQUIRE(mounts.size() == 2);
    CHECK_FALSE(mounts[0].answers_from_memory);
    CHECK(mounts[1].answers_from_memory);
}

}  // namespace
}  // namespace foreshock::collectors
