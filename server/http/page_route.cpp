#include "server/http/page_route.hpp"

#include <zlib.h>

#include "core/trimmed.hpp"

namespace foreshock::http {
namespace {

constexpr std::size_t file_bytes_max = 16 << 20;

bool names_etag(std::string_view if_none_match, std::string_view etag) {
    return if_none_match == "*" || if_none_match.find(etag) != std::string_view::npos;
}

/// Two encodings of one file are two representations: their tags differ.
std::string plain_etag(std::string_view etag) {
    std::string tag{etag};
    if (tag.ends_with('"')) tag.insert(tag.size() - 1, "-plain");
    return tag;
}

}  // namespace

bool accepts_gzip(std::string_view accept_encoding) {
    while (!accept_encoding.empty()) {
        const std::string_view part = accept_encoding.substr(0, accept_encoding.find(','));
        accept_encoding.remove_prefix(std::min(accept_encoding.size(), part.size() + 1));
        const std::string_view coding = trimmed(part.substr(0, part.find(';')));
        if (coding != "gzip" && coding != "*") continue;
        const std::size_t weight = part.find("q=");
        if (weight == std::string_view::npos) return true;
        return part.substr(weight + 2).find_first_of("123456789") != std::string_view::npos;
    }
    return false;
}

Result<std::string> inflate_gzip(std::string_view bytes, std::size_t bytes_max) {
    z_stream stream{};
    if (::inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) {
        return fail(Errc::unavailable, "zlib does not start");
    }
    // zlib does not write to its input; its interface is older than const.
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string plain;
    int state = Z_OK;
    while (state == Z_OK && plain.size() <= bytes_max) {
        const std::size_t at = plain.size();
        plain.resize(at + (64 << 10));
        stream.next_out = reinterpret_cast<Bytef*>(plain.data() + at);
        stream.avail_out = 64 << 10;
        state = ::inflate(&stream, Z_NO_FLUSH);
        plain.resize(plain.size() - stream.avail_out);
    }
    ::inflateEnd(&stream);
    if (plain.size() > bytes_max) return fail(Errc::too_large, "inflates beyond its bound");
    if (state != Z_STREAM_END) return fail(Errc::malformed, "is no whole gzip");
    return plain;
}

Result<PageRoute> PageRoute::make(const std::vector<PageFile>& files, std::string_view policy) {
    PageRoute route;
    route.policy_ = policy;
    for (const PageFile& file : files) {
        Result<std::string> plain = inflate_gzip(file.gzip_bytes, file_bytes_max);
        if (!plain) return fail(std::move(plain).error().with(std::string{file.path}));
        route.files_.emplace(file.path, Served{file, std::move(*plain)});
    }
    return route;
}

std::vector<Route> PageRoute::routes() const {
    std::vector<Route> table;
    for (const auto& [path, served] : files_) {
        const auto handler = [this, &served = served](const Request& request,
                                                      const PathArguments&) {
            return serve(request, served);
        };
        table.push_back({"GET", path, Audience::anyone, at_once(handler)});
    }
    return table;
}

Response PageRoute::serve(const Request& request, const Served& served) const {
    const PageFile& file = served.file;
    const bool gzip = accepts_gzip(request.field("accept-encoding"));
    const std::string etag = gzip ? std::string{file.etag} : plain_etag(file.etag);
    Response response;
    response.fields = {
        {"Content-Type", std::string{file.content_type}},
        {"ETag", etag},
        {"Vary", "Accept-Encoding"},
        {"Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache"},
        {"Content-Security-Policy", policy_}};
    response.fixed_body = gzip ? file.gzip_bytes : std::string_view{served.plain};
    if (names_etag(request.field("if-none-match"), etag)) {
        response.status = 304;
    } else if (gzip) {
        response.fields.emplace_back("Content-Encoding", "gzip");
    }
    return response;
}

}  // namespace foreshock::http
