#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/system/certificate.hpp"

/// Files that call themselves certificates: a chain is not empty and not longer than the bound.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const auto chain = parse_certificates({reinterpret_cast<const char*>(bytes), size});

    if (!chain && chain.error().what.empty()) std::abort();
    if (!chain) return 0;
    if (chain->empty() || chain->size() > chain_max) std::abort();
    for (const Certificate& one : *chain) {
        if (one.subject.empty() || one.not_after < first_to_end(*chain).not_after) std::abort();
    }
    return 0;
}
