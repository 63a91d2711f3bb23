#pragma once

#include "collectors/space_probe.hpp"

namespace foreshock::collectors {

/// What a SpaceProbe may offer besides: to ask a filesystem that answers from memory (Mount) in the
/// caller's thread, without a deadline. For one thread.
class PromptSpace {
public:
    virtual ~PromptSpace() = default;

    /// As SpaceProbe::space, but never unavailable.
    virtual Result<Space> prompt_space(std::string_view mount_point) = 0;
};

}  // namespace foreshock::collectors
