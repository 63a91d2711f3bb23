#pragma once

#include <string_view>

namespace foreshock::collectors {

/// Did somebody fail to prove who they are? One line per attempt: where a program tells it beside
/// PAM (sshd "Failed password for", auth.c of OpenSSH; sudo "incorrect password attempt",
/// logging.c of sudo), PAM's own line ("authentication failure", pam_unix(8)) does not count.
bool is_auth_failure(std::string_view program, std::string_view message);

}  // namespace foreshock::collectors
