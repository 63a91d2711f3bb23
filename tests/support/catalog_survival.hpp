#pragma once

#include <string>

#include <catch2/catch.hpp>

#include "tests/support/collector_bench.hpp"

namespace foreshock::test {

/// Two ticks of every collector of a room, on a host that may be broken: each works, or fails in a
/// sensible way, says nothing twice and nothing that its row does not declare.
inline void survives(std::span<const collectors::CollectorEntry> catalog, const MapHostFs& host,
                     const std::string& what) {
    for (const collectors::CollectorEntry& entry : catalog) {
        CollectorBench bench{host};
        bench.make(entry.name, catalog);
        const auto first = bench.tick();
        const auto second = bench.tick(std::chrono::seconds{60});
        bool sensible = bench.sink.doubled == 0;
        for (const auto* result : {&first, &second}) {
            sensible = sensible && (*result || result->error().code == Errc::malformed ||
                                    result->error().code == Errc::no_data);
        }
        for (const auto& [series, value] : bench.sink.values) {
            const std::string signal = series.substr(0, series.find('{'));
            sensible = sensible && std::any_of(entry.signals.begin(), entry.signals.end(),
                                               [&](const auto& row) { return row.name == signal; });
        }
        if (!sensible) FAIL(entry.name << ": " << what);
    }
}

/// Every file of the host cut at every place, and filled with what it never holds.
inline void survives_every_cut(std::span<const collectors::CollectorEntry> catalog,
                               MapHostFs host) {
    survives(catalog, host, "the whole host");
    const MapHostFs::Files whole = host.files;
    std::string binary;
    for (int i = 0; i < 512; ++i)
        binary += static_cast<char>(i * 131 % 256);
    for (const auto& [path, text] : whole) {
        for (std::size_t length = 0; length<text.size(); length += text.size()> 200 ? 11 : 1) {
            host.files[path] = text.substr(0, length);
            survives(catalog, host, path + " cut to " + std::to_string(length));
        }
        for (const std::string& other :
             {binary, std::string(512, '\n'), std::string(512, 'x'), std::string(512, ' ')}) {
            host.files[path] = other;
            survives(catalog, host, path + " with other text");
        }
        host.files[path] = text;
    }
}

}  // namespace foreshock::test
