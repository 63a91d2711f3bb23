#include "collectors/logs/journal_reader.hpp"

#include <filesystem>
#include <thread>

#include <catch2/catch.hpp>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/temporary_folder.hpp"

namespace foreshock::collectors {
namespace {

constexpr const char* journal_maker = "/lib/systemd/systemd-journal-remote";

/// Asks until the reader has an opinion: a thread answers.
Result<JournalBatch> await(JournalReader& reader) {
    for (int i = 0; i < 5000; ++i) {
        auto batch = reader.take();
        if (!batch || batch->rounds > 0) return batch;
        std::this_thread::yield();
        ::poll(nullptr, 0, 1);
    }
    return fail(Errc::unavailable, "the reader never answered");
}

/// Entries in the export format (systemd.io/JOURNAL_EXPORT_FORMATS), one second apart.
std::string exported(int from, int count) {
    std::string text;
    for (int i = from; i < from + count; ++i) {
        text += "__REALTIME_TIMESTAMP=" + std::to_string(1'790'000'000'000'000 + i * 1'000'000L) +
                "\n__MONOTONIC_TIMESTAMP=" + std::to_string(1'000'000 + i) +
                "\n_BOOT_ID=0123456789abcdef0123456789abcdef\n_SYSTEMD_UNIT=shop.service"
                "\nSYSLOG_IDENTIFIER=shop\nPRIORITY=4\nMESSAGE=line " +
                std::to_string(i) + "\n\n";
    }
    return text;
}

struct Host {
    Host() { std::filesystem::create_directories(journals()); }

    [[nodiscard]] std::string journals() const {
        return folder.path() + "/var/log/journal/0123456789abcdef0123456789abcdef";
    }

    void write(int from, int count) const {
        folder.write("export", exported(from, count));
        const std::string input = folder.path() + "/export";
        const std::string output = journals() + "/system.journal";
        const char* arguments[] = {journal_maker, "-o", output.c_str(), input.c_str(), nullptr};
        pid_t child = 0;
        REQUIRE(::posix_spawn(&child, journal_maker, nullptr, nullptr,
                              const_cast<char**>(arguments), environ) == 0);
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        REQUIRE(status == 0);
    }

    [[nodiscard]] LogSettings settings() const {
        LogSettings settings;
        settings.root = folder.path();
        settings.state_folder = folder.path() + "/state";
        return settings;
    }

    test::TemporaryFolder folder;
};

TEST_CASE("journal reader: a host that keeps no journal has no data", "[collectors][logs]") {
    const test::TemporaryFolder folder;
    LogSettings settings;
    settings.root = folder.path();
    const auto reader = make_journal_reader(settings);
    const auto batch = await(*reader);
    REQUIRE_FALSE(batch);
    CHECK(batch.error().code == Errc::no_data);
}

TEST_CASE("journal reader: a journal that is damaged is told", "[collectors][logs]") {
    const Host host;
    host.folder.write("var/log/journal/0123456789abcdef0123456789abcdef/system.journal", "junk");
    const auto reader = make_journal_reader(host.settings());
    const auto batch = await(*reader);
    CHECK((!batch || batch->entries.empty()));
}

/// Lets the thread end: it keeps its position then.
void stop(std::unique_ptr<JournalReader>& reader, const Host& host) {
    reader.reset();
    const std::string kept = host.folder.path() + "/state/journal";
    for (int i = 0; i < 5000 && ::access(kept.c_str(), R_OK) != 0; ++i)
        ::poll(nullptr, 0, 1);
}

bool can_make_journals() {
    if (::access(journal_maker, X_OK) == 0) return true;
    WARN("systemd-journal-remote is not installed");
    return false;
}

TEST_CASE("journal reader: it begins at the end, and the next run behind what was handed out",
          "[collectors][logs][threads]") {
    const Host host;
    if (!can_make_journals()) return;
    host.write(0, 3);
    auto reader = make_journal_reader(host.settings());
    const auto first = await(*reader);
    REQUIRE(first);
    CHECK(first->entries.empty());
    REQUIRE(first->disk_bytes);
    CHECK(*first->disk_bytes > 0);
    stop(reader, host);
    host.write(3, 2);
    reader = make_journal_reader(host.settings());
    const auto second = await(*reader);
    REQUIRE(second);
    REQUIRE(second->entries.size() == 2);
    const JournalEntry& entry = second->entries[0];
    CHECK(entry.text == "line 3");
    CHECK(entry.unit == "shop.service");
    CHECK(entry.program == "shop");
    CHECK(entry.severity == LogSeverity::warning);
    CHECK(to_unix_ms(entry.at) == 1'790'000'003'000);
    CHECK(entry.is_history);
    CHECK(second->lost_positions == 0);
}

TEST_CASE("journal reader: entries beyond the bound are stepped over and counted",
          "[collectors][logs][threads]") {
    const Host host;
    if (!can_make_journals()) return;
    host.write(0, 1);
    auto reader = make_journal_reader(host.settings());
    REQUIRE(await(*reader));
    stop(reader, host);
    host.write(1, 30);
    LogSettings settings = host.settings();
    settings.lines_per_second_max = 10;
    reader = make_journal_reader(settings);
    const auto batch = await(*reader);
    REQUIRE(batch);
    CHECK(batch->entries.size() == 10);
    CHECK(batch->skipped == 20);
}

TEST_CASE("journal reader: when its place was vacuumed, it goes on with what is left",
          "[collectors][logs][threads]") {
    const Host host;
    if (!can_make_journals()) return;
    host.write(0, 3);
    auto reader = make_journal_reader(host.settings());
    REQUIRE(await(*reader));
    stop(reader, host);
    std::filesystem::remove(host.journals() + "/system.journal");
    host.write(10, 2);
    reader = make_journal_reader(host.settings());
    const auto batch = await(*reader);
    REQUIRE(batch);
    CHECK(batch->lost_positions == 1);
    REQUIRE(batch->entries.size() == 2);
    CHECK(batch->entries[0].text == "line 10");
}

}  // namespace
}  // namespace foreshock::collectors
