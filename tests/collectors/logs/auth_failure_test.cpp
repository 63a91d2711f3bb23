#include "collectors/logs/auth_failure.hpp"

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

const std::string pam =
    "pam_unix(x:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=10.0.0.9";

TEST_CASE("auth failure: each attempt counts once", "[collectors][logs]") {
    CHECK(is_auth_failure("sshd", "Failed password for root from 10.0.0.9 port 40022 ssh2"));
    CHECK(is_auth_failure("sshd", "Failed password for invalid user bob from 10.0.0.9"));
    CHECK_FALSE(is_auth_failure("sshd", pam));
    CHECK_FALSE(is_auth_failure("sshd", "Failed publickey for root from 10.0.0.9"));
    CHECK(is_auth_failure("sudo", "bob : 3 incorrect password attempts ; TTY=pts/0 ; COMMAND=x"));
    CHECK(is_auth_failure("sudo", "bob : user NOT in sudoers ; TTY=pts/0"));
    CHECK_FALSE(is_auth_failure("sudo", pam));
    CHECK(is_auth_failure("login", pam));
    CHECK(is_auth_failure("", pam));
}

TEST_CASE("auth failure: who gets in, or does something else, does not count",
          "[collectors][logs]") {
    CHECK_FALSE(is_auth_failure("sshd", "Accepted password for root from 10.0.0.9 port 40022"));
    CHECK_FALSE(is_auth_failure("backup", "Failed password file copy"));
    CHECK_FALSE(is_auth_failure("sshd", ""));
}

}  // namespace
}  // namespace foreshock::collectors
