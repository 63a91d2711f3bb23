#pragma once

#include <memory>

#include "server/people/ports.hpp"

namespace foreshock::app {

/// argon2id by libsodium (RFC 9106), 64 MiB and 2 passes. One at a time: many log-ins at once
/// must not take the server's memory. unavailable when the library does not start.
Result<std::unique_ptr<people::PasswordHasher>> make_password_hasher();

/// Random bits of the kernel.
class KernelSecrets final : public people::SecretSource {
public:
    Result<std::string> new_secret() const override;
};

}  // namespace foreshock::app
