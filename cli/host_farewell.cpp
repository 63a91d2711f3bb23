#include "cli/host_farewell.hpp"

#include <ostream>

#include "cli/words.hpp"

namespace foreshock::cli {
namespace {

Result<HostLine> find_host(ApiClient& api, const std::string& name) {
    const Result<Answer> answer = api.get("/api/v1/hosts/" + url_encode(name));
    if (!answer) return fail(answer.error());
    const Result<std::vector<HostLine>> hosts = read_host_list("[" + answer->body + "]");
    if (!hosts) return fail(hosts.error());
    return hosts->front();
}

std::string done_words(const HostLine& host, const Arguments& arguments) {
    return arguments.action == Action::host_revoke ? host.name + " is revoked.\n"
                                                   : host.name + " is forgotten.\n";
}

constexpr const char* comes_back =
    "  Its agent comes in again only with a token made from then on: foreshock-agent enroll.\n";

}  // namespace

std::string render_farewell(const HostLine& host, const Arguments& arguments, const Look& look) {
    const bool is_revoked = arguments.action == Action::host_revoke;
    std::string words = look.paint(Colour::bold, host.name) + " (" + host.presence + ", " +
                        counted(host.open_incidents, "open incident") + ") is to be " +
                        (is_revoked ? "revoked:\n" : "forgotten:\n");
    if (is_revoked) {
        return words + "  Nothing is taken from its agent any more, on open connections either.\n" +
               comes_back +
               "  It shows as revoked; nobody waits for it. Its incidents stay as they are.\n";
    }
    words += "  Its open symptoms end; incidents of nothing else are resolved as dismissed.\n";
    words += arguments.host.keeps_identity
                 ? "  Its agent keeps its identity: if it reports, it is a new host.\n"
                 : "  Its agent is revoked.\n" + std::string{comes_back};
    words += arguments.host.deletes_history
                 ? "  Its recorded samples are deleted.\n"
                 : "  Its recorded samples stay until they are too old.\n";
    return words + "  Incidents of the past keep its name.\n";
}

std::string farewell_path(const HostLine& host, const Arguments& arguments) {
    const std::string path = "/api/v1/hosts/" + url_encode(host.id);
    if (arguments.action == Action::host_revoke) return path + "/revoke";
    return path + "?actor=" + url_encode(arguments.actor) +
           (arguments.host.deletes_history ? "&history=delete" : "") +
           (arguments.host.keeps_identity ? "&identity=keep" : "");
}

Result<void> send_host_away(ApiClient& api, const Arguments& arguments, const Look& look,
                            std::ostream& out) {
    const Result<HostLine> host = find_host(api, arguments.host.name);
    if (!host) return fail(host.error());
    if (!arguments.host.is_sure) {
        out << render_farewell(*host, arguments, look);
        return fail(Errc::refused, "nothing is done yet: say it again with --yes");
    }
    const std::string path = farewell_path(*host, arguments);
    const Result<Answer> done = arguments.action == Action::host_revoke
                                    ? api.post(path, json_object({{"actor", arguments.actor}}))
                                    : api.remove(path);
    if (!done) return fail(done.error());
    out << done_words(*host, arguments);
    return {};
}

}  // namespace foreshock::cli
