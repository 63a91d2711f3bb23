#include "core/system_error.hpp"

#include <cerrno>

#include <catch2/catch.hpp>

using namespace foreshock;

TEST_CASE("system error: a full disk says what to do", "[core]") {
    CHECK(errno_text(ENOSPC) ==
          "No space left on device (the disk under it is full: free some space)");
    CHECK(errno_text(EACCES) == "Permission denied (check the owner and the permissions)");
}

TEST_CASE("system error: where nothing helps in general, no advice is given", "[core]") {
    CHECK(errno_advice(EIO).empty());
    CHECK(errno_text(EIO) == "Input/output error");
}
