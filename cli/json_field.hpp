#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace foreshock::cli {

// What is read of the server's answers. Whatever is missing or of another type reads as nothing:
// a newer server may say more, an older one less.

using Json = nlohmann::ordered_json;

/// The member of that name; null when there is none.
const Json& field(const Json& json, const char* name);

/// As a terminal may show it; else empty.
std::string text(const Json& json, const char* name);

std::optional<double> number(const Json& json, const char* name);

/// A whole number from 0; else 0.
std::uint64_t count(const Json& json, const char* name);

}  // namespace foreshock::cli
