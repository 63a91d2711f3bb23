#include "server/app/text_model_start.hpp"

#include "server/triage/seed.hpp"

namespace foreshock::app {

Result<triage::TextModel> trained_text_model(const triage::TicketStore& store,
                                             std::size_t& refused) {
    Result<std::vector<triage::DeskTicket>> tickets = store.tickets();
    if (!tickets) return fail(std::move(tickets).error());
    triage::TextModel model{triage::seed_texts()};
    for (triage::DeskTicket& ticket : *tickets) {
        if (!model.observe(std::move(ticket))) ++refused;
    }
    if (!tickets->empty()) model.calibrate();
    return model;
}

}  // namespace foreshock::app
