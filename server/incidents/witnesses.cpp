#include "server/incidents/witnesses.hpp"

#include <algorithm>
#include <set>

#include "server/incidents/service.hpp"

namespace foreshock::incidents {
namespace {

bool is_reachable_by_others(std::string_view address) {
    return !address.starts_with("127.") && address != "::1" && !address.starts_with("fe80:") &&
           !address.starts_with("169.254.");
}

std::vector<std::string> addresses_of(const Host& host) {
    std::vector<std::string> addresses = service_host(host).addresses;
    std::erase_if(addresses, [](const auto& one) { return !is_reachable_by_others(one); });
    return addresses;
}

std::string network_of(std::string_view address) {
    return std::string{address.substr(0, address.find_last_of(".:"))};
}

/// Hosts that may be asked, by network and all of them, and how much each is asked already.
class Candidates {
public:
    Candidates(const std::set<std::string_view>& suspects,
               const std::map<std::string, Host, std::less<>>& hosts) {
        for (const auto& [id, host] : hosts) {
            if (host.presence != Presence::present || suspects.contains(id)) continue;
            all_.push_back(&id);
            for (const std::string& address : addresses_of(host))
                by_network_[network_of(address)].push_back(&id);
        }
    }

    void ask(const SightingQuestion& question, const WitnessSettings& settings,
             WitnessQuestions& asked) const {
        std::size_t found = 0;
        for (const std::string& address : question.addresses) {
            const auto near = by_network_.find(network_of(address));
            if (near != by_network_.end()) ask_some(near->second, question, settings, found, asked);
        }
        ask_some(all_, question, settings, found, asked);
    }

private:
    using Ids = std::vector<const std::string*>;

    static bool is_asked(const WitnessQuestions& asked, const std::string& id,
                         const SightingQuestion& question, std::size_t per_witness) {
        const auto known = asked.find(id);
        if (known == asked.end()) return false;
        return known->second.size() >= per_witness ||
               std::ranges::find(known->second, question) != known->second.end();
    }

    // From another place for each question, so that no witness is everybody's.
    static void ask_some(const Ids& from, const SightingQuestion& question,
                         const WitnessSettings& settings, std::size_t& found,
                         WitnessQuestions& asked) {
        const std::size_t start = std::hash<std::string>{}(question.host_id);
        for (std::size_t i = 0; i < from.size() && found < settings.per_host; ++i) {
            const std::string& id = *from[(start + i) % from.size()];
            if (is_asked(asked, id, question, settings.per_witness)) continue;
            asked[id].push_back(question);
            ++found;
        }
    }

    Ids all_;
    std::map<std::string, Ids, std::less<>> by_network_;
};

}  // namespace

WitnessQuestions choose_witnesses(const std::vector<std::string>& suspects,
                                  const std::map<std::string, Host, std::less<>>& hosts,
                                  const WitnessSettings& settings) {
    WitnessQuestions asked;
    if (suspects.empty()) return asked;
    const Candidates candidates{{suspects.begin(), suspects.end()}, hosts};
    std::size_t about = 0;
    for (const std::string& id : suspects) {
        const auto host = hosts.find(id);
        if (host == hosts.end()) continue;
        SightingQuestion question{id, addresses_of(host->second)};
        if (question.addresses.empty()) continue;
        if (++about > settings.suspects_max) break;
        question.addresses.resize(
            std::min(question.addresses.size(), SightingQuestion::addresses_max));
        candidates.ask(question, settings, asked);
    }
    return asked;
}

}  // namespace foreshock::incidents
