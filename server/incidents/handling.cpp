#include "server/incidents/handling.hpp"

#include "server/incidents/enum_names.hpp"

namespace foreshock::incidents {
namespace {

constexpr EnumNames<LinkKind, 4> link_kinds{
    "link", {"duplicate_of", "duplicated_by", "child_of", "parent_of"}};

}  // namespace

std::string_view to_string(LinkKind kind) {
    return link_kinds.text(kind);
}

Result<LinkKind> parse_link_kind(std::string_view text) {
    return link_kinds.parse(text);
}

LinkKind other_side(LinkKind kind) {
    switch (kind) {
        case LinkKind::duplicate_of:
            return LinkKind::duplicated_by;
        case LinkKind::duplicated_by:
            return LinkKind::duplicate_of;
        case LinkKind::child_of:
            return LinkKind::parent_of;
        case LinkKind::parent_of:
            return LinkKind::child_of;
    }
    return kind;
}

}  // namespace foreshock::incidents
