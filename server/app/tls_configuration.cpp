#include "server/app/tls_configuration.hpp"

#include <algorithm>
#include <ostream>

#include "server/app/table_reader.hpp"
#include "server/app/toml_text.hpp"

namespace foreshock::app {
namespace {

constexpr std::size_t name_bytes_max = 253;
constexpr Duration life_min = std::chrono::seconds{10};
constexpr Duration life_max = std::chrono::hours{24 * 825};

std::string_view word(bool value) {
    return value ? "true" : "false";
}

tl::unexpected<Error> wrong(std::string words) {
    return fail(Errc::invalid, std::move(words));
}

}  // namespace

void read_tls(TableReader& in, TlsConfiguration& into) {
    in.flag("enabled", into.enabled);
    in.flag("insecure", into.insecure);
    in.texts("names", into.names);
    in.text("certificate_file", into.certificate_file);
    in.text("key_file", into.key_file);
    in.text("ca_file", into.ca_file);
    in.text("client_ca_file", into.client_ca_file);
    in.flag("agent_tokens", into.agent_tokens);
    in.span("agent_certificate_life", into.agent_certificate_life);
}

void write_tls(std::ostream& out, const TlsConfiguration& tls) {
    out << "\n[tls]\nenabled = " << word(tls.enabled) << "\ninsecure = " << word(tls.insecure)
        << "\nnames = " << list_of(tls.names)
        << "\ncertificate_file = " << quoted(tls.certificate_file)
        << "\nkey_file = " << quoted(tls.key_file) << "\nca_file = " << quoted(tls.ca_file)
        << "\nclient_ca_file = " << quoted(tls.client_ca_file)
        << "\nagent_tokens = " << word(tls.agent_tokens)
        << "\nagent_certificate_life = " << quoted(tls.agent_certificate_life) << "\n";
}

bool is_certificate_name(std::string_view name) {
    if (name.starts_with("*.")) name.remove_prefix(2);
    return !name.empty() && name.size() <= name_bytes_max && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '.' || c == '_' || c == ':';
    });
}

Result<void> check_tls(const TlsConfiguration& tls, const std::string& listen,
                       bool listens_off_loopback) {
    if (tls.enabled && tls.insecure) return wrong("tls.insecure: has no place beside tls.enabled");
    if (listens_off_loopback && !tls.enabled && !tls.insecure) {
        return wrong("server.listen: other hosts can reach " + listen +
                     ", and passwords and tokens would travel readable: set tls.enabled = true "
                     "(the server makes its own certificates); or listen on 127.0.0.1 behind a "
                     "proxy with TLS; or, in a network that nobody else listens in, set "
                     "tls.insecure = true");
    }
    if (tls.certificate_file.empty() != tls.key_file.empty()) {
        return wrong("tls.certificate_file and tls.key_file: the one needs the other");
    }
    if (!tls.ca_file.empty() && tls.certificate_file.empty()) {
        return wrong("tls.ca_file: is of use only beside tls.certificate_file");
    }
    if (tls.agent_certificate_life < life_min || tls.agent_certificate_life > life_max) {
        return wrong("tls.agent_certificate_life: must be from 10s to 825d");
    }
    for (const std::string& name : tls.names) {
        if (is_certificate_name(name)) continue;
        return wrong("tls.names: '" + name + "' is no host name and no IP address");
    }
    return {};
}

}  // namespace foreshock::app
