#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

inline constexpr std::size_t iscsi_sessions_max = 128;

std::span<const SignalDescription> iscsi_signals();

/// Sessions with iSCSI targets, by target and portal (/sys/class/iscsi_session,
/// drivers/scsi/scsi_transport_iscsi.c). A host without gives no_data.
Result<std::unique_ptr<Collector>> make_iscsi(const CollectorContext& context);

}  // namespace foreshock::collectors
