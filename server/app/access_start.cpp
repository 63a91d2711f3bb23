#include "server/app/access_start.hpp"

#include "server/app/data_folder.hpp"
#include "server/http/token.hpp"

namespace foreshock::app {
namespace {

/// The digest of a token in a file; nothing where no file is named.
Result<std::optional<std::string>> token_digest(const std::string& file, std::string_view key) {
    if (file.empty()) return std::optional<std::string>{};
    Result<std::string> token = read_secret(file);
    if (!token) return fail(std::move(token).error().with(key));
    return std::optional{http::sha256_hex(*token)};
}

}  // namespace

Result<http::AccessSettings> access_settings(const Configuration& configuration) {
    auto senders = token_digest(configuration.intake.token_file, "intake.token_file");
    if (!senders) return fail(std::move(senders).error());
    auto operators =
        token_digest(configuration.server.operator_token_file, "server.operator_token_file");
    if (!operators) return fail(std::move(operators).error());
    return http::AccessSettings{loopback_trust(configuration.access, operators->has_value()),
                                configuration.access.sessions, std::move(*operators),
                                std::move(*senders)};
}

std::string trust_words(http::LoopbackTrust trust) {
    switch (trust) {
        case http::LoopbackTrust::nobody:
            return "everybody logs in or shows a token";
        case http::LoopbackTrust::owner:
            return "programs of the server's own user and of root, on this host, may do "
                   "everything; everybody else logs in or shows a token";
        case http::LoopbackTrust::viewer:
            return "programs on this host may read; for more, people log in or show a token";
        case http::LoopbackTrust::admin:
            return "all programs on this host may do everything, whoever runs them";
    }
    return {};
}

}  // namespace foreshock::app
