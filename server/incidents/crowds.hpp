#pragma once

#include <map>

#include "server/incidents/crowd.hpp"

namespace foreshock::incidents {

/// The members of several incidents, made anew of what was said of them. For one thread.
class Crowds {
public:
    /// To be called in the order in which things were said.
    void hear(const MemberChange& change);

    /// All of that incident; they are its from now on.
    Crowd take(std::uint64_t incident);

private:
    void apply(const MemberEntered& entered);
    void apply(const MemberChanged& changed);
    void apply(const MembersPassed& passed);

    std::map<std::uint64_t, Crowd> crowds_;
};

}  // namespace foreshock::incidents
