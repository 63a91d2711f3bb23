#pragma once

#include <string>

#include "server/app/configuration.hpp"
#include "server/http/access.hpp"

namespace foreshock::app {

/// With the digests of the tokens in the files that the configuration names; unreadable or invalid
/// with its key when one of those cannot be read.
Result<http::AccessSettings> access_settings(const Configuration& configuration);

/// For the log: who needs no proof.
std::string trust_words(http::LoopbackTrust trust);

}  // namespace foreshock::app
