#include "agent/transport_words.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <curl/curl.h>

namespace foreshock::agent {
namespace {

/// Of `words` the part that stands in the detail decides: OpenSSL and curl have one code for many
/// causes.
struct Cause {
    std::string_view part;
    std::string_view words;
};

// verify(1), "DIAGNOSTICS".
struct VerifyCause {
    long result;
    std::string_view words;
};

constexpr std::array<VerifyCause, 9> verify_causes{{
    {9, "the server's certificate is not valid yet: is the clock of this host right?"},
    {10, "the server's certificate has expired: renew it; is the clock of this host right?"},
    {18, "the server's certificate is self-signed: name it as server.ca_file to trust it"},
    {19,
     "the server's certificate comes from an authority that this host does not trust: name "
     "the authority's certificate as server.ca_file"},
    {20,
     "the server's certificate comes from an authority that this host does not trust: name "
     "the authority's certificate as server.ca_file"},
    {21,
     "the server does not send the certificates between its own and its authority's: give it "
     "the whole chain"},
    {23, "the server's certificate has been revoked"},
    {62, "the server's certificate is for another name than the one in the URL"},
    {64, "the server's certificate is for another address than the one in the URL"},
}};

constexpr std::array<Cause, 4> peer_causes{{
    {"subject name", "the server's certificate is for another name than the one in the URL"},
    {"expired", "the server's certificate has expired: renew it; is the clock of this host right?"},
    {"not yet valid",
     "the server's certificate is not valid yet: is the clock of this host right?"},
    {"self-signed",
     "the server's certificate is self-signed: name it as server.ca_file to trust it"},
}};

constexpr std::array<Cause, 9> handshake_causes{{
    {"wrong version number", "the server speaks no TLS on this port: is it http:// there?"},
    {"unsupported protocol", "the server offers only TLS older than 1.2: renew its software"},
    {"protocol version", "the server offers only TLS older than 1.2: renew its software"},
    {"certificate required", "the server asks this agent for a certificate"},
    {"bad certificate", "the server does not accept this agent's certificate"},
    {"handshake failure",
     "the server and this agent have no cipher in common, or the server asks "
     "for a certificate"},
    {"unrecognized name", "the server has no certificate for the name in the URL"},
    {"SSL_ERROR_SYSCALL",
     "the connection was broken off in the TLS handshake: does the server "
     "speak TLS on this port?"},
    {"internal error", "the server broke off the TLS handshake"},
}};

template <std::size_t Count>
std::string_view cause_in(const std::array<Cause, Count>& causes, std::string_view detail,
                          std::string_view otherwise) {
    const auto found = std::find_if(causes.begin(), causes.end(), [detail](const Cause& cause) {
        return detail.find(cause.part) != std::string_view::npos;
    });
    return found == causes.end() ? otherwise : found->words;
}

std::string_view words_of_peer(const TransportFailure& failure) {
    const auto found = std::find_if(
        verify_causes.begin(), verify_causes.end(),
        [&](const VerifyCause& cause) { return cause.result == failure.verify_result; });
    if (found != verify_causes.end()) return found->words;
    return cause_in(peer_causes, failure.detail, "the server's certificate cannot be trusted");
}

std::string words_of(const TransportFailure& failure) {
    switch (failure.code) {
        case CURLE_COULDNT_RESOLVE_PROXY:
            return "the name of the proxy is not known";
        case CURLE_COULDNT_RESOLVE_HOST:
            return "the name of the server is not known";
        case CURLE_COULDNT_CONNECT:
            return "no connection";
        case CURLE_OPERATION_TIMEDOUT:
            return "no answer in time";
        case CURLE_GOT_NOTHING:
            return "the connection was broken off: does the server speak TLS there? Then 'enroll' "
                   "with its https:// URL";
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR:
            return "the connection was broken off";
        case CURLE_PROXY:
            return "the proxy does not connect";
        case CURLE_SSL_CACERT_BADFILE:
            return failure.ca_file.empty()
                       ? "the authorities that the system trusts cannot be read: is the package "
                         "ca-certificates installed?"
                       : "server.ca_file " + failure.ca_file +
                             " cannot be read, or is no PEM certificate";
        case CURLE_PEER_FAILED_VERIFICATION:
            return std::string{words_of_peer(failure)};
        case CURLE_SSL_CONNECT_ERROR:
            return std::string{
                cause_in(handshake_causes, failure.detail, "the TLS handshake failed")};
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_WEIRD_SERVER_REPLY:
            return "what answers there speaks no HTTP";
        default:
            return {};
    }
}

}  // namespace

std::string transport_words(const TransportFailure& failure) {
    const std::string words = words_of(failure);
    const std::string detail = failure.detail.empty()
                                   ? curl_easy_strerror(static_cast<CURLcode>(failure.code))
                                   : failure.detail;
    return words.empty() ? detail : words + " (" + detail + ")";
}

}  // namespace foreshock::agent
