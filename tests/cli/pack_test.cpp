#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cli/run.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;

namespace {

const std::string stock = FORESHOCK_SOURCE_DIR "/packaging/packs/stock";

struct Ran {
    int code;
    std::string out;
    std::string err;
};

Ran ran(const std::vector<std::string>& words) {
    const test::ManualClock clock;
    std::ostringstream out;
    std::ostringstream err;
    const int code = cli::run(words, clock, out, err);
    return {code, out.str(), err.str()};
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// A complete kind of one's own.
std::string own_kind(const std::string& signal) {
    return "[kinds.\"shop.queue\"]\nengine = \"level\"\ncategory = \"process\"\ncomponent = "
           "\"shop\"\ndisruption = \"orders wait\"\noccurring = \"The queue is "
           "long\"\n[kinds.\"shop.queue\".level]\nsignal = \"" +
           signal + "\"\nwarning = { enter = 5, leave = 3, hold_for = \"1m\" }\n";
}

}  // namespace

TEST_CASE("pack: list has a line per kind with what it looks at", "[cli]") {
    const Ran got = ran({"pack", "list", "--pack", stock});
    CHECK(got.code == 0);
    CHECK(has(got.out, "filesystem.space.exhaustion"));
    CHECK(has(got.out, "warning, critical"));
    CHECK(has(got.out, "cpu.time.steal_ratio"));
}

TEST_CASE("pack: list for programs names every signal of a kind", "[cli]") {
    const Ran got = ran({"pack", "list", "--pack", stock, "--json"});
    REQUIRE(got.code == 0);
    CHECK(has(got.out, "\"filesystem.space.used_bytes\""));
    for (const auto& kind : nlohmann::json::parse(got.out)) {
        INFO(kind["kind"]);
        if (!kind["enabled"].get<bool>()) continue;
        CHECK_FALSE(kind["guide"].get<std::string>().empty());
        CHECK_FALSE(kind["settings"].empty());
    }
}

TEST_CASE("pack: explain tells all of a kind in words, and which file says what", "[cli]") {
    const test::TemporaryFolder folder;
    folder.write("ours.toml",
                 "[kinds.\"filesystem.space.exhaustion\".exhaustion]\nhorizon = \"3d\"\n");
    const std::string ours = folder.path() + "/ours.toml";
    const Ran got =
        ran({"pack", "explain", "filesystem.space.exhaustion", "--pack", stock, "--pack", ours});
    CHECK(got.code == 0);
    CHECK(has(got.out, "writes to {mount} fail"));
    CHECK(has(got.out, "within 3 d"));
    CHECK(has(got.out, ours + ":2:11"));
    CHECK(has(got.out, "default"));
    CHECK(has(got.out, "Quiet on"));
    CHECK(has(got.out, "What it means"));
    CHECK(has(got.out, "Questions for the first line"));
}

TEST_CASE("pack: explain says when and how long for a level", "[cli]") {
    const Ran got = ran({"pack", "explain", "cpu.saturation", "--pack", stock});
    CHECK(has(got.out, "has been 85 % or more for 15 min"));
    CHECK(has(got.out, "Only while load.average.per_core_ratio is 4 or more"));
}

TEST_CASE("pack: explain knows which kind was meant", "[cli]") {
    const Ran got = ran({"pack", "explain", "cpu.saturatoin", "--pack", stock});
    CHECK(got.code == 1);
    CHECK(has(got.err, "did you mean cpu.saturation?"));
}

TEST_CASE("pack: explain tells who switched a kind off", "[cli]") {
    const test::TemporaryFolder folder;
    folder.write("off.toml", "[kinds.\"cpu.steal\"]\nenabled = false\n");
    const Ran got = ran(
        {"pack", "explain", "cpu.steal", "--pack", stock, "--pack", folder.path() + "/off.toml"});
    CHECK(got.code == 0);
    CHECK(has(got.out, "is switched off by " + folder.path() + "/off.toml:2:11"));
}

TEST_CASE("pack: the stock pack passes its own check without a warning", "[cli]") {
    const Ran got = ran({"pack", "check", stock, "--pack", stock});
    CHECK(got.code == 0);
    CHECK_FALSE(has(got.out, "warning"));
}

TEST_CASE("pack: check tells errors as file, line and column", "[cli]") {
    const test::TemporaryFolder folder;
    folder.write("bad.toml", "[kinds.\"cpu.steal\".level]\nsignal = 5\n");
    const Ran got = ran({"pack", "check", folder.path() + "/bad.toml", "--pack", stock});
    CHECK(got.code == 1);
    CHECK(got.out.starts_with(folder.path() + "/bad.toml:2:10: "));
    const Ran json = ran({"pack", "check", folder.path() + "/bad.toml", "--pack", stock, "--json"});
    CHECK(nlohmann::json::parse(json.out)["errors"].size() == 1);
}

TEST_CASE("pack: check warns of signals that nobody collects and names the near one", "[cli]") {
    const test::TemporaryFolder folder;
    folder.write("ours.toml", own_kind("load.average.per_core_ration"));
    const Ran got = ran({"pack", "check", folder.path(), "--pack", stock});
    CHECK(got.code == 0);
    CHECK(has(got.out, "ours.toml:8:10: warning: shop.queue: level.signal: nobody collects"));
    CHECK(has(got.out, "did you mean load.average.per_core_ratio?"));
    CHECK(has(got.out, "has no guide"));
    CHECK(has(got.out, "has no questions"));
}

TEST_CASE("pack: check takes scraped metrics and known signals as they are", "[cli]") {
    const test::TemporaryFolder folder;
    for (const char* signal : {"scrape.shop.queue_length", "load.average.per_core_ratio"}) {
        folder.write("ours.toml", own_kind(signal));
        CHECK_FALSE(has(ran({"pack", "check", folder.path(), "--pack", stock}).out, "nobody"));
    }
}

TEST_CASE("pack: check knows which kind an override meant", "[cli]") {
    const test::TemporaryFolder folder;
    folder.write("typo.toml", "[kinds.\"cpu.stael\".level]\nsignal = \"a.b.c\"\n");
    const Ran got = ran({"pack", "check", folder.path(), "--pack", stock});
    CHECK(got.code == 1);
    CHECK(has(got.out, "did you mean cpu.steal?"));
    folder.write("typo.toml", "[kinds.\"cpu.stael\"]\nenabled = false\n");
    CHECK(has(ran({"pack", "check", folder.path(), "--pack", stock}).out,
              "is switched off and there is no such kind; did you mean cpu.steal?"));
}

TEST_CASE("pack: a file that is in use already is checked in its place", "[cli]") {
    const test::TemporaryFolder folder;
    folder.write("broken.toml", "[kinds.\"cpu.steal\".level]\nsignal = 5\n");
    const Ran got = ran({"pack", "check", folder.path() + "/./broken.toml", "--pack", stock,
                         "--pack", folder.path()});
    CHECK(got.code == 1);
    CHECK(got.out.starts_with(folder.path() + "/broken.toml:2:10: "));
}

TEST_CASE("pack: what cannot be read is code 2 and named", "[cli]") {
    const Ran got = ran({"pack", "check", "/no/such.toml", "--pack", stock});
    CHECK(got.code == 2);
    CHECK(has(got.err, "/no/such.toml"));
    CHECK(ran({"pack", "list", "--pack", "/no/such.toml"}).code == 2);
    CHECK(ran({"pack"}).code == 2);
}
