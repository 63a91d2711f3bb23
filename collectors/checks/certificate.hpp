#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"

struct x509_st;  // OpenSSL's X509

namespace foreshock::collectors {

/// The end of a certificate's validity; none when its date cannot be read.
std::optional<TimePoint> certificate_end(const x509_st* certificate);

/// Of a certificate in PEM; none when it is none.
std::optional<TimePoint> certificate_end(std::string_view pem);

/// What to say when less than `min` is left at `now`, the same each time; empty when there is
/// enough.
std::string judge_certificate(TimePoint end, TimePoint now, Duration min);

}  // namespace foreshock::collectors
