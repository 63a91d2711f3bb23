#include "server/app/mail_in.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include <curl/curl.h>

#include "server/app/data_folder.hpp"
#include "server/intake/mail_reader.hpp"

namespace foreshock::app {
namespace {

constexpr long timeout_ms = 30'000;
constexpr std::size_t answer_bytes_max = 4096;

struct CleanUp {
    void operator()(CURL* handle) const { ::curl_easy_cleanup(handle); }

    void operator()(curl_slist* list) const { ::curl_slist_free_all(list); }
};

std::size_t keep_some(char* bytes, std::size_t size, std::size_t count, void* into) {
    auto& answer = *static_cast<std::string*>(into);
    const std::size_t room = answer_bytes_max - std::min(answer.size(), answer_bytes_max);
    answer.append(bytes, std::min(room, size * count));
    return size * count;
}

/// Where the server listens, as this host reaches it.
std::string own_url(const Configuration& configuration) {
    std::string listen = configuration.server.listen;
    if (listen.starts_with("0.0.0.0:")) listen = "127.0.0.1" + listen.substr(7);
    if (listen.starts_with("[::]:")) listen = "[::1]" + listen.substr(4);
    return (configuration.tls.enabled ? "https://" : "http://") + listen + "/api/v1/mail";
}

/// This very server and no other, whatever name its certificate has.
void trust_own_server(CURL* curl, const Configuration& configuration) {
    if (!configuration.tls.enabled) return;
    const std::string& sites = configuration.tls.certificate_file;
    const std::string anchor = sites.empty() ? configuration.server.data + "/ca/ca.pem" : sites;
    ::curl_easy_setopt(curl, CURLOPT_CAINFO, anchor.c_str());
    ::curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
    if (!sites.empty()) ::curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
}

Result<std::string> sender_token(const Configuration& configuration) {
    const std::string& file = configuration.intake.token_file.empty()
                                  ? configuration.server.operator_token_file
                                  : configuration.intake.token_file;
    if (file.empty()) return std::string{};
    return read_secret(file);
}

/// At most one byte more than may be taken.
std::string read_all(std::istream& in) {
    std::string bytes;
    std::array<char, 1 << 16> piece{};
    while (in && bytes.size() <= intake::mail_bytes_max) {
        in.read(piece.data(), piece.size());
        bytes.append(piece.data(), static_cast<std::size_t>(in.gcount()));
    }
    return bytes;
}

}  // namespace

MailExit mail_exit_of(long status) {
    if (status == 200) return MailExit::taken;
    if (status == 401 || status == 403 || status == 404 || status == 421)
        return MailExit::configuration;
    if (status == 429 || status >= 500) return MailExit::temporary;
    return MailExit::data_error;
}

MailExit deliver_mail(std::istream& in, const Configuration& configuration,
                      std::string& complaint) {
    const std::string mail = read_all(in);
    if (mail.empty() || mail.size() > intake::mail_bytes_max) {
        complaint = mail.empty() ? "no mail on the standard input"
                                 : "the mail has more than " +
                                       std::to_string(intake::mail_bytes_max) + " bytes";
        return MailExit::data_error;
    }
    const Result<std::string> token = sender_token(configuration);
    if (!token) return complaint = token.error().what, MailExit::configuration;
    const std::unique_ptr<CURL, CleanUp> handle{::curl_easy_init()};
    if (!handle) return complaint = "libcurl does not start", MailExit::temporary;
    CURL* curl = handle.get();
    const std::string url = own_url(configuration);
    const std::string bearer = "Authorization: Bearer " + *token;
    curl_slist* fields = ::curl_slist_append(nullptr, "Content-Type: message/rfc822");
    fields = ::curl_slist_append(fields, "Expect:");
    if (!token->empty()) fields = ::curl_slist_append(fields, bearer.c_str());
    const std::unique_ptr<curl_slist, CleanUp> owned{fields};
    std::string answer;
    ::curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    ::curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    ::curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    trust_own_server(curl, configuration);
    ::curl_easy_setopt(curl, CURLOPT_HTTPHEADER, fields);
    ::curl_easy_setopt(curl, CURLOPT_POSTFIELDS, mail.data());
    ::curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(mail.size()));
    ::curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep_some);
    ::curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    ::curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    ::curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, timeout_ms);
    const CURLcode sent = ::curl_easy_perform(curl);
    if (sent != CURLE_OK) {
        complaint = url + ": " + ::curl_easy_strerror(sent);
        return MailExit::temporary;
    }
    long status = 0;
    ::curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    const MailExit exit = mail_exit_of(status);
    if (exit != MailExit::taken)
        complaint = url + ": answered " + std::to_string(status) + ": " + answer;
    return exit;
}

}  // namespace foreshock::app
