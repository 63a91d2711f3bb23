#include "server/triage/seed.hpp"

#include <cassert>
#include <cstddef>

extern "C" {
extern const char foreshock_triage_tickets[];
extern const char foreshock_triage_tickets_end[];
}

namespace foreshock::triage {

std::vector<LabelledText> seed_texts() {
    const auto bytes =
        static_cast<std::size_t>(foreshock_triage_tickets_end - foreshock_triage_tickets);
    Result<std::vector<LabelledText>> texts =
        parse_labelled_texts({foreshock_triage_tickets, bytes});
    assert(texts && "packaging/triage/tickets.txt is checked by a test");
    return std::move(*texts);
}

}  // namespace foreshock::triage
