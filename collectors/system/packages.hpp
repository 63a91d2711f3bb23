#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/change.hpp"
#include "core/host_fs.hpp"

namespace foreshock::collectors {

struct Package {
    std::string
        name;  ///< "openssl", and "libc6:amd64" where several architectures may be installed
    std::string version;

    auto operator<=>(const Package&) const = default;
};

/// What /var/lib/dpkg/status (deb822(5), dpkg(1) "PACKAGE STATES") says.
struct PackageSet {
    std::vector<Package> installed;  ///< by name
    std::vector<std::string>
        broken;  ///< half-installed, unpacked, half-configured, reinst-required
};

/// The bound on packages.
inline constexpr std::size_t packages_max = 20'000;

/// malformed when no paragraph has a package and a status. A last one that was cut off is left out.
Result<PackageSet> parse_dpkg_status(std::string_view text);

/// What came, went, or changed its version, by name: "package.openssl" from "3.0.1" to "3.0.2". At
/// most changes_max; then a last one says how many more ("packages").
std::vector<Change> package_changes(const PackageSet& before, const PackageSet& after, TimePoint at,
                                    std::size_t changes_max);

/// Below zero, zero, above: as people order versions ("6.1.0-9" before "6.1.0-13").
int compare_versions(std::string_view a, std::string_view b);

/// The newest of `installed` (names such as "6.1.0-18-amd64") that is of the same flavour as the
/// running kernel; empty when that is `running` itself or an older one.
std::string newer_kernel(std::string_view running, const std::vector<std::string>& installed);

}  // namespace foreshock::collectors
