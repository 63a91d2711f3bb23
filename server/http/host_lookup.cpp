#include "server/http/host_lookup.hpp"

namespace foreshock::http {

Result<incidents::Host> find_host(const incidents::IncidentReader& reader,
                                  std::string_view id_or_name) {
    Result<std::vector<incidents::Host>> hosts = reader.hosts();
    if (!hosts) return fail(std::move(hosts).error());
    incidents::Host* named = nullptr;
    for (incidents::Host& host : *hosts) {
        if (host.id == id_or_name) return std::move(host);
        if (host.name == id_or_name) named = &host;
    }
    if (named) return std::move(*named);
    return fail(Errc::not_found,
                "no host has the id or name '" + std::string{id_or_name.substr(0, 200)} + "'");
}

}  // namespace foreshock::http
