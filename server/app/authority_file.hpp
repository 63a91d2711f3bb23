#pragma once

#include <string>

#include "certificates/authority.hpp"
#include "server/app/tls_configuration.hpp"

namespace foreshock::app {

/// DATA/ca/authority.pem holds the key and the certificate of the server's own authority, for its
/// owner only; DATA/ca/ca.pem the certificate alone, for everybody. Made where there is none, by
/// whichever process comes first. malformed, unreadable, unavailable.
Result<certificates::Authority> open_authority(const std::string& data, TimePoint now);

/// The certificate by which agents know the server, in PEM: the site's authority where the server
/// shows the site's certificate, else our own.
Result<std::string> server_anchor(const TlsConfiguration& tls,
                                  const certificates::Authority& authority);

/// A file's whole text, at most 1 MiB; unreadable.
Result<std::string> read_pem(const std::string& path);

/// Written whole or not at all, durably, for its owner only. conflict, with what was there left
/// alone, when `replaces` is false and it exists.
Result<void> write_secret_file(const std::string& path, const std::string& text, bool replaces);

}  // namespace foreshock::app
