#pragma once

#include <functional>

#include "collectors/catalog.hpp"
#include "collectors/system/certificate.hpp"
#include "collectors/system/listeners.hpp"

namespace foreshock::collectors {

std::span<const SignalDescription> certificates_signals();

/// Certificates in files and on listeners of this host, looked for in the background once an hour.
/// Without CollectorContext::host_beside there is no data.
Result<std::unique_ptr<Collector>> make_certificates(const CollectorContext& context);

/// How a listener is asked for its certificate: certificate_of_listener, or a test's.
using ListenerQuestion = std::function<Result<Certificate>(const Listener&)>;

Result<std::unique_ptr<Collector>> make_certificates_with(const CollectorContext& context,
                                                          ListenerQuestion ask);

struct FoundCertificate {
    std::string where;  ///< "/etc/nginx/tls/shop.pem", or a port: "443"
    Certificate certificate;
};

struct CertificatesReading {
    static constexpr std::size_t listeners_asked_max = 32;

    std::vector<FoundCertificate> files;
    std::vector<FoundCertificate> listeners;
    std::vector<std::string> unreadable;  ///< folders and files that we may not read
    std::size_t malformed = 0;            ///< files that look like one and are not
};

/// One look, over `settings` and the usual paths; may take half a minute.
CertificatesReading read_certificates(const HostFs& host, const CertificateSettings& settings,
                                      const ListenerQuestion& ask);

}  // namespace foreshock::collectors
