#pragma once

#include <string>

namespace foreshock::agent {

/// A request that got no answer, as libcurl tells it.
struct TransportFailure {
    int code = 0;            ///< CURLcode
    std::string detail;      ///< CURLOPT_ERRORBUFFER
    long verify_result = 0;  ///< CURLINFO_SSL_VERIFYRESULT: OpenSSL's X509_V_ERR_*
    std::string ca_file;     ///< server.ca_file
};

/// What went wrong and what to do about it, in one line for people; the detail is kept at its end.
std::string transport_words(const TransportFailure& failure);

}  // namespace foreshock::agent
