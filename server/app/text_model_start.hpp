#pragma once

#include "server/triage/ports.hpp"

namespace foreshock::app {

/// The text model trained from the shipped seed and the desk's tickets. A stored ticket that it
/// does not take is left out and counted in `refused`.
Result<triage::TextModel> trained_text_model(const triage::TicketStore& store,
                                             std::size_t& refused);

}  // namespace foreshock::app
