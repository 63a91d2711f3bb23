#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/cpu.hpp"
#include "collectors/kernel_limits.hpp"
#include "collectors/load.hpp"
#include "collectors/memory.hpp"
#include "collectors/pressure.hpp"
#include "collectors/vmstat.hpp"

/// The tables of the whole host: what is read keeps what the headers promise.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    CpuReading cpu;
    if (parse_cpu(text, cpu)) {
        if (cpu.cores.size() > CpuReading::cores_max) std::abort();
        const auto shares = cpu_shares({}, cpu.all);
        if (shares && !((*shares)[0] >= 0 && (*shares)[0] <= 1)) std::abort();
    }
    const auto files = parse_file_nr(text);
    const auto cores = count_cores(text);
    if (cores && *cores == 0) std::abort();
    const auto load = parse_loadavg(text);
    const auto memory = parse_meminfo(text);
    const auto pressure = parse_pressure(text);
    const auto vmstat = parse_vmstat(text);
    if (!files && files.error().what.empty()) std::abort();
    if (!load && load.error().what.empty()) std::abort();
    if (!memory && memory.error().what.empty()) std::abort();
    if (!pressure && pressure.error().what.empty()) std::abort();
    if (!vmstat && vmstat.error().what.empty()) std::abort();
    return 0;
}
