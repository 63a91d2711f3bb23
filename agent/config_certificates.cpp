#include "agent/config_certificates.hpp"

#include "agent/config_section.hpp"

namespace foreshock::agent {

void read_certificates(ConfigSection& section, collectors::CertificateSettings& settings) {
    std::vector<std::string> paths;
    section.texts("paths", paths);
    for (std::string& path : paths) {
        if (!path.starts_with('/')) section.complain("paths", "'" + path + "' must begin with /");
        settings.paths.push_back(std::move(path));
    }
    section.ports("exclude_ports", settings.exclude_ports);
    section.finish();
}

}  // namespace foreshock::agent
