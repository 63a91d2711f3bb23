// What a stranger writes into a ticket, judged and taught; and the form of labelled tickets.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/triage/text_model.hpp"

using namespace foreshock::triage;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static TextModel model{std::vector<LabelledText>{{"disk full", "incident", "storage"},
                                                     {"please add ram", "request", "memory"}}};
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};
    const Triage triage = model.judge(text);
    if (triage.category.confidence < 0 || triage.category.confidence > 1) __builtin_trap();
    static_cast<void>(model.observe({"T-1", {std::string{text}, "incident", "storage"}}));
    static_cast<void>(parse_labelled_texts(text));
    return 0;
}
