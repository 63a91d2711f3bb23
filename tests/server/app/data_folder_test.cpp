#include "server/app/data_folder.hpp"

#include <filesystem>
#include <set>

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include "server/app/agent_admin.hpp"
#include "server/http/token.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::app {
namespace {

TEST_CASE("data_folder: is made for its owner and group only", "[app][data]") {
    const test::TemporaryFolder temporary;
    const std::string path = temporary.path() + "/a/b";
    const auto folder = DataFolder::open(path);
    REQUIRE(folder);

    struct stat status {};

    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0750);
}

TEST_CASE("data_folder: a second server is refused until the first has gone", "[app][data]") {
    const test::TemporaryFolder temporary;
    auto first = DataFolder::open(temporary.path());
    REQUIRE(first);
    const auto second = DataFolder::open(temporary.path());
    REQUIRE_FALSE(second);
    CHECK(second.error().code == Errc::conflict);
    first = fail(Errc::no_data, "closed");
    CHECK(DataFolder::open(temporary.path()));
}

TEST_CASE("data_folder: a folder that cannot be made is unavailable", "[app][data]") {
    const test::TemporaryFolder temporary;
    temporary.write("file", "");
    const auto folder = DataFolder::open(temporary.path() + "/file/data");
    REQUIRE_FALSE(folder);
    CHECK(folder.error().code == Errc::unavailable);
}

TEST_CASE("data_folder: the probe leaves nothing behind, and fails with the folder",
          "[app][data]") {
    const test::TemporaryFolder temporary;
    const std::string path = temporary.path() + "/data";
    const auto folder = DataFolder::open(path);
    REQUIRE(folder);
    CHECK(folder->probe());
    CHECK_FALSE(std::filesystem::exists(path + "/probe"));
    std::filesystem::remove_all(path);
    CHECK(folder->probe().error().code == Errc::unavailable);
}

TEST_CASE("secrets: the first line without blanks, never an empty one", "[app][data]") {
    const test::TemporaryFolder temporary;
    temporary.write("token", "  s3cret \r\nsecond\n");
    temporary.write("empty", "\nsecond\n");
    CHECK(read_secret(temporary.path() + "/token") == "s3cret");
    CHECK(read_secret(temporary.path() + "/empty").error().code == Errc::invalid);
    CHECK(read_secret(temporary.path() + "/none").error().code == Errc::unreadable);
}

TEST_CASE("tokens: are long and never the same", "[app][agents]") {
    std::set<std::string> tokens;
    for (int i = 0; i < 100; ++i)
        tokens.insert(*new_token());
    CHECK(tokens.size() == 100);
    CHECK(tokens.begin()->size() == 64);
}

TEST_CASE("agents: only the hash of a token is kept, and a new one replaces it", "[app][agents]") {
    test::MemoryStore registry;
    const auto first = add_agent(registry, "web-1");
    REQUIRE(first);
    CHECK(registry.agent_of(http::sha256_hex(*first)) == "web-1");
    CHECK_FALSE(registry.agent_of(*first));
    const auto second = add_agent(registry, "web-1");
    CHECK_FALSE(registry.agent_of(http::sha256_hex(*first)));
    CHECK(registry.agent_of(http::sha256_hex(*second)) == "web-1");
}

TEST_CASE("agents: names that could be mistaken are refused", "[app][agents]") {
    test::MemoryStore registry;
    for (const std::string& name : {std::string{}, std::string{"a b"}, std::string{"a/b"},
                                    std::string{"a\n"}, std::string(254, 'a')}) {
        CHECK(add_agent(registry, name).error().code == Errc::invalid);
    }
    CHECK(add_agent(registry, std::string(253, 'a')));
}

}  // namespace
}  // namespace foreshock::app
