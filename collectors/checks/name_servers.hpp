#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

std::span<const SignalDescription> name_servers_signals();

/// Asks each name server of the host once a minute for the root's own servers ("." NS), in the
/// background: any answer shows that it lives. Servers are those of /etc/resolv.conf and, where
/// that names only the stub of systemd-resolved, those behind it. None configured: no_data.
Result<std::unique_ptr<Collector>> make_name_servers(const CollectorContext& context);

/// The addresses to ask, without repeats, at most name_servers_max.
std::vector<std::string> host_name_servers(const HostFs& host);

inline constexpr Duration name_servers_every = std::chrono::minutes{1};

}  // namespace foreshock::collectors
