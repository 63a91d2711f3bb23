#include "collectors/logs/auth_failure.hpp"

namespace foreshock::collectors {
namespace {

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

}  // namespace

bool is_auth_failure(std::string_view program, std::string_view message) {
    if (program == "sshd" || program == "sshd-session" || program == "ssh.service" ||
        program == "sshd.service") {
        return message.starts_with("Failed password for") ||
               message.starts_with("Failed keyboard-interactive") ||
               message.starts_with("Failed none for");
    }
    if (program == "sudo") {
        return contains(message, "incorrect password attempt") ||
               contains(message, "user NOT in sudoers");
    }
    return contains(message, "authentication failure");
}

}  // namespace foreshock::collectors
