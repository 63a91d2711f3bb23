#pragma once

#include <functional>
#include <memory>

#include "core/clock.hpp"
#include "server/app/care_configuration.hpp"
#include "server/http/ports.hpp"
#include "server/notify/channel.hpp"

namespace foreshock::app {

/// Hands a command to the engine; from any thread.
using OfferCommand = std::function<Result<void>(incidents::Input, http::CommandDone)>;

/// Asks `bridge.webhook` for a conference and gives its address to the engine: delivered only when
/// the engine has kept it. `clock` and what `offer` borrows must outlive it. invalid for a secret
/// that cannot be read or an address that is none.
Result<std::unique_ptr<notify::Channel>> make_bridge_channel(const BridgeConfiguration& bridge,
                                                             const Clock& clock,
                                                             OfferCommand offer);

}  // namespace foreshock::app
