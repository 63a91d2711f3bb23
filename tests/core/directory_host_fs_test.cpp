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

TEST_CASE("host fs: links are read", "[core][host_fs]") {
    const test::TemporaryFolder root;
    std::filesystem::create_symlink("/usr/bin/shop", root.path() + "/exe");
    CHECK(DirectoryHostFs{root.path()}.read_link("exe") == std::string{"/usr/bin/shop"});
}
