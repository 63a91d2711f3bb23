#include <csignal>
#include <fstream>

#include "journal_fixture.hpp"
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server/history/journal_history.hpp"

using namespace foreshock;
using namespace foreshock::history;
using namespace foreshock::test::journal;
using foreshock::test::TemporaryFolder;

namespace {

std::string content(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

void replace(const std::string& path, const std::string& bytes) {
    std::ofstream{path, std::ios::binary | std::ios::trunc} << bytes;
}

/// Runs `body` in a child process and gives its exit code, or 1000 plus the signal.
template <class Body>
int in_child(Body body) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(body());
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

}  // namespace

TEST_CASE("journal: a torn last record is cut off, wherever it is torn", "[history]") {
    const TemporaryFolder folder;
    {
        const auto history = opened(folder);
        keep(*history, {block(key_a, 0, 5)});
    }
    const std::string path = files(folder).front();
    const std::string first = content(path);
    {
        const auto history = opened(folder);
        keep(*history, {block(key_a, 5, 5), block(key_b, 0, 5)});
    }
    const std::string whole = content(path);
    for (std::size_t size = first.size(); size < whole.size(); ++size) {
        INFO("torn after " << size << " of " << whole.size());
        replace(path, whole.substr(0, size));
        const auto history = opened(folder);
        REQUIRE(values(*history, key_a) == counting(0, 5));
        REQUIRE(history->counters().torn_bytes_cut == size - first.size());
        REQUIRE(content(path) == first);
    }
}

TEST_CASE("journal: appends after a cut define their series anew", "[history]") {
    const TemporaryFolder folder;
    {
        const auto history = opened(folder);
        keep(*history, {block(key_a, 0, 5)});
        keep(*history, {block(key_b, 0, 5)});
    }
    const std::string path = files(folder).front();
    replace(path, content(path).substr(0, content(path).size() - 1));
    {
        const auto history = opened(folder);
        CHECK(values(*history, key_b).empty());
        keep(*history, {block(key_b, 10, 5)});
    }
    CHECK(values(*opened(folder), key_b) == counting(10, 5));
}

TEST_CASE("journal: a zeroed tail, as after a power cut, is cut off", "[history]") {
    const TemporaryFolder folder;
    {
        const auto history = opened(folder);
        keep(*history, {block(key_a, 0, 5)});
    }
    const std::string path = files(folder).front();
    const std::string good = content(path);
    replace(path, good + std::string(4096, '\0'));
    const auto history = opened(folder);
    CHECK(values(*history, key_a) == counting(0, 5));
    CHECK(history->counters().torn_bytes_cut == 4096);
}

TEST_CASE("journal: damaged samples amid good ones are passed over and counted", "[history]") {
    const TemporaryFolder folder;
    std::size_t end_of_first = 0;
    {
        const auto history = opened(folder);
        keep(*history, {block(key_a, 0, 5)});
        end_of_first = content(files(folder).front()).size();
        keep(*history, {block(key_a, 5, 5)});
    }
    const std::string path = files(folder).front();
    std::string bytes = content(path);
    bytes[end_of_first - 1] = static_cast<char>(bytes[end_of_first - 1] ^ 1);
    replace(path, bytes);
    const auto history = opened(folder);
    CHECK(values(*history, key_a) == counting(5, 5));
    CHECK(history->counters().records_damaged == 1);
    CHECK(history->counters().torn_bytes_cut == 0);
}

TEST_CASE("journal: damage that happens while it is open is passed over and counted", "[history]") {
    const TemporaryFolder folder;
    const auto history = opened(folder);
    keep(*history, {block(key_a, 0, 5)});
    keep(*history, {block(key_b, 0, 5)});
    const std::string path = files(folder).front();
    std::string bytes = content(path);
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    replace(path, bytes);
    CHECK(values(*history, key_b).empty());
    CHECK(history->counters().records_damaged == 1);
    CHECK(values(*history, key_a) == counting(0, 5));
}

TEST_CASE("journal: files that are not ours stay untouched", "[history]") {
    const TemporaryFolder folder;
    folder.write("history/readme.txt", "mine");
    folder.write("history/0000000007.journal", "not a journal");
    const auto history = opened(folder);
    keep(*history, {block(key_a, 0, 1)});
    CHECK(content(folder.path() + "/history/readme.txt") == "mine");
    CHECK(content(folder.path() + "/history/0000000007.journal") == "not a journal");
    CHECK(values(*history, key_a) == counting(0, 1));
}

TEST_CASE("journal: a full disk drops what was not synced, reads go on, later appends work",
          "[history]") {
    const TemporaryFolder folder;
    const auto limit_file_size = [](rlim_t bytes) {
        const rlimit limit{bytes, RLIM_INFINITY};
        return ::setrlimit(RLIMIT_FSIZE, &limit) == 0;
    };
    const int failed_step = in_child([&] {
        std::signal(SIGXFSZ, SIG_IGN);
        const auto history = opened(folder);
        if (!history->append("web-1", {block(key_a, 0, 10)}) || !history->sync()) return 1;
        const std::uint64_t good = std::filesystem::file_size(files(folder).front());
        if (!limit_file_size(good + 20)) return 2;  // in the middle of the next record
        if (!history->append("web-1", {block(key_b, 0, 10)})) return 3;
        const auto full = history->sync();
        if (full || full.error().code != Errc::unavailable) return 4;
        if (std::filesystem::file_size(files(folder).front()) != good) return 5;
        if (values(*history, key_a) != counting(0, 10) || !values(*history, key_b).empty())
            return 6;
        if (history->counters().bytes_dropped == 0) return 7;
        if (!limit_file_size(RLIM_INFINITY)) return 8;
        if (!history->append("web-1", {block(key_b, 20, 10)}) || !history->sync()) return 9;
        return values(*history, key_b) == counting(20, 10) ? 0 : 10;
    });
    CHECK(failed_step == 0);
    const auto history = opened(folder);
    CHECK(values(*history, key_a) == counting(0, 10));
    CHECK(values(*history, key_b) == counting(20, 10));
}

TEST_CASE("journal: a writer killed at any moment loses nothing that was synced", "[history]") {
    const TemporaryFolder folder;
    int promised_total = 0;
    for (int round = 0; round < 8; ++round) {
        int promises[2];
        REQUIRE(::pipe(promises) == 0);
        const pid_t writer = ::fork();
        if (writer == 0) {
            const auto history = opened(folder);
            for (int i = round * 100'000;; ++i) {
                if (!history->append("web-1", {block(key_a, i, 1)}) || !history->sync()) ::_exit(1);
                if (::write(promises[1], &i, sizeof i) != sizeof i) ::_exit(2);
            }
        }
        ::close(promises[1]);
        // After a different number of promises each time, in the middle of whatever it does.
        std::vector<double> promised;
        for (int i = 0; static_cast<int>(promised.size()) <= round * 3 &&
                        ::read(promises[0], &i, sizeof i) == sizeof i;) {
            promised.push_back(i);
        }
        ::kill(writer, SIGKILL);
        for (int i = 0; ::read(promises[0], &i, sizeof i) == sizeof i;)
            promised.push_back(i);
        ::waitpid(writer, nullptr, 0);
        ::close(promises[0]);
        const auto history = opened(folder);
        const int first = round * 100'000;
        const auto points = history->range(query(key_a, first, first + 99'999)).value();
        std::vector<double> kept;
        for (const Point& point : points)
            kept.push_back(point.last);
        REQUIRE(promised.size() > static_cast<std::size_t>(round));
        REQUIRE(kept.size() >= promised.size());
        REQUIRE(kept.size() <= promised.size() + 1);
        kept.resize(promised.size());
        REQUIRE(kept == promised);
        promised_total += static_cast<int>(promised.size());
    }
    RangeQuery all = query(key_a, 0, 1'000'000);
    CHECK(opened(folder)->range(all).value().size() >= static_cast<std::size_t>(promised_total));
}
