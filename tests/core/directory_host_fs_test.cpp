#include "core/directory_host_fs.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include "tests/support/temporary_folder.hpp"

using namespace foreshock;

TEST_CASE("host fs: a kept-open file shows what it holds now", "[core][host_fs]") {
    const test::TemporaryFolder root;
    root.write("proc/loadavg", "0.10 0.20 0.30 1/100 42\n");
    const DirectoryHostFs host{root.path()};
    const auto file = host.open("proc/loadavg");
    std::string buffer;
    CHECK(file->read(buffer) == "0.10 0.20 0.30 1/100 42\n");
    root.write("proc/loadavg", "9.00\n");
    CHECK(file->read(buffer) == "9.00\n");
}

TEST_CASE("host fs: a missing file is no data until it appears", "[core][host_fs]") {
    const test::TemporaryFolder root;
    const DirectoryHostFs host{root.path()};
    const auto file = host.open("proc/pressure/memory");
    std::string buffer;
    const auto missing = file->read(buffer);
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == Errc::no_data);
    root.write("proc/pressure/memory", "some\n");
    CHECK(file->read(buffer) == "some\n");
}

TEST_CASE("host fs: a directory in the place of a file is unreadable", "[core][host_fs]") {
    const test::TemporaryFolder root;
    root.write("proc/stat/entry", "");
    const auto text = DirectoryHostFs{root.path()}.read("proc/stat");
    REQUIRE_FALSE(text);
    CHECK(text.error().code == Errc::unreadable);
}

TEST_CASE("host fs: a file beyond the bound is cut there", "[core][host_fs]") {
    const test::TemporaryFolder root;
    root.write("big", std::string(HostFs::file_bytes_max + 1, 'x'));
    const auto text = DirectoryHostFs{root.path()}.read("big");
    REQUIRE(text);
    CHECK(text->size() == HostFs::file_bytes_max);
}

TEST_CASE("host fs: directories are listed and counted without dots", "[core][host_fs]") {
    const test::TemporaryFolder root;
    for (const char* name : {"proc/1/fd/0", "proc/1/fd/1", "proc/1/fd/2"})
        root.write(name, "");
    const DirectoryHostFs host{root.path()};
    auto names = host.list("proc/1/fd");
    REQUIRE(names);
    std::sort(names->begin(), names->end());
    CHECK(*names == std::vector<std::string>{"0", "1", "2"});
    CHECK(host.count("proc/1/task").error().code == Errc::no_data);
    CHECK(host.count("proc/1").value() == 1);
}

TEST_CASE("host fs: a directory of more names than one answer of the kernel holds",
          "[core][host_fs]") {
    const test::TemporaryFolder root;
    constexpr std::size_t names = 2000;
    for (std::size_t i = 0; i < names; ++i)
        root.write("proc/many/" + std::string(40, 'n') + std::to_string(i), "");
    const DirectoryHostFs host{root.path()};
    CHECK(host.list("proc/many").value().size() == names);
    CHECK(host.count("proc/many") == names);
}

TEST_CASE("host fs: links are read", "[core][host_fs]") {
    const test::TemporaryFolder root;
    std::filesystem::create_symlink("/usr/bin/shop", root.path() + "/exe");
    CHECK(DirectoryHostFs{root.path()}.read_link("exe") == std::string{"/usr/bin/shop"});
}

TEST_CASE("host fs: a file's status tells what it takes on the disk", "[core][host_fs]") {
    const test::TemporaryFolder root;
    root.write("var/log/app.log", std::string(5000, 'x'));
    root.write("var/log/holes", "");
    std::filesystem::resize_file(root.path() + "/var/log/holes", 1 << 20);
    const DirectoryHostFs host{root.path()};
    const auto status = host.status("var/log/app.log");
    REQUIRE(status);
    CHECK(status->size_bytes == 5000);
    CHECK(status->links == 1);
    CHECK(status->inode != 0);
    const auto holes = host.status("var/log/holes");
    REQUIRE(holes);
    CHECK(holes->size_bytes == 1 << 20);
    CHECK(holes->allocated_bytes < holes->size_bytes);
    CHECK(holes->device == status->device);
    REQUIRE_FALSE(host.status("var/log/none"));
    CHECK(host.status("var/log/none").error().code == Errc::no_data);
}

TEST_CASE("host fs: a deleted file that is still open has a status", "[core][host_fs]") {
    const test::TemporaryFolder root;
    root.write("held", std::string(5000, 'x'));
    std::ifstream held{root.path() + "/held"};
    std::filesystem::remove(root.path() + "/held");
    const DirectoryHostFs host{"/"};
    std::size_t found = 0;
    const auto descriptors = host.list("proc/self/fd");
    REQUIRE(descriptors);
    for (const std::string& descriptor : *descriptors) {
        const auto target = host.read_link("proc/self/fd/" + descriptor);
        if (!target || *target != root.path() + "/held (deleted)") continue;
        const auto status = host.status("proc/self/fd/" + descriptor);
        REQUIRE(status);
        CHECK(status->links == 0);
        CHECK(status->size_bytes == 5000);
        ++found;
    }
    CHECK(found == 1);
}

TEST_CASE("host fs: an answer of sysctl is read whole, short or long", "[core][host_fs]") {
    const test::TemporaryFolder root;
    const DirectoryHostFs host{root.path()};
    std::string buffer;
    for (const std::size_t bytes : {0, 1, 511, 512, 513, 5000, 20000}) {
        const std::string text(bytes, '7');
        root.write("proc/sys/kernel/long", text);
        CHECK(host.open("proc/sys/kernel/long")->read(buffer) == text);
    }
    CHECK(host.open("proc/sys/kernel/long")->read(buffer).value().size() == 20000);
}

TEST_CASE("host fs: of a process that has ended there is no data", "[core][host_fs]") {
    const DirectoryHostFs host{"/"};
    const std::string beyond_all = "proc/4194305";  // PID_MAX_LIMIT
    CHECK(host.read(beyond_all + "/stat").error().code == Errc::no_data);
    CHECK(host.list(beyond_all + "/fd").error().code == Errc::no_data);
    CHECK(host.read_link(beyond_all + "/exe").error().code == Errc::no_data);
    CHECK(host.read("proc/self/stat"));
}

TEST_CASE("host fs: another proc in the place of the first is found", "[core][host_fs]") {
    const test::TemporaryFolder root;
    root.write("proc/7/stat", "old");
    const DirectoryHostFs host{root.path()};
    CHECK(host.list("proc/7").value() == std::vector<std::string>{"stat"});
    std::filesystem::remove_all(root.path() + "/proc");
    CHECK(host.list("proc/7").error().code == Errc::no_data);
    root.write("proc/8/stat", "new");
    std::filesystem::create_symlink("/usr/bin/shop", root.path() + "/proc/8/exe");
    CHECK(host.list("proc/8").value().size() == 2);
    CHECK(host.read_link("proc/8/exe") == std::string{"/usr/bin/shop"});
    CHECK(host.read_link("proc/9/exe").error().code == Errc::no_data);
}

TEST_CASE("host fs: the kernel tells whether its list of mounts has changed", "[core][host_fs]") {
    const DirectoryHostFs host{"/"};
    const auto mounts = host.open("proc/self/mountinfo");
    CHECK(mounts->may_have_changed());
    std::string buffer;
    REQUIRE(mounts->read(buffer));
    // Others may mount something at this very moment.
    int asked = 0;
    while (mounts->may_have_changed() && asked < 1000)
        ++asked;
    CHECK(asked < 1000);
    const auto load = host.open("proc/loadavg");
    REQUIRE(load->read(buffer));
    CHECK(load->may_have_changed());
}

TEST_CASE("host fs: nobody tells whether a file in a tree has changed", "[core][host_fs]") {
    const test::TemporaryFolder root;
    root.write("proc/1/mountinfo", "old");
    const DirectoryHostFs host{root.path()};
    const auto mounts = host.open("proc/1/mountinfo");
    std::string buffer;
    REQUIRE(mounts->read(buffer) == std::string_view{"old"});
    CHECK(mounts->may_have_changed());
}
