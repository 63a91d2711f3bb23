#pragma once

#include "core/sighting.hpp"
#include "core/time.hpp"

namespace foreshock::agent {

/// Whether a host answers at one of the addresses: an ICMP echo, and where none comes back or may
/// be sent, a TCP connection to its port 22, at which nothing is sent. A connection that is
/// refused is an answer too. `unable`: none could be tried. Blocks, up to twice `patience` for
/// each address: for background threads.
Sighting look_at_host(const SightingQuestion& question, Duration patience);

}  // namespace foreshock::agent
