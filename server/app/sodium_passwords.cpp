#include "server/app/sodium_passwords.hpp"

#include <array>
#include <mutex>

#include <sodium.h>

#include "server/app/data_folder.hpp"

namespace foreshock::app {
namespace {

class SodiumPasswords final : public people::PasswordHasher {
public:
    explicit SodiumPasswords(std::string dummy) : dummy_(std::move(dummy)) {}

    static Result<std::string> make(std::string_view password) {
        std::array<char, crypto_pwhash_STRBYTES> hash{};
        if (::crypto_pwhash_str(hash.data(), password.data(), password.size(),
                                crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0) {
            return fail(Errc::unavailable, "no memory to hash a password: 64 MiB are needed");
        }
        return std::string{hash.data()};
    }

    Result<std::string> hash(std::string_view password) const override {
        const std::lock_guard lock{mutex_};
        return make(password);
    }

    bool matches(std::string_view password, std::string_view hash) const override {
        const std::lock_guard lock{mutex_};
        const bool is_hash = hash.starts_with("$argon2id$") && hash.size() < crypto_pwhash_STRBYTES;
        const std::string& tried = is_hash ? std::string{hash} : dummy_;
        const bool same =
            ::crypto_pwhash_str_verify(tried.c_str(), password.data(), password.size()) == 0;
        return is_hash && same;
    }

private:
    const std::string dummy_;  // of a password that nobody has
    mutable std::mutex mutex_;
};

}  // namespace

Result<std::unique_ptr<people::PasswordHasher>> make_password_hasher() {
    if (::sodium_init() < 0) return fail(Errc::unavailable, "libsodium does not start");
    const Result<std::string> secret = new_token();
    if (!secret) return fail(secret.error());
    Result<std::string> dummy = SodiumPasswords::make(*secret);
    if (!dummy) return fail(std::move(dummy).error());
    return std::make_unique<SodiumPasswords>(std::move(*dummy));
}

Result<std::string> KernelSecrets::new_secret() const {
    return new_token();
}

}  // namespace foreshock::app
