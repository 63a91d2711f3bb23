#include "agent/enroll_command.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <istream>
#include <ostream>

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/enrolment_exchange.hpp"
#include "agent/enrolment_files.hpp"
#include "agent/identity.hpp"
#include "agent/record_file.hpp"
#include "certificates/enrolment_token.hpp"
#include "certificates/private_key.hpp"
#include "certificates/request.hpp"
#include "core/clock.hpp"
#include "core/directory_host_fs.hpp"
#include "core/system_error.hpp"

namespace foreshock::agent {
namespace {

using certificates::Certificate;
using certificates::EnrolmentToken;

constexpr std::size_t pending_bytes_max = 64 << 10;
constexpr std::size_t machine_id_bytes_max = 128;
constexpr Duration clocks_apart_max = std::chrono::minutes{2};

Result<std::string> read_token_text(const EnrollOrder& order, std::istream& in) {
    if (!order.token.empty()) return order.token;
    std::string line;
    if (order.token_file.empty() || order.token_file == "-") {
        std::getline(in, line);
        if (line.empty()) return fail(Errc::invalid, "no token: say it, or --token-file FILE");
        return line;
    }
    std::ifstream file{order.token_file};
    if (!file) return fail(Errc::unreadable, order.token_file + ": " + errno_text(errno));
    std::getline(file, line);
    return line;
}

Result<void> check_url(const std::string& url) {
    if (const auto wrong = complaint_of_server_url(url)) {
        return fail(Errc::invalid, "'" + url + "': " + *wrong);
    }
    if (url.starts_with("https://")) return {};
    return fail(Errc::invalid, "'" + url + "': hosts enrol over https:// only");
}

/// What is written must be readable for the agent, whose user is not root.
Result<void> become_owner(const std::string& state) {
    struct stat found {};

    if (::geteuid() != 0 || ::stat(state.c_str(), &found) != 0 || found.st_uid == 0) return {};
    const bool became =
        ::setgroups(0, nullptr) == 0 && ::setgid(found.st_gid) == 0 && ::setuid(found.st_uid) == 0;
    if (became) return {};
    return fail(Errc::unavailable, state + ": its owner's rights cannot be taken");
}

std::string clock_words(const ShownServer& server, TimePoint now) {
    std::string words = "this host's clock says " + format_rfc3339(now);
    if (server.clock != TimePoint{}) words += ", the server's says " + format_rfc3339(server.clock);
    return words;
}

std::string listed(const std::vector<std::string>& names) {
    std::string all;
    for (const std::string& name : names)
        all += (all.empty() ? "" : ", ") + name;
    return all;
}

/// The certificate of the token's fingerprint, in PEM: from now on only what it signed is believed.
Result<std::string> find_authority(const ShownServer& server, const EnrolmentToken& token,
                                   const std::string& url) {
    std::string last;
    for (const std::string& pem : server.chain) {
        const Result<Certificate> one = certificates::read_certificate(pem);
        if (!one) continue;
        if (one->sha256 == token.authority_sha256) return pem;
        last = "'" + one->common_name + "', SHA-256 " + one->sha256;
    }
    return fail(Errc::refused,
                "wrong authority: the token is for the server whose authority has "
                "the SHA-256 " +
                    token.authority_sha256 + ", and " + url + " shows " +
                    (last.empty() ? "none" : last) +
                    ". Either the token is another server's, or somebody stands "
                    "between; nothing was told to it");
}

Result<void> check_leaf(const ShownServer& server, const std::string& url, TimePoint now) {
    const Result<Certificate> leaf = certificates::read_certificate(server.chain.front());
    if (!leaf) return fail(leaf.error());
    if (now < leaf->not_before || now >= leaf->not_after) {
        return fail(Errc::refused, "the server's certificate is good from " +
                                       format_rfc3339(leaf->not_before) + " to " +
                                       format_rfc3339(leaf->not_after) + ": " +
                                       clock_words(server, now) + ". Set the clock that is wrong");
    }
    const std::string host = host_of_url(url);
    if (certificates::is_for_name(server.chain.front(), host)) return {};
    return fail(Errc::refused, "the server's certificate is for " + listed(leaf->names) +
                                   ", not for " + host + ": use one of these names, or add " +
                                   host + " to tls.names in the server's server.toml");
}

void compare_clocks(const ShownServer& server, TimePoint now, std::ostream& out) {
    if (server.clock == TimePoint{}) return;
    const Duration apart = std::max(now, server.clock) - std::min(now, server.clock);
    if (apart < clocks_apart_max) return;
    out << "beware: " << clock_words(server, now) << "\n";
}

struct Request {
    std::string key;
    std::string pem;
};

/// Made once for a token and a name: who asks again after an answer that got lost asks the same.
Result<Request> request_for(const EnrolmentFiles& files, const EnrolmentToken& token,
                            const std::string& agent_id) {
    const std::string mark = "token " + token.id + " agent " + agent_id + "\n";
    const auto kept = read_whole(files.pending(), pending_bytes_max);
    if (kept && kept->starts_with(mark)) {
        const auto key = certificates::private_key_in(*kept);
        const std::size_t at = kept->find("-----BEGIN CERTIFICATE REQUEST-----");
        if (key && at != std::string::npos) return Request{*key, kept->substr(at)};
    }
    const Result<std::string> key = certificates::new_private_key();
    if (!key) return fail(key.error());
    const Result<std::string> request = certificates::make_request(*key, agent_id);
    if (!request) return fail(request.error());
    if (auto done = write_durably(files.pending(), mark + *key + *request); !done) {
        return fail(std::move(done).error());
    }
    return Request{*key, *request};
}

Result<void> keep(const EnrolmentFiles& files, const Request& request, const Certified& got,
                  const std::string& url) {
    const Result<bool> fits = certificates::is_key_of(request.key, got.certificate);
    if (!fits || !*fits) {
        return fail(Errc::malformed, "the server's certificate is not for the key of this host");
    }
    for (const auto& [path, text] :
         {std::pair{files.authority(), got.authority},
          std::pair{files.identity(), request.key + got.certificate},
          std::pair{files.settings(), enrolled_settings(files, url, got.labels)}}) {
        if (auto done = write_durably(path, text); !done) return done;
    }
    ::unlink(files.pending().c_str());
    return {};
}

std::string machine_id(const HostFs& host) {
    const auto text = host.read("etc/machine-id");
    if (!text) return {};
    return text->substr(0, std::min(text->find('\n'), machine_id_bytes_max));
}

/// The server as its token's fingerprint knows it.
Result<std::string> known_server(const EnrollOrder& order, const EnrolmentToken& token,
                                 const std::string& proxy, std::ostream& out) {
    const auto server = look_at_server(order.url, proxy);
    if (!server) return fail(Errc::unavailable, order.url + ": " + server.error().what);
    const TimePoint now = SystemClock{}.now();
    auto authority = find_authority(*server, token, order.url);
    if (!authority) return authority;
    if (auto good = check_leaf(*server, order.url, now); !good) {
        return fail(std::move(good).error());
    }
    compare_clocks(*server, now, out);
    return authority;
}

}  // namespace

Result<void> enroll(const EnrollOrder& order, const AgentConfig& config, std::istream& in,
                    std::ostream& out) {
    const Result<std::string> text = read_token_text(order, in);
    if (!text) return fail(text.error());
    const Result<EnrolmentToken> token = certificates::parse_enrolment_token(*text);
    if (!token) return fail(Errc::invalid, token.error().what);
    if (auto good = check_url(order.url); !good) return good;
    if (::mkdir(config.state.c_str(), 0700) != 0 && errno != EEXIST) {
        return fail(Errc::unavailable, config.state + ": " + errno_text(errno));
    }
    if (auto became = become_owner(config.state); !became) return became;
    const DirectoryHostFs host{config.host_root};
    const auto identity = establish_identity(host, config.state, config.name);
    if (!identity) return fail(identity.error());
    if (!certificates::is_agent_id(identity->agent_id)) {
        return fail(Errc::invalid, "'" + identity->agent_id +
                                       "' cannot be an agent's id, which has letters, digits, '-', "
                                       "'_' and '.': set agent.name in agent.toml");
    }
    const Result<std::string> authority = known_server(order, *token, config.server.proxy, out);
    if (!authority) return fail(authority.error());
    const EnrolmentFiles files{config.state};
    const Result<Request> request = request_for(files, *token, identity->agent_id);
    if (!request) return fail(request.error());
    const auto got = ask_to_enrol(
        {order.url, config.server.proxy, *authority, ""},
        {certificates::to_text(*token), request->pem, identity->agent_id, machine_id(host)});
    if (!got) return fail(Errc::refused, order.url + ": " + got.error().words);
    if (auto kept = keep(files, *request, *got, order.url); !kept) return kept;
    out << identity->agent_id << " is enrolled with " << order.url
        << "; its certificate is good until " << got->expires_at
        << " and renews itself. A running agent takes it over within seconds.\n";
    return {};
}

}  // namespace foreshock::agent
