#include <cstdint>
#include <cstdlib>

#include "wire/compression.hpp"
#include "wire/report.hpp"

namespace {

/// What decode accepts must be sound: it can be encoded and decoded again.
void check(std::string_view body) {
    foreshock::wire::ReportLimits limits;
    limits.inflated_bytes_max = 1 << 20;
    limits.values_max = 1 << 16;
    const auto report = foreshock::wire::decode(body, limits);
    if (report && !foreshock::wire::decode(foreshock::wire::encode(*report))) std::abort();
}

}  // namespace

/// The bytes as a body, and as a message: the mutator cannot make zstd frames by itself.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view input{reinterpret_cast<const char*>(bytes), size};
    check(input);
    check(foreshock::wire::compress(input));
    return 0;
}
