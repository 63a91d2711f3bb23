#include "server/app/tls_access.hpp"

#include <algorithm>
#include <array>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>

#include "server/app/authority_file.hpp"
#include "server/app/own_host_name.hpp"

namespace foreshock::app {
namespace {

using certificates::TlsIdentity;

/// All hosts enrol again before it ends.
constexpr Duration authority_notice = std::chrono::hours{24 * 180};
constexpr Duration server_certificate_life = std::chrono::hours{24 * 365};

std::string address_text(const sockaddr* address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address && address->sa_family == AF_INET) {
        const auto* four = reinterpret_cast<const sockaddr_in*>(address);
        ::inet_ntop(AF_INET, &four->sin_addr, text.data(), text.size());
    } else if (address && address->sa_family == AF_INET6) {
        const auto* six = reinterpret_cast<const sockaddr_in6*>(address);
        if (!IN6_IS_ADDR_LINKLOCAL(&six->sin6_addr))
            ::inet_ntop(AF_INET6, &six->sin6_addr, text.data(), text.size());
    }
    return text.data();
}

std::vector<std::string> interface_addresses() {
    std::vector<std::string> all;
    ifaddrs* first = nullptr;
    if (::getifaddrs(&first) != 0) return all;
    for (const ifaddrs* one = first; one; one = one->ifa_next) {
        if ((one->ifa_flags & IFF_LOOPBACK) == 0) all.push_back(address_text(one->ifa_addr));
    }
    ::freeifaddrs(first);
    std::sort(all.begin(), all.end());
    return all;
}

bool has_all(const std::vector<std::string>& names, const std::vector<std::string>& wanted) {
    return std::ranges::all_of(wanted, [&](const std::string& name) {
        return std::ranges::find(names, name) != names.end();
    });
}

}  // namespace

std::vector<std::string> server_names(const Configuration& configuration) {
    constexpr std::size_t names_max = 100;  // a host may have thousands of addresses
    std::vector<std::string> names;
    const auto add = [&](const std::string& name) {
        const bool is_new = std::ranges::find(names, name) == names.end();
        if (is_new && is_certificate_name(name) && names.size() < names_max) names.push_back(name);
    };
    for (const std::string& name : configuration.tls.names)
        add(name);
    for (const std::string& name : configuration.server.host_names)
        add(name);
    for (const std::string& name :
         {own_host_name(), std::string{"localhost"}, std::string{"127.0.0.1"}, std::string{"::1"}})
        add(name);
    const Result<ListenAddress> listen = parse_listen(configuration.server.listen);
    if (listen && !listen->is_any()) add(listen->address);
    if (listen && listen->is_any()) {
        for (const std::string& address : interface_addresses())
            add(address);
    }
    return names;
}

TlsAccess::TlsAccess(const Configuration& configuration, certificates::Authority authority,
                     std::string anchor, enrolment::Enrolments& enrolments, const Clock& clock)
    : tls_(configuration.tls),
      data_(configuration.server.data),
      names_(server_names(configuration)),
      authority_(std::move(authority)),
      anchor_(std::move(anchor)),
      clock_(clock),
      desk_(enrolments, authority_,
            {tls_.agent_certificate_life,
             certificates::read_certificate(anchor_).value_or(certificates::Certificate{}).sha256}),
      certificates_({tls_.agent_tokens, authority_.certificate().common_name}, enrolments, clock) {}

Result<std::unique_ptr<TlsAccess>> TlsAccess::open(const Configuration& configuration,
                                                   enrolment::Enrolments& enrolments,
                                                   const Clock& clock) {
    if (!configuration.tls.enabled) return std::unique_ptr<TlsAccess>{};
    auto authority = open_authority(configuration.server.data, clock.now());
    if (!authority) return fail(std::move(authority).error());
    auto anchor = server_anchor(configuration.tls, *authority);
    if (!anchor) return fail(std::move(anchor).error().with("tls"));
    std::unique_ptr<TlsAccess> access{
        new TlsAccess{configuration, std::move(*authority), std::move(*anchor), enrolments, clock}};
    auto identity = access->made_identity();
    if (!identity) return fail(std::move(identity).error().with("tls"));
    access->identity_ = std::make_shared<const TlsIdentity>(std::move(*identity));
    return access;
}

void TlsAccess::keep_shown(http::Listener& listener, Log& log) {
    auto identity = made_identity();
    if (!identity) return log.error("tls", identity.error().what);
    if (*identity == *identity_) return;
    {
        const std::lock_guard lock{mutex_};
        identity_ = std::make_shared<const TlsIdentity>(*identity);
    }
    listener.show(std::move(*identity));
    log.info("tls", "another certificate is shown from now on");
}

std::vector<EndingCertificate> TlsAccess::ending(TimePoint now) const {
    std::shared_ptr<const TlsIdentity> shown;
    {
        const std::lock_guard lock{mutex_};
        shown = identity_;
    }
    std::vector<EndingCertificate> all;
    const auto own = certificates::read_certificate(shown->chain);
    if (own && now - own->not_before > (own->not_after - own->not_before) * 5 / 6) {
        const std::string file =
            tls_.certificate_file.empty() ? data_ + "/ca/server.pem" : tls_.certificate_file;
        all.push_back({"the server's certificate (" + file + ")", own->not_after});
    }
    const certificates::Certificate& authority = authority_.certificate();
    if (now > authority.not_after - authority_notice)
        all.push_back({"the server's authority (" + data_ + "/ca)", authority.not_after});
    return all;
}

Result<TlsIdentity> TlsAccess::made_identity() const {
    TlsIdentity identity;
    if (tls_.certificate_file.empty()) {
        const Result<std::string> own = own_certificate();
        if (!own) return fail(own.error());
        identity = {*own, *own, ""};
    } else {
        auto sites = sites_identity();
        if (!sites) return sites;
        identity = std::move(*sites);
    }
    identity.client_anchors = authority_.certificate_pem();
    if (!tls_.client_ca_file.empty()) {
        const Result<std::string> more = read_pem(tls_.client_ca_file);
        if (!more) return fail(more.error());
        if (auto some = certificates::split_certificates(*more); !some) {
            return fail(Error{some.error()}.with(tls_.client_ca_file));
        }
        identity.client_anchors += *more;
    }
    if (auto good = certificates::check(identity); !good) {
        return fail(Error{good.error()}.with(tls_.certificate_file));
    }
    return identity;
}

/// Kept from run to run, issued anew when it is due or lacks a name.
Result<std::string> TlsAccess::own_certificate() const {
    const std::string path = data_ + "/ca/server.pem";
    const TimePoint now = clock_.now();
    const Result<std::string> kept = read_pem(path);
    if (kept) {
        const auto certificate = certificates::read_certificate(*kept);
        const bool is_good = certificate && now < certificates::renewal_due(*certificate) &&
                             now >= certificate->not_before &&
                             certificate->issuer == authority_.certificate().common_name &&
                             has_all(certificate->names, names_);
        if (is_good) return kept;
    }
    auto issued = authority_.issue_to_server(names_, now, server_certificate_life);
    if (!issued) return issued;
    if (auto done = write_secret_file(path, *issued, true); !done) return fail(done.error());
    return issued;
}

Result<TlsIdentity> TlsAccess::sites_identity() const {
    const Result<std::string> chain = read_pem(tls_.certificate_file);
    if (!chain) return fail(chain.error());
    const Result<std::string> key = read_pem(tls_.key_file);
    if (!key) return fail(key.error());
    // The host finds the authority of its token in the handshake.
    const auto all = certificates::split_certificates(*chain);
    if (!all) return fail(Error{all.error()}.with(tls_.certificate_file));
    const bool has_anchor = std::ranges::find(*all, anchor_) != all->end();
    return TlsIdentity{*key, *chain + (has_anchor ? "" : "\n" + anchor_), ""};
}

}  // namespace foreshock::app
