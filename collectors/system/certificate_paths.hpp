#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/host_fs.hpp"

namespace foreshock::collectors {

/// Where certificates usually lie.
std::vector<std::string> usual_certificate_paths();

struct CertificatePaths {
    static constexpr std::size_t files_max = 256;
    static constexpr std::size_t names_max = 8192;  ///< looked at in all
    static constexpr int depth_max = 3;             ///< folders below the one that was named

    std::vector<std::string> files;    ///< without a leading slash
    std::vector<std::string> refused;  ///< folders that we may not list
};

/// Files below `patterns` whose names end like a certificate's, and files that a pattern names
/// itself. `*` in a pattern is any part of one name. The authorities that a distribution installs
/// (links into /usr/share, links named after a hash, ca-certificates.crt) are left out.
CertificatePaths find_certificates(const HostFs& host, const std::vector<std::string>& patterns);

/// "live/*.example" against "live/www.example", name by name.
bool matches_pattern(std::string_view name, std::string_view pattern);

}  // namespace foreshock::collectors
