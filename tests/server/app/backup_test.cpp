#include "server/app/backup.hpp"

#include <filesystem>

#include <catch2/catch.hpp>

#include "server/store/sqlite_copy.hpp"
#include "server/store/sqlite_store.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::app;

namespace {

const TimePoint noon{std::chrono::hours{24 * 365 * 50}};

/// A data folder with one agent let in and two segments of samples.
void fill(const test::TemporaryFolder& folder) {
    folder.write("data/lock", "");
    auto store = store::open_sqlite_store(folder.path() + "/data/foreshock.db");
    REQUIRE(store);
    REQUIRE((*store)->agents().put("web-1", std::string(64, 'a')));
    folder.write("data/history/0000000001.journal", "FSJRNL01one");
    folder.write("data/history/0000000002.journal", "FSJRNL01two");
}

std::vector<std::string> agents_in(const std::string& data) {
    const auto store = store::open_sqlite_store(data + "/foreshock.db");
    REQUIRE(store);
    return (*store)->agents().list().value();
}

}  // namespace

TEST_CASE("backup: what was backed up while the store is open comes back whole", "[app][backup]") {
    const test::TemporaryFolder folder;
    folder.write("data/keep", "");
    fill(folder);
    const std::string data = folder.path() + "/data";
    const std::string into = folder.path() + "/backup";
    const auto open_store = store::open_sqlite_store(data + "/foreshock.db");
    REQUIRE(open_store);
    const auto size = back_up(data, into);
    REQUIRE(size);
    CHECK(size->files == 3);
    REQUIRE((*open_store)->agents().put("web-2", std::string(64, 'b')));

    const auto aside = restore(into, data, noon);
    REQUIRE(aside);
    CHECK(agents_in(data) == std::vector<std::string>{"web-1"});
    CHECK(agents_in(*aside) == std::vector<std::string>{"web-1", "web-2"});
    CHECK(std::filesystem::file_size(data + "/history/0000000002.journal") == 11);
}

TEST_CASE("backup: a folder that exists is left alone", "[app][backup]") {
    const test::TemporaryFolder folder;
    fill(folder);
    folder.write("backup/precious", "");
    const auto refused = back_up(folder.path() + "/data", folder.path() + "/backup");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::conflict);
}

TEST_CASE("backup: without data there is none, and nothing stays behind", "[app][backup]") {
    const test::TemporaryFolder folder;
    CHECK_FALSE(back_up(folder.path() + "/none", folder.path() + "/backup"));
    CHECK_FALSE(std::filesystem::exists(folder.path() + "/backup"));
    CHECK_FALSE(std::filesystem::exists(folder.path() + "/backup.unfinished"));
}

TEST_CASE(
    "backup: a byte that changed, or a file that is gone, is found before anything is touched",
    "[app][backup]") {
    const test::TemporaryFolder folder;
    fill(folder);
    const std::string data = folder.path() + "/data";
    const std::string into = folder.path() + "/backup";
    REQUIRE(back_up(data, into));
    folder.write("backup/history/0000000001.journal", "FSJRNL01onf");
    auto refused = restore(into, data, noon);
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().what, Catch::Contains("0000000001.journal: is not what"));
    CHECK(agents_in(data) == std::vector<std::string>{"web-1"});
    std::filesystem::remove(into + "/history/0000000001.journal");
    CHECK_FALSE(verify_backup(into));
    std::filesystem::remove(into + "/SHA256SUMS");
    refused = restore(into, data, noon);
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().what, Catch::Contains("is this a whole backup?"));
}

TEST_CASE("backup: sums that lead out of the folder are refused", "[app][backup]") {
    const test::TemporaryFolder folder;
    folder.write("backup/SHA256SUMS", std::string(64, '0') + "  ../../etc/passwd\n");
    const auto refused = verify_backup(folder.path() + "/backup");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::malformed);
}

TEST_CASE("backup: a sound database is called sound, with its version and rows", "[app][backup]") {
    const test::TemporaryFolder folder;
    fill(folder);
    const auto state = store::examine_database(folder.path() + "/data/foreshock.db");
    REQUIRE(state);
    CHECK(state->faults.empty());
    CHECK(state->version == state->newest);
    CHECK(std::find(state->rows.begin(), state->rows.end(),
                    std::pair<std::string, std::int64_t>{"agent", 1}) != state->rows.end());
    CHECK_FALSE(store::examine_database(folder.path() + "/none.db"));
}
