#pragma once

#include <string>
#include <vector>

#include "certificates/certificate.hpp"

namespace foreshock::agent {

/// What enrolment leaves in the state folder, below `tls/`, for the agent's user only.
struct EnrolmentFiles {
    explicit EnrolmentFiles(const std::string& state) : folder(state + "/tls") {}

    std::string folder;

    /// Key and certificate in one file, so that both change at once.
    [[nodiscard]] std::string identity() const { return folder + "/identity.pem"; }

    /// Whom the agent believes to be its server.
    [[nodiscard]] std::string authority() const { return folder + "/ca.pem"; }

    /// Key and request of an enrolment whose answer has not come yet.
    [[nodiscard]] std::string pending() const { return folder + "/pending.pem"; }

    /// TOML that counts before agent.toml does: url, files, labels.
    [[nodiscard]] std::string settings() const { return folder + "/agent.toml"; }
};

/// Whole or not at all, durably, mode 0600; makes the folder (0700) where there is none.
Result<void> write_durably(const std::string& path, const std::string& text);

/// A host's key and certificate as they lie on disk.
struct HostIdentity {
    std::string pem;
    certificates::Certificate certificate;
};

/// no_data where the host has not enrolled; malformed, naming the file.
Result<HostIdentity> read_host_identity(const std::string& path);

/// As the settings file says it.
std::string enrolled_settings(const EnrolmentFiles& files, const std::string& url,
                              const std::vector<std::pair<std::string, std::string>>& labels);

}  // namespace foreshock::agent
