#include "server/desk/subscription.hpp"

#include <array>

namespace foreshock::desk {
namespace {

constexpr std::array<std::string_view, 4> names{"reporter", "subscribers", "responders",
                                                "management"};

}  // namespace

std::string_view to_string(TellAudience audience) {
    return names.at(static_cast<std::size_t>(audience));
}

Result<TellAudience> parse_tell_audience(std::string_view text) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names.at(i) == text) return static_cast<TellAudience>(i);
    }
    return fail(Errc::invalid, "'" + std::string{text} +
                                   "' is no audience; known are reporter, subscribers, "
                                   "responders, management");
}

}  // namespace foreshock::desk
