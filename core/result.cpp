#include "core/result.hpp"

namespace foreshock {

std::string_view to_string(Errc code) {
    switch (code) {
        case Errc::no_data:
            return "no_data";
        case Errc::unreadable:
            return "unreadable";
        case Errc::malformed:
            return "malformed";
        case Errc::invalid:
            return "invalid";
        case Errc::not_found:
            return "not_found";
        case Errc::conflict:
            return "conflict";
        case Errc::too_large:
            return "too_large";
        case Errc::refused:
            return "refused";
        case Errc::unavailable:
            return "unavailable";
    }
    return "unknown";
}

Error Error::with(std::string_view context) && {
    std::string longer{context};
    longer += ": ";
    longer += what;
    return {code, std::move(longer)};
}

}  // namespace foreshock
