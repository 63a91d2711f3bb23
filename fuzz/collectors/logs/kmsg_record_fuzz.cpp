#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/logs/kernel_events.hpp"
#include "collectors/logs/kmsg_record.hpp"

/// Records of the kernel: the text lies in the record and is one line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    const auto check = [text](const auto& record) {
        if (!record) return;
        if (record->severity > foreshock::LogSeverity::debug) std::abort();
        if (record->text.size() > text.size()) std::abort();
        const auto event = kernel_event_class(record->text);
        if (event && *event >= kernel_event_classes().size()) std::abort();
    };
    const auto record = parse_kmsg_record(text);
    if (record && record->text.find('\n') != std::string_view::npos) std::abort();
    check(record);
    check(parse_ring_line(text));
    return 0;
}
