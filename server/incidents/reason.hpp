#pragma once

#include <string>

namespace foreshock::incidents {

/// Why something was decided: a code that never changes, and words with the numbers in them.
struct Reason {
    std::string code;
    std::string text;

    bool operator==(const Reason&) const = default;
};

}  // namespace foreshock::incidents
