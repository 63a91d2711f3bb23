#pragma once

#include "core/pack_in_use.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::detectors {

/// What texts are known by: all files of a folder named "stock" are one part, each other file is
/// one of its own. Beyond PackInUse::parts_max the parts are counted in the id, and not named.
/// `version` is left to the caller.
PackInUse pack_in_use(const std::vector<PackText>& texts, std::size_t kinds);

}  // namespace foreshock::detectors
