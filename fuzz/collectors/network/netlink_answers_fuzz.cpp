#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/network/qdisc_message.hpp"

/// Answers of the kernel: bounds are kept, and a queue costs at least its message.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view answer{reinterpret_cast<const char*>(bytes), size};

    constexpr std::size_t most = 8;
    const auto qdiscs = parse_qdiscs(answer, most);
    if (!qdiscs) return 0;
    if (qdiscs->size() > most || qdiscs->size() > size / 36) std::abort();
    for (const Qdisc& qdisc : *qdiscs) {
        if (qdisc.discipline.empty() || qdisc.discipline == "noqueue") std::abort();
    }
    return 0;
}
