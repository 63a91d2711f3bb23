#include "agent/idle_pages.hpp"

#include <string>

#include <catch2/catch.hpp>

using namespace foreshock::agent;

namespace {

std::string mapping(const std::string& head, const std::string& anonymous) {
    return head + "\nSize:                160 kB\nKernelPageSize:        4 kB\nRss: 160 kB\n" +
           "Private_Dirty:         0 kB\nAnonymous:     " + anonymous +
           " kB\nLocked:                0 kB\nVmFlags: rd ex mr mw me\n";
}

const std::string code = "7f1c2e200000-7f1c2e228000 r-xp 00028000 fe:00 1234   /usr/lib/libc.so.6";

}  // namespace

TEST_CASE("idle pages: code that nobody has changed can be given back", "[agent]") {
    const auto ranges = unchanged_file_mappings(mapping(code, "0"));
    REQUIRE(ranges.size() == 1);
    CHECK(ranges[0] == MemoryRange{0x7f1c2e200000, 0x7f1c2e228000});
}

TEST_CASE("idle pages: what the loader has relocated stays", "[agent]") {
    CHECK(unchanged_file_mappings(mapping(code, "16")).empty());
}

TEST_CASE("idle pages: what may be written, is shared, or is no file stays", "[agent]") {
    for (const std::string head : {
             "7f1c2e200000-7f1c2e228000 rw-p 00028000 fe:00 1234   /usr/lib/libc.so.6",
             "7f1c2e200000-7f1c2e228000 r--s 00028000 fe:00 1234   /usr/lib/gconv-modules.cache",
             "7f1c2e200000-7f1c2e228000 r-xp 00000000 00:00 0      [vdso]",
             "7f1c2e200000-7f1c2e228000 r--p 00000000 00:00 0",
         }) {
        INFO(head);
        CHECK(unchanged_file_mappings(mapping(head, "0")).empty());
    }
}

TEST_CASE("idle pages: a text that is cut or broken gives nothing that it does not say",
          "[agent]") {
    const std::string whole = mapping(code, "0");
    for (std::size_t length = 0; length < whole.find("Anonymous"); ++length)
        CHECK(unchanged_file_mappings(whole.substr(0, length)).empty());
    for (const std::string head :
         {"7f1c2e228000-7f1c2e200000 r-xp 0 fe:00 1 /a", "zz-7f1c2e228000 r-xp 0 fe:00 1 /a",
          "7f1c2e200000-7f1c2e228000 r 0 fe:00 1 /a", "-"}) {
        INFO(head);
        CHECK(unchanged_file_mappings(mapping(head, "0")).empty());
    }
}

TEST_CASE("idle pages: the program goes on after its pages were given back", "[agent]") {
    give_back_idle_pages();
    CHECK(std::to_string(42) == "42");
}
