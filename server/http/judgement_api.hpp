#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "server/http/route.hpp"
#include "server/http/status_board.hpp"
#include "server/incidents/host_judgement.hpp"
#include "server/incidents/ports.hpp"
#include "server/packs/shipped_pack.hpp"
#include "server/render/judgement_json.hpp"

namespace foreshock::http {

/// What hosts are judged by: /api/v1/hosts/{id}/learned and /api/v1/packs. Borrows its
/// collaborators for the life of its routes; safe from any thread. Memory: the kinds of the stock
/// pack, some hundred KB, from the first time that somebody asks for packs.
class JudgementApi {
public:
    struct Sources {
        const incidents::IncidentReader& reader;
        const incidents::HostJudgements& judgements;
        const StatusBoard& board;
    };

    /// `version` is the server's.
    JudgementApi(Sources sources, std::string version)
        : sources_(sources), version_(std::move(version)) {}

    std::vector<Route> routes();

private:
    [[nodiscard]] Response learned(std::string_view id_or_name) const;
    [[nodiscard]] Response packs();
    Result<const packs::ShippedPack*> shipped();

    Sources sources_;
    std::string version_;
    std::mutex mutex_;
    std::optional<packs::ShippedPack> shipped_;  // guarded; never changes once it is there
};

/// Packs by the number of hosts that use them, the most first; `hosts` gives their names.
std::vector<render::PackUse> pack_uses(const std::vector<incidents::PackOfHost>& told,
                                       const std::vector<incidents::Host>& hosts);

}  // namespace foreshock::http
