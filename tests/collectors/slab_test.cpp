#include "collectors/slab.hpp"

#include <catch2/catch.hpp>

#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const std::string path = "proc/slabinfo";
const std::string head =
    "slabinfo - version: 2.1\n# name            <active_objs> <num_objs> <objsize> <objperslab> "
    "<pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> "
    "<num_slabs> <sharedavail>\n";

/// A cache of `mebibytes` that has one object for each of its pages.
std::string cache(const std::string& name, std::uint64_t mebibytes) {
    const std::string slabs = std::to_string(mebibytes * 256);
    return name + "   " + slabs + "  " + slabs +
           "   1128   14    1 : tunables    0    0    0 : slabdata   " + slabs + "   " + slabs +
           "      0\n";
}

std::string size_of(const std::string& name) {
    return "slab.cache.size_bytes{cache=\"" + name + "\"}";
}

TEST_CASE("slabinfo: names, objects and pages", "[collectors][slab]") {
    const std::string text =
        head +
        "ext4_inode_cache   48590  48594   1128   14    4 : tunables    0    0    0 : slabdata   "
        "3471   3471      0\n"
        "kmalloc-512         2477   6336    512   16    2 : tunables    0    0    0 : slabdata    "
        "396    396      0\n";
    const auto caches = parse_slabinfo(text);
    REQUIRE(caches);
    REQUIRE(caches->size() == 2);
    CHECK(caches->front().name == "ext4_inode_cache");
    CHECK(caches->front().active_objects == 48590);
    CHECK(caches->front().pages == 4 * 3471);
    CHECK(parse_slabinfo(head)->empty());
}

TEST_CASE("slabinfo: another version and lines that are no cache are malformed",
          "[collectors][slab]") {
    const std::string cut = cache("dentry", 5).substr(0, 40);
    for (const std::string& text :
         {std::string{}, std::string{"slabinfo - version: 1.1\n"}, head + "dentry\n", head + cut,
          head + "dentry x 1 1 1 1 : tunables 0 0 0 : slabdata 1 1 0\n", head + "\n"}) {
        INFO(text);
        REQUIRE_FALSE(parse_slabinfo(text));
        CHECK(parse_slabinfo(text).error().code == Errc::malformed);
    }
}

TEST_CASE("slab: large caches have series, small ones have none", "[collectors][slab]") {
    test::CollectorBench bench{{{path, head + cache("dentry", 5) + cache("tiny", 3)}}};
    bench.make("slab");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value(size_of("dentry")) == 5.0 * 1024 * 1024);
    CHECK(bench.sink.value("slab.cache.objects_count{cache=\"dentry\"}") == 5.0 * 256);
    CHECK(bench.sink.values.size() == 2);
}

TEST_CASE("slab: no more than the bound, and one that is only a little larger changes nothing",
          "[collectors][slab]") {
    std::string text = head;
    for (std::size_t i = 0; i < slab_caches_max; ++i)
        text += cache("kept" + std::to_string(i), 10 + i);
    test::CollectorBench bench{{{path, text}}};
    bench.make("slab");
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("slab.cache.size_bytes") == slab_caches_max);
    bench.host.files[path] = text + cache("late", 19);
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("slab.cache.size_bytes") == slab_caches_max);
    CHECK_FALSE(bench.sink.has(size_of("late")));
    bench.host.files[path] = text + cache("late", 21);
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("slab.cache.size_bytes") == slab_caches_max);
    CHECK(bench.sink.has(size_of("late")));
    CHECK_FALSE(bench.sink.has(size_of("kept0")));
}

TEST_CASE("slab: a cache that shrinks keeps its series, one that is gone does not",
          "[collectors][slab]") {
    test::CollectorBench bench{{{path, head + cache("dentry", 5) + cache("gone", 8)}}};
    bench.make("slab");
    REQUIRE(bench.tick());
    bench.host.files[path] = head + cache("dentry", 1);
    REQUIRE(bench.tick());
    CHECK(bench.sink.value(size_of("dentry")) == 1.0 * 1024 * 1024);
    CHECK_FALSE(bench.sink.has(size_of("gone")));
}

TEST_CASE("slab: of two caches with one name the first counts", "[collectors][slab]") {
    test::CollectorBench bench{{{path, head + cache("twin", 5) + cache("twin", 9)}}};
    bench.make("slab");
    REQUIRE(bench.tick());
    CHECK(bench.sink.doubled == 0);
    CHECK(bench.sink.value(size_of("twin")) == 5.0 * 1024 * 1024);
}

TEST_CASE("slab: who may not read it has no data", "[collectors][slab]") {
    test::CollectorBench bench{{{path, head}}};
    bench.host.unreadable.insert(path);
    bench.make("slab");
    const auto collected = bench.tick();
    REQUIRE_FALSE(collected);
    CHECK(collected.error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
