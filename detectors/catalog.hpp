#pragma once

#include <memory>

#include "detectors/detector.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::detectors {

/// One detector for a whole pack: each series goes to the kinds that want it, found once in
/// `attach` and then by its number.
std::unique_ptr<Detector> make_detectors(const Pack& pack);

}  // namespace foreshock::detectors
