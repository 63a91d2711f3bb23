#include "server/app/directory_book.hpp"

#include <catch2/catch.hpp>

#include "server/store/sqlite_store.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::app {
namespace {

TEST_CASE("directory book: a change by another process is seen at the next look", "[app]") {
    const test::TemporaryFolder folder;
    const std::string path = folder.path() + "/foreshock.db";
    const auto ours = store::open_sqlite_store(path).value();
    const auto theirs = store::open_sqlite_store(path).value();
    DirectoryBook book{ours->accounts()};
    REQUIRE(book.refresh());
    const auto before = book.current();
    CHECK(before->people.empty());
    REQUIRE(theirs->accounts().add({"ann", "Ann"}, {}));
    REQUIRE(book.refresh());
    CHECK(book.current()->person("ann") != nullptr);
    CHECK(before->people.empty());
    const auto again = book.current();
    REQUIRE(book.refresh());
    CHECK(book.current() == again);
}

}  // namespace
}  // namespace foreshock::app
