#include "server/incidents/crowds.hpp"

namespace foreshock::incidents {

void Crowds::hear(const MemberChange& change) {
    std::visit([this](const auto& one) { apply(one); }, change);
}

Crowd Crowds::take(std::uint64_t incident) {
    auto found = crowds_.extract(incident);
    return found ? std::move(found.mapped()) : Crowd{};
}

void Crowds::apply(const MemberEntered& entered) {
    const Member& member = entered.member;
    Crowd& crowd = crowds_[member.incident];
    const auto known = crowd.find(member.fingerprint);
    if (!known) {
        crowd.add(member);
    } else {
        crowd.begin_episode(*known, member.words.episode, member.state);
    }
}

void Crowds::apply(const MemberChanged& changed) {
    Crowd& crowd = crowds_[changed.incident];
    if (const auto known = crowd.find(changed.fingerprint)) crowd.set_state(*known, changed.state);
}

void Crowds::apply(const MembersPassed& passed) {
    const Crowd leaving = take(passed.from);
    crowds_[passed.to].take(leaving);
}

}  // namespace foreshock::incidents
