#include "agent/cgroup_names.hpp"

#include <filesystem>

#include <catch2/catch.hpp>
#include <sys/stat.h>

using namespace foreshock::agent;

TEST_CASE("cgroup names: the unit is the last part that is one", "[agent][cgroup]") {
    CHECK(unit_in_cgroup_path("/system.slice/shop.service") == "shop.service");
    CHECK(unit_in_cgroup_path("/system.slice/shop.service/workers") == "shop.service");
    CHECK(unit_in_cgroup_path("/user.slice/user-0.slice/session-3.scope") == "session-3.scope");
    CHECK(unit_in_cgroup_path("/faultlab-shop") == "faultlab-shop");
    CHECK(unit_in_cgroup_path("/").empty());
    CHECK(unit_in_cgroup_path("").empty());
}

TEST_CASE("cgroup names: an id that is none has no name", "[agent][cgroup]") {
    CgroupNames names;
    CHECK(names.unit_of(0).empty());
    CHECK(names.unit_of(0xFFFFFFFFFFFF).empty());
}

TEST_CASE("cgroup names: a host without cgroup v2 has no names", "[agent][cgroup]") {
    CgroupNames names{"/nowhere"};
    CHECK(names.unit_of(1).empty());
}

TEST_CASE("cgroup names: the kernel names a cgroup by its id", "[agent][cgroup]") {
    namespace fs = std::filesystem;
    for (const char* root : {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"}) {
        if (!fs::exists(std::string{root} + "/cgroup.controllers")) continue;
        std::error_code failed;
        const fs::path made = fs::path{root} / "foreshock-names-test.scope";
        if (!fs::create_directory(made, failed)) continue;

        struct stat seen {};

        REQUIRE(::stat(made.c_str(), &seen) == 0);
        CgroupNames names{root};
        const std::string name = names.unit_of(seen.st_ino);
        fs::remove(made, failed);
        CHECK(name == "foreshock-names-test.scope");
        CHECK(names.unit_of(seen.st_ino) == name);
        return;
    }
    WARN("no cgroup v2 that may be written: the kernel was not asked");
}
