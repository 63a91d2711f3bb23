#include "certificates/enrolment_token.hpp"

#include <algorithm>
#include <array>

#include "core/trimmed.hpp"

namespace foreshock::certificates {
namespace {

constexpr std::string_view form = "fse1";
constexpr std::array<std::size_t, 3> part_sizes{12, 32, 64};

bool is_hex(std::string_view text) {
    return std::ranges::all_of(
        text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

tl::unexpected<Error> no_token(std::string_view why) {
    return fail(Errc::malformed, "this is no enrolment token, " + std::string{why} +
                                     "; `foreshock-server token create` makes one");
}

}  // namespace

std::string to_text(const EnrolmentToken& token) {
    return std::string{form} + "_" + token.id + "_" + token.secret + "_" + token.authority_sha256;
}

Result<EnrolmentToken> parse_enrolment_token(std::string_view text) {
    text = trimmed(text);
    if (!text.starts_with(form)) return no_token("such as begin with " + std::string{form} + "_");
    text.remove_prefix(form.size());
    std::array<std::string, 3> parts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::string_view part = text.substr(0, part_sizes[i] + 1);
        if (part.size() != part_sizes[i] + 1 || part[0] != '_' || !is_hex(part.substr(1))) {
            return no_token("a part of it is missing or damaged");
        }
        parts[i] = part.substr(1);
        text.remove_prefix(part.size());
    }
    if (!text.empty()) return no_token("there is something behind its end");
    return EnrolmentToken{parts[0], parts[1], parts[2]};
}

}  // namespace foreshock::certificates
