#include "collectors/cgroup_files.hpp"

#include <catch2/catch.hpp>

#include "tests/support/fixture.hpp"

namespace foreshock::collectors {
namespace {

TEST_CASE("cgroup limits: numbers, and the two ways to say that there is none",
          "[collectors][cgroup]") {
    CHECK(**parse_cgroup_limit("314572800\n") == 314572800U);
    CHECK_FALSE(parse_cgroup_limit("max\n")->has_value());
    CHECK_FALSE(parse_cgroup_limit("9223372036854771712\n")->has_value());
    CHECK_FALSE(parse_cgroup_limit("9223372036854710272\n")->has_value());  // pages of 64 KiB
    for (const std::string text : {"", "\n", "x\n", "-1\n"}) {
        INFO(text);
        REQUIRE_FALSE(parse_cgroup_limit(text));
        CHECK(parse_cgroup_limit(text).error().code == Errc::malformed);
    }
}

TEST_CASE("cgroup memory: each version has its own key for what can be dropped",
          "[collectors][cgroup]") {
    const std::string stat = "cache 1\ninactive_file 22\ntotal_inactive_file 333\n";
    CHECK(*parse_inactive_file(stat, CgroupVersion::v1) == 333);
    CHECK(*parse_inactive_file(stat, CgroupVersion::v2) == 22);
    CHECK(parse_inactive_file("cache 1\n", CgroupVersion::v2).error().code == Errc::malformed);
    CHECK(parse_inactive_file("inactive_file x\n", CgroupVersion::v2).error().code ==
          Errc::malformed);
}

TEST_CASE("cgroup memory: the working set is never negative", "[collectors][cgroup]") {
    CHECK(working_set_bytes(100, 30) == 70);
    CHECK(working_set_bytes(100, 130) == 0);
}

TEST_CASE("cgroup tree: the kernel's files are told from cgroups", "[collectors][cgroup]") {
    for (const char* name : {"memory.max", "cgroup.procs", "tasks", "pids.current", "io.stat"}) {
        INFO(name);
        CHECK(is_cgroup_control_file(name));
    }
    for (const char* name : {"system.slice", "cpu.slice", "memory.service", "shop", "docker"}) {
        INFO(name);
        CHECK_FALSE(is_cgroup_control_file(name));
    }
}

TEST_CASE("cgroup tree: version 1 has a tree for each controller", "[collectors][cgroup]") {
    const auto trees = find_cgroup_trees(test::load_fixture("cgroup_v1_host"));
    REQUIRE(trees.size() == 3);
    CHECK(trees[0].root == "sys/fs/cgroup/memory");
    CHECK(trees[0].version == CgroupVersion::v1);
    CHECK(trees[0].has_memory);
    CHECK_FALSE(trees[0].has_pids);
    CHECK(trees[1].root == "sys/fs/cgroup/pids");
    CHECK(trees[1].has_pids);
    CHECK(trees[2].root == "sys/fs/cgroup/cpu");
    CHECK(trees[2].has_cpu);
    CHECK(trees[1].file("/shop", "pids.max") == "sys/fs/cgroup/pids/shop/pids.max");
}

TEST_CASE("cgroup tree: version 2 has one for all", "[collectors][cgroup]") {
    const auto trees = find_cgroup_trees(test::load_fixture("cgroup_v2_host"));
    REQUIRE(trees.size() == 1);
    CHECK(trees[0].root == "sys/fs/cgroup");
    CHECK(trees[0].version == CgroupVersion::v2);
    CHECK(trees[0].has_memory);
    CHECK(trees[0].has_pids);
}

TEST_CASE("cgroup tree: in a hybrid each controller is looked for where it is",
          "[collectors][cgroup]") {
    const test::MapHostFs host{{"sys/fs/cgroup/memory/memory.usage_in_bytes", "1\n"},
                               {"sys/fs/cgroup/unified/cgroup.controllers", "pids\n"}};
    const auto trees = find_cgroup_trees(host);
    REQUIRE(trees.size() == 2);
    CHECK(trees[1].root == "sys/fs/cgroup/unified");
    CHECK(trees[1].has_pids);
    CHECK_FALSE(trees[1].has_memory);
    CHECK(find_cgroup_trees(test::MapHostFs{}).empty());
}

TEST_CASE("cgroup tree: with version 1 cores have a tree of their own", "[collectors][cgroup]") {
    const test::MapHostFs host{{"sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n"}};
    const auto trees = find_cgroup_trees(host);
    REQUIRE(trees.size() == 1);
    CHECK(trees[0].root == "sys/fs/cgroup/cpu");
    CHECK(trees[0].version == CgroupVersion::v1);
    CHECK(trees[0].has_cpu);
    CHECK_FALSE(trees[0].has_memory);
    CHECK(find_cgroup_trees(test::load_fixture("cgroup_v2_host"))[0].has_cpu);
}

}  // namespace
}  // namespace foreshock::collectors
