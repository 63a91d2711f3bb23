#include "collectors/logs/log_search.hpp"

#include <filesystem>

#include <catch2/catch.hpp>

#include "tests/support/temporary_folder.hpp"

namespace foreshock::collectors {
namespace {

using Paths = std::vector<std::string>;

TEST_CASE("log search: patterns find files, without excluded and compressed ones",
          "[collectors][logs]") {
    const test::TemporaryFolder folder;
    for (const char* name : {"a/x.log", "a/y.log", "a/y.log.1.gz", "b/z.log", "a/deep/w.log"})
        folder.write(name, "");
    LogSettings settings;
    settings.root = folder.path();
    settings.files = {"/a/*.log*", "/b/z.log", "/a/x.log", "/none"};
    CHECK(find_log_files(settings) == Paths{"/a/x.log", "/a/y.log", "/b/z.log"});
    settings.exclude = {"/a/*.log"};
    CHECK(find_log_files(settings) == Paths{"/b/z.log"});
    settings.exclude = {"/*"};
    CHECK(find_log_files(settings).size() == 3);
}

TEST_CASE("log search: no more files than the bound", "[collectors][logs]") {
    const test::TemporaryFolder folder;
    for (std::size_t i = 0; i <= log_files_max; ++i)
        folder.write(std::to_string(i) + ".log", "");
    LogSettings settings;
    settings.root = folder.path();
    settings.files = {"/*.log"};
    CHECK(find_log_files(settings).size() == log_files_max);
}

}  // namespace
}  // namespace foreshock::collectors
