#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "certificates/authority.hpp"
#include "certificates/tls_server.hpp"
#include "core/clock.hpp"
#include "server/app/configuration.hpp"
#include "server/app/logging.hpp"
#include "server/http/enrolment_api.hpp"
#include "server/http/listener.hpp"

namespace foreshock::app {

/// All that a server which speaks TLS has besides: its authority, what it shows, who enrols and
/// whom it believes. For one thread, but `sources`, which handlers use, and `ending`.
class TlsAccess {
public:
    /// Null where TLS is off. Errors name the file or key. The store and the clock must outlive it.
    static Result<std::unique_ptr<TlsAccess>> open(const Configuration& configuration,
                                                   enrolment::Enrolments& enrolments,
                                                   const Clock& clock);

    /// What the listener shows from the start.
    [[nodiscard]] const std::shared_ptr<const certificates::TlsIdentity>& identity() const {
        return identity_;
    }

    /// Shows another certificate when ours is due for renewal or the site's files have changed. To
    /// be called now and then; errors go to the log and leave the present one in use.
    void keep_shown(http::Listener& listener, Log& log);

    /// Which of the certificate that is shown and the authority's should have been renewed. Safe
    /// from any thread.
    [[nodiscard]] std::vector<EndingCertificate> ending(TimePoint now) const;

    [[nodiscard]] http::EnrolmentSources sources() const {
        return {&desk_, &certificates_, anchor_};
    }

private:
    TlsAccess(const Configuration& configuration, certificates::Authority authority,
              std::string anchor, enrolment::Enrolments& enrolments, const Clock& clock);

    [[nodiscard]] Result<certificates::TlsIdentity> made_identity() const;
    [[nodiscard]] Result<std::string> own_certificate() const;
    [[nodiscard]] Result<certificates::TlsIdentity> sites_identity() const;

    TlsConfiguration tls_;
    std::string data_;
    std::vector<std::string> names_;
    certificates::Authority authority_;
    std::string anchor_;
    const Clock& clock_;
    enrolment::Desk desk_;
    http::AgentCertificates certificates_;
    mutable std::mutex mutex_;  // of what follows
    std::shared_ptr<const certificates::TlsIdentity> identity_;
};

/// The names and addresses by which this server can be reached, as far as it knows: those of its
/// configuration, its host's name, localhost, and the addresses that it listens on.
std::vector<std::string> server_names(const Configuration& configuration);

}  // namespace foreshock::app
