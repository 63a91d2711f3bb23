// What a stranger sends to enrol: a token, a certificate request, certificates in PEM.

#include <cstdint>
#include <string_view>

#include "certificates/certificate.hpp"
#include "certificates/enrolment_token.hpp"
#include "certificates/request.hpp"

using namespace foreshock::certificates;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};
    const auto token = parse_enrolment_token(text);
    if (token && *parse_enrolment_token(to_text(*token)) != *token) __builtin_trap();
    const auto request = read_request(text);
    if (request && request->sha256.size() != 64) __builtin_trap();
    const auto certificate = read_certificate(text);
    if (certificate && !certificate->agent_id.empty() && !is_agent_id(certificate->agent_id)) {
        __builtin_trap();
    }
    static_cast<void>(split_certificates(text));
    return 0;
}
