#include "collectors/catalog.hpp"

#include <set>

#include <catch2/catch.hpp>

#include "tests/support/collector_bench.hpp"
#include "tests/support/fixture.hpp"

namespace foreshock::collectors {
namespace {

const char* const fixtures[] = {"cgroup_v1_host", "cgroup_v2_host"};

/// A host that remembers which files were asked for.
class WatchingHostFs final : public HostFs {
public:
    explicit WatchingHostFs(const HostFs& host) : host_(host) {}

    [[nodiscard]] std::unique_ptr<HostFile> open(std::string_view path) const override {
        asked.emplace(path);
        return host_.open(path);
    }

    Result<std::string> read(std::string_view path) const override {
        asked.emplace(path);
        return host_.read(path);
    }

    Result<std::vector<std::string>> list(std::string_view directory) const override {
        return host_.list(directory);
    }

    Result<std::size_t> count(std::string_view directory) const override {
        return host_.count(directory);
    }

    Result<std::string> read_link(std::string_view path) const override {
        return host_.read_link(path);
    }

    Result<FileStatus> status(std::string_view path) const override { return host_.status(path); }

    mutable std::set<std::string> asked;

private:
    const HostFs& host_;
};

struct Outcome {
    Result<void> result;
    test::RecordingSink sink;
};

/// Two ticks of a new collector.
void run(const CollectorEntry& entry, const HostFs& host, Outcome& outcome) {
    test::StubSpaceProbe space;
    WatchSettings watch;
    watch.processes = {{"shop", "shop"}};
    watch.cgroups = {"faultlab-shop"};
    auto made = entry.make({host, space, watch, {100, 4096}});
    REQUIRE(made);
    const TimePoint start = from_unix_ms(1'790'000'000'000);
    outcome.result = (*made)->collect(start, outcome.sink);
    outcome.sink.clear();
    outcome.result = (*made)->collect(start + std::chrono::seconds{1}, outcome.sink);
}

/// The files of the fixture that this collector reads.
std::set<std::string> files_read(const CollectorEntry& entry, const test::MapHostFs& host) {
    const WatchingHostFs watching{host};
    Outcome outcome;
    run(entry, watching, outcome);
    std::set<std::string> read;
    for (const std::string& path : watching.asked) {
        if (host.files.contains(path)) read.insert(path);
    }
    return read;
}

/// Whatever the text of one file: the collector survives, fails in a sensible way if at all, and
/// says nothing twice.
void survives(const CollectorEntry& entry, test::MapHostFs& host, const std::string& path,
              const std::string& text) {
    const std::string whole = std::exchange(host.files[path], text);
    Outcome outcome;
    run(entry, host, outcome);
    host.files[path] = whole;
    const bool sensible = outcome.result || outcome.result.error().code == Errc::malformed ||
                          outcome.result.error().code == Errc::no_data;
    if (sensible && outcome.sink.doubled == 0) return;
    FAIL(entry.name << ": " << path << " cut to " << text.size() << " bytes");
}

TEST_CASE("catalogue: every collector emits something on a captured host, only what it declares",
          "[collectors][catalogue]") {
    const auto host = test::load_fixture("cgroup_v1_host");
    for (const CollectorEntry& entry : kernel_catalog()) {
        std::set<std::string, std::less<>> declared;
        for (const SignalDescription& signal : entry.signals)
            declared.emplace(signal.name);
        Outcome outcome;
        run(entry, host, outcome);
        INFO(entry.name);
        REQUIRE(outcome.result);
        CHECK_FALSE(outcome.sink.values.empty());
        CHECK(outcome.sink.doubled == 0);
        for (const auto& [series, value] : outcome.sink.values) {
            INFO(series);
            CHECK(declared.contains(series.substr(0, series.find('{'))));
        }
    }
}

TEST_CASE("catalogue: on an empty host every collector has no data", "[collectors][catalogue]") {
    for (const CollectorEntry& entry : kernel_catalog()) {
        Outcome outcome;
        run(entry, test::MapHostFs{}, outcome);
        INFO(entry.name);
        REQUIRE_FALSE(outcome.result);
        CHECK(outcome.result.error().code == Errc::no_data);
        CHECK(outcome.sink.values.empty());
    }
}

TEST_CASE("catalogue: every collector survives every cut of what it reads",
          "[collectors][catalogue]") {
    std::size_t cuts = 0;
    for (const char* fixture : fixtures) {
        auto host = test::load_fixture(fixture);
        for (const CollectorEntry& entry : kernel_catalog()) {
            for (const std::string& path : files_read(entry, host)) {
                const std::string whole = host.files[path];
                // Long texts repeat themselves: not every cut tells something new.
                const std::size_t step = whole.size() > 120 ? 37 : 1;
                for (std::size_t length = 0; length < whole.size(); length += step, ++cuts) {
                    survives(entry, host, path, whole.substr(0, length));
                }
            }
        }
    }
    CHECK(cuts > 500);
}

TEST_CASE("catalogue: every collector survives binary and huge input", "[collectors][catalogue]") {
    std::string binary;
    for (std::size_t i = 0; i < 4096; ++i)
        binary += static_cast<char>(i * 131 % 256);
    const std::string hostile[] = {binary, std::string(1 << 14, '\n'), std::string(1 << 14, 'x'),
                                   std::string(1 << 14, ' '),
                                   "cpu 18446744073709551615 99999999999999999999 -1 1e999\n"};
    std::size_t tried = 0;
    for (const char* fixture : fixtures) {
        auto host = test::load_fixture(fixture);
        for (const CollectorEntry& entry : kernel_catalog()) {
            for (const std::string& path : files_read(entry, host)) {
                for (const std::string& text : hostile)
                    survives(entry, host, path, text), ++tried;
            }
        }
    }
    CHECK(tried > 100);
}

TEST_CASE("catalogue: what may not be read is told as unreadable or left out in silence",
          "[collectors][catalogue]") {
    for (const CollectorEntry& entry : kernel_catalog()) {
        auto host = test::load_fixture("cgroup_v1_host");
        for (const auto& [path, text] : host.files)
            host.unreadable.insert(path);
        host.unreadable.insert("proc");
        Outcome outcome;
        run(entry, host, outcome);
        INFO(entry.name);
        REQUIRE_FALSE(outcome.result);
        const Errc code = outcome.result.error().code;
        const bool silent = entry.name == "cgroup" || entry.name == "slab";
        CHECK((code == Errc::unreadable || (silent && code == Errc::no_data)));
    }
}

TEST_CASE("catalogue: in the steady state no series is asked for again",
          "[collectors][catalogue]") {
    const auto host = test::load_fixture("cgroup_v1_host");
    for (const CollectorEntry& entry : kernel_catalog()) {
        test::StubSpaceProbe space;
        const WatchSettings watch;
        auto made = entry.make({host, space, watch, {100, 4096}});
        REQUIRE(made);
        test::RecordingSink sink;
        TimePoint now = from_unix_ms(1'790'000'000'000);
        for (int tick = 0; tick < 12; ++tick, now += std::chrono::seconds{1}) {
            CHECK(made.value()->collect(now, sink));
        }
        const std::size_t asked = sink.asked;
        for (int tick = 0; tick < 30; ++tick, now += std::chrono::seconds{1}) {
            CHECK(made.value()->collect(now, sink));
        }
        INFO(entry.name);
        CHECK(sink.asked == asked);
    }
}

}  // namespace
}  // namespace foreshock::collectors
