#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace foreshock::collectors {

/// An X.509 certificate (RFC 5280), what we tell of it.
struct Certificate {
    std::string subject;  ///< its common name, else its first DNS name, else the whole subject
    TimePoint not_after;
};

/// More in one file are a bundle of authorities, which is nobody's own certificate.
inline constexpr std::size_t chain_max = 16;

/// The bound on one file.
inline constexpr std::size_t certificate_bytes_max = 1 << 20;

/// All certificates of a PEM text, or the one of a DER file. no_data: it holds other things (a
/// key), or is a bundle. malformed: it should hold one and cannot be read. too_large.
Result<std::vector<Certificate>> parse_certificates(std::string_view bytes);

/// The one that ends first: what makes the chain fail. `chain` is not empty.
const Certificate& first_to_end(const std::vector<Certificate>& chain);

}  // namespace foreshock::collectors
