#include "server/http/judgement_api.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "server/http/problem.hpp"

namespace foreshock::http {
namespace {

using incidents::Host;
using incidents::PackOfHost;

const Host* find(const std::vector<Host>& hosts, std::string_view id_or_name) {
    const auto by = [&](auto member) {
        return std::find_if(hosts.begin(), hosts.end(),
                            [&](const Host& host) { return host.*member == id_or_name; });
    };
    auto found = by(&Host::id);
    if (found == hosts.end()) found = by(&Host::name);
    return found == hosts.end() ? nullptr : &*found;
}

}  // namespace

std::vector<render::PackUse> pack_uses(const std::vector<PackOfHost>& told,
                                       const std::vector<Host>& hosts) {
    std::map<std::string_view, std::string_view> names;
    for (const Host& host : hosts)
        names.emplace(host.id, host.name.empty() ? host.id : host.name);

    struct Users {
        const PackInUse* pack = nullptr;
        std::set<std::string_view> versions;
        std::set<std::string_view> hosts;
    };

    std::map<std::string_view, Users> by_pack;
    for (const PackOfHost& each : told) {
        const auto name = names.find(each.host);
        if (name == names.end()) continue;
        Users& users = by_pack[each.pack.id];
        users.pack = &each.pack;
        users.versions.insert(each.pack.version);
        users.hosts.insert(name->second);
    }
    std::vector<render::PackUse> uses;
    for (const auto& [id, users] : by_pack) {
        render::PackUse use;
        use.pack = *users.pack;
        use.versions.assign(users.versions.begin(), users.versions.end());
        use.host_count = users.hosts.size();
        for (const std::string_view host : users.hosts)
            if (use.hosts.size() < render::PackUse::hosts_named_max) use.hosts.emplace_back(host);
        uses.push_back(std::move(use));
    }
    std::stable_sort(uses.begin(), uses.end(),
                     [](const auto& a, const auto& b) { return a.host_count > b.host_count; });
    return uses;
}

std::vector<Route> JudgementApi::routes() {
    std::vector<Route> table;
    table.push_back(
        {"GET", "/api/v1/hosts/{id}/learned", Audience::people,
         at_once([this](const Request&, const PathArguments& path) { return learned(path[0]); })});
    table.push_back({"GET", "/api/v1/packs", Audience::people,
                     at_once([this](const Request&, const PathArguments&) { return packs(); })});
    return table;
}

Response JudgementApi::learned(std::string_view id_or_name) const {
    const Result<std::vector<Host>> hosts = sources_.reader.hosts();
    if (!hosts) return problem_response(hosts.error());
    const Host* host = find(*hosts, id_or_name);
    if (!host)
        return problem_response(
            Error{Errc::not_found,
                  "no host has the id or name '" + std::string{id_or_name.substr(0, 200)} + "'"});
    const auto limits = sources_.judgements.limits_of(host->id);
    if (!limits) return problem_response(limits.error());
    const auto pack = sources_.judgements.pack_of(host->id);
    if (!pack) return problem_response(pack.error());
    return json_response(200, render::learned_json(*limits, *pack));
}

Result<const packs::ShippedPack*> JudgementApi::shipped() {
    const std::lock_guard lock{mutex_};
    if (!shipped_) {
        auto read = packs::read_shipped_pack();
        if (!read) return fail(std::move(read).error());
        shipped_ = std::move(*read);
    }
    return &*shipped_;
}

Response JudgementApi::packs() {
    const auto stock = shipped();
    if (!stock) return problem_response(stock.error());
    const Result<std::vector<Host>> hosts = sources_.reader.hosts();
    if (!hosts) return problem_response(hosts.error());
    const auto told = sources_.judgements.packs();
    if (!told) return problem_response(told.error());
    std::vector<render::PackUse> used = pack_uses(*told, *hosts);
    std::size_t heard = 0;
    for (const render::PackUse& use : used)
        heard += use.host_count;
    const auto status = sources_.board.read();
    return json_response(200, render::packs_json({**stock, version_, std::move(used),
                                                  hosts->size() - std::min(heard, hosts->size()),
                                                  *status->forecast_accuracy}));
}

}  // namespace foreshock::http
