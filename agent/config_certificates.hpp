#pragma once

#include "collectors/certificate_settings.hpp"

namespace foreshock::agent {

class ConfigSection;

/// Reads [certificates] to its end; lists of several files add up.
void read_certificates(ConfigSection& section, collectors::CertificateSettings& settings);

}  // namespace foreshock::agent
