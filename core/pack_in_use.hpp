#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace foreshock {

/// One text or folder of texts that a pack is made of.
struct PackPart {
    std::string name;  ///< "stock", or the file's name: "90-local.toml"
    std::string id;    ///< the same for the same words on every host: 16 hex digits

    bool operator==(const PackPart&) const = default;
};

/// What an agent judges its host by.
struct PackInUse {
    static constexpr std::size_t parts_max = 64;
    static constexpr std::size_t name_bytes_max = 128;

    std::string id;               ///< of all parts in their order: 16 hex digits
    std::string version;          ///< of the agent that uses it
    std::uint32_t kinds = 0;      ///< that are switched on
    std::vector<PackPart> parts;  ///< in the order in which they override each other

    bool operator==(const PackInUse&) const = default;
};

}  // namespace foreshock
