#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/route.hpp"

namespace foreshock::http {

/// A file of the page, compressed when it was built. Views live as long as the program.
struct PageFile {
    std::string_view path;  ///< as requested: "/", "/assets/page-1a2b3c4d.js"
    std::string_view content_type;
    std::string_view etag;  ///< with quotes
    std::string_view gzip_bytes;
    bool immutable = false;  ///< its path changes with its content
};

/// The page's files: gzip as they are, plain for who does not take gzip, 304 for who has them.
/// Immutable after its making; its routes borrow it.
class PageRoute {
public:
    /// malformed when a file does not inflate. `policy` is the page's Content-Security-Policy.
    static Result<PageRoute> make(const std::vector<PageFile>& files, std::string_view policy);

    std::vector<Route> routes() const;

private:
    struct Served {
        PageFile file;
        std::string plain;
    };

    [[nodiscard]] Response serve(const Request& request, const Served& served) const;

    std::string policy_;
    std::map<std::string, Served, std::less<>> files_;
};

/// Does the Accept-Encoding field allow gzip? (RFC 9110 §12.5.3)
bool accepts_gzip(std::string_view accept_encoding);

/// malformed, or too_large beyond `bytes_max`.
Result<std::string> inflate_gzip(std::string_view bytes, std::size_t bytes_max);

}  // namespace foreshock::http
