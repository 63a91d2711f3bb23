#pragma once

#include <span>
#include <string_view>

namespace foreshock::web {

/// One file of the page, compressed when the server was built and kept in its binary.
/// All views have static lifetime. Sent with `Content-Encoding: gzip`, as it is.
struct Asset {
    std::string_view path;          ///< as requested: "/" for the page itself, "/assets/…"
    std::string_view content_type;  ///< "text/html; charset=utf-8"
    std::string_view etag;          ///< strong, quotes included; changes with the content
    std::string_view gzip_bytes;
    bool immutable = false;  ///< its path holds a hash of its content: may be cached for ever
};

/// All files of the page, sorted by path. Safe from any thread.
std::span<const Asset> assets();

/// The file at exactly that path (no query), or nullptr.
const Asset* find_asset(std::string_view path);

/// The Content-Security-Policy that the page needs and is tested with; goes with every asset.
inline constexpr std::string_view content_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

}  // namespace foreshock::web
