#include "collectors/system/mapped_libraries.hpp"

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

constexpr const char* maps =
    "55d0c8a00000-55d0c8a52000 r-xp 00000000 fe:01 131 /usr/sbin/nginx (deleted)\n"
    "7f1a0c000000-7f1a0c021000 rw-p 00000000 00:00 0 \n"
    "7f1a10000000-7f1a10100000 r--p 00000000 fe:01 7 /usr/lib/x86_64-linux-gnu/libz.so.1 "
    "(deleted)\n"
    "7f1a11000000-7f1a11100000 r-xp 00000000 fe:01 8 /usr/lib/x86_64-linux-gnu/libssl.so.3 "
    "(deleted)\n"
    "7f1a11100000-7f1a11200000 r-xp 00100000 fe:01 8 /usr/lib/x86_64-linux-gnu/libssl.so.3 "
    "(deleted)\n"
    "7f1a12000000-7f1a12100000 r-xp 00000000 fe:01 9 /usr/lib/x86_64-linux-gnu/libc.so.6\n"
    "7ffd1c000000-7ffd1c021000 rw-p 00000000 00:00 0 [stack]\n"
    "7ffd1c1f0000-7ffd1c1f2000 r-xp 00000000 00:00 0 [vdso]\n";

TEST_CASE("mapped libraries: what is executed and deleted counts, once per file",
          "[collectors][libraries]") {
    CHECK(count_deleted_libraries(maps) == 2);
    CHECK(count_deleted_libraries("") == 0);
    CHECK(count_deleted_libraries("nonsense\n\n - - - \n") == 0);
}

TEST_CASE("mapped libraries: what a package has put there is a library, deleted or replaced",
          "[collectors][libraries]") {
    for (const char* path :
         {"/usr/lib/x86_64-linux-gnu/libssl.so.3 (deleted)", "/lib/systemd/systemd (deleted)",
          "/usr/sbin/sshd (deleted)", "/usr/lib/libfoo.so.1.dpkg-new (deleted)",
          "/usr/lib64/with blank/libx.so (deleted)"}) {
        CAPTURE(path);
        CHECK(is_deleted_library(path));
    }
}

TEST_CASE("mapped libraries: code made just in time and files of programs' own are none",
          "[collectors][libraries]") {
    for (const char* path :
         {"/memfd:doublemapper (deleted)", "/dev/zero (deleted)", "/SYSV00000000 (deleted)",
          "/tmp/libnetty-epoll.so (deleted)", "/var/tmp/.X (deleted)", "/dev/shm/jit (deleted)",
          "/home/anna/game/libgame.so (deleted)", "/usr/lib/libc.so.6", "/usr/library (deleted)",
          "", " (deleted)"}) {
        CAPTURE(path);
        CHECK_FALSE(is_deleted_library(path));
    }
}

TEST_CASE("mapped libraries: the unit of a process is the outermost one that is started",
          "[collectors][libraries]") {
    CHECK(unit_of_process("0::/system.slice/nginx.service\n") == "nginx.service");
    CHECK(
        unit_of_process("0::/user.slice/user-1000.slice/user@1000.service/app.slice/a.service\n") ==
        "user@1000.service");
    CHECK(unit_of_process("4:memory:/\n1:name=systemd:/system.slice/cron.service/x\n") ==
          "cron.service");
    CHECK(unit_of_process("0::/user.slice/session-3.scope\n") == "session-3.scope");
    for (const char* without : {"", "0::/\n", "0::/system.slice\n", "///\n"})
        CHECK(unit_of_process(without).empty());
}

}  // namespace
}  // namespace foreshock::collectors
