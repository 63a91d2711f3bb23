#include <atomic>
#include <thread>

#include "socket_client.hpp"
#include <curl/curl.h>

#include "certificates/authority.hpp"
#include "certificates/private_key.hpp"
#include "certificates/request.hpp"
#include "server/http/listener.hpp"

namespace foreshock::http {
namespace {

constexpr Duration day = std::chrono::hours{24};

std::size_t keep(char* bytes, std::size_t size, std::size_t count, void* to) {
    static_cast<std::string*>(to)->append(bytes, size * count);
    return size * count;
}

/// A listener that answers who asked, as far as the handshake says.
struct Fixture {
    TimePoint now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    certificates::Authority authority = certificates::Authority::make("ours", now).value();
    std::unique_ptr<Listener> listener;

    [[nodiscard]] certificates::TlsIdentity identity() const {
        const std::string pem = authority.issue_to_server({"127.0.0.1"}, now, day).value();
        return {pem, pem, authority.certificate_pem()};
    }

    Fixture() {
        ListenerSettings settings;
        settings.port = 0;
        settings.tls = std::make_shared<const certificates::TlsIdentity>(identity());
        Listener::Callbacks callbacks;
        callbacks.serve = [](const Request& request, const Responder& respond) {
            std::string who = request.over_tls ? "tls nobody" : "plain";
            if (request.certificate) {
                who = request.certificate->fault.empty() ? request.certificate->certificate.agent_id
                                                         : "fault " + request.certificate->fault;
            }
            respond(text_response(200, who));
        };
        auto started = Listener::start(settings, callbacks);
        REQUIRE(started);
        listener = std::move(*started);
    }

    /// Two requests on one connection: what the second was answered, or curl's word.
    std::string ask(const std::string& proof, const certificates::Authority& trusts) const {
        CURL* curl = curl_easy_init();
        std::string body;
        const std::string url = "https://127.0.0.1:" + std::to_string(listener->port()) + "/";
        const std::string anchor = trusts.certificate_pem();
        curl_blob authorities{const_cast<char*>(anchor.data()), anchor.size(), CURL_BLOB_COPY};
        curl_blob shown{const_cast<char*>(proof.data()), proof.size(), CURL_BLOB_COPY};
        curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
        curl_easy_setopt(curl, CURLOPT_PROXY, "");
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_TIMEOUT, 10L);
        curl_easy_setopt(curl, CURLOPT_CAINFO_BLOB, &authorities);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
        if (!proof.empty()) {
            curl_easy_setopt(curl, CURLOPT_SSLCERT_BLOB, &shown);
            curl_easy_setopt(curl, CURLOPT_SSLKEY_BLOB, &shown);
        }
        CURLcode code = curl_easy_perform(curl);
        body.clear();
        if (code == CURLE_OK) code = curl_easy_perform(curl);
        curl_easy_cleanup(curl);
        return code == CURLE_OK ? body : curl_easy_strerror(code);
    }

    [[nodiscard]] std::string agent(const certificates::Authority& of) const {
        const std::string key = certificates::new_private_key().value();
        const std::string request = certificates::make_request(key, "web-1").value();
        return key + of.issue_to_agent(request, "web-1", now, day).value().pem;
    }
};

TEST_CASE("listener: over TLS each request knows what its connection showed",
          "[http][listener][tls][threads]") {
    const Fixture f;
    CHECK(f.ask(f.agent(f.authority), f.authority) == "web-1");
    CHECK(f.ask("", f.authority) == "tls nobody");
    const auto foreign = certificates::Authority::make("ours", f.now).value();
    CHECK_THAT(f.ask(f.agent(foreign), f.authority), Catch::StartsWith("fault "));
    CHECK_THAT(f.ask("", foreign), !Catch::Contains("nobody"));
}

TEST_CASE("listener: plain words on a port of TLS get no answer",
          "[http][listener][tls][threads]") {
    const Fixture f;
    SocketClient client{f.listener->port()};
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK_THAT(client.read_all(), !Catch::Contains("HTTP/1.1 200"));
}

TEST_CASE("listener: a renewed certificate is shown without a restart",
          "[http][listener][tls][threads]") {
    Fixture f;
    const auto later = certificates::Authority::make("later", f.now).value();
    const std::string pem = later.issue_to_server({"127.0.0.1"}, f.now, day).value();
    CHECK(f.ask("", f.authority) == "tls nobody");
    f.listener->show({pem, pem, ""});
    // Shown by the loop's thread: soon.
    bool is_shown = false;
    for (int i = 0; i < 200 && !is_shown; ++i)
        is_shown = f.ask("", later) == "tls nobody";
    CHECK(is_shown);
    CHECK(f.ask(f.agent(f.authority), later) == "web-1");
}

TEST_CASE("listener: a key that does not fit is said before anybody connects",
          "[http][listener][tls][threads]") {
    const Fixture f;
    ListenerSettings settings;
    settings.port = 0;
    settings.tls = std::make_shared<const certificates::TlsIdentity>(certificates::TlsIdentity{
        certificates::new_private_key().value(), f.authority.certificate_pem(), ""});
    CHECK_FALSE(Listener::start(settings, {}));
}

}  // namespace
}  // namespace foreshock::http
