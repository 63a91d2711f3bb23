#include <cstdint>
#include <cstdlib>
#include <string>

#include "server/app/configuration_file.hpp"

/// server.toml of any bytes: complaints or settings, and these are printed as they are read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::app;
    const std::string_view toml{reinterpret_cast<const char*>(bytes), size};
    Configuration read;
    const auto done = read_toml(toml, "fuzz.toml", read);
    if (!done) {
        if (done.error().what.empty()) std::abort();
        return 0;
    }
    const auto sound = check(read);
    if (!sound && sound.error().what.empty()) std::abort();
    const std::string printed = to_toml(read);
    Configuration again;
    if (!read_toml(printed, "printed.toml", again) || to_toml(again) != printed) std::abort();
    return 0;
}
