#pragma once

#include <string>
#include <string_view>

namespace foreshock {

/// What a person can do about an error of the system (errno(3)): " (…)", to stand behind its name;
/// empty when nothing helps in general.
std::string_view errno_advice(int code);

/// Its name and the advice: "No space left on device (the disk under it is full: free some space)".
std::string errno_text(int code);

}  // namespace foreshock
