#include "server/incidents/host.hpp"

#include "server/incidents/enum_names.hpp"

namespace foreshock::incidents {
namespace {

constexpr EnumNames<Presence, 4> presences{"presence",
                                           {"present", "expected_away", "lost", "revoked"}};

}  // namespace

std::string_view to_string(Presence presence) {
    return presences.text(presence);
}

Result<Presence> parse_presence(std::string_view text) {
    return presences.parse(text);
}

}  // namespace foreshock::incidents
