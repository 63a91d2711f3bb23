#include "server/http/page_route.hpp"

#include "api_fixture.hpp"
#include <zlib.h>

namespace foreshock::http {
namespace {

std::string gzip(std::string_view plain) {
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string in{plain};
    std::string out(plain.size() + 1000, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

struct Fixture {
    std::string page = gzip("<h1>calm</h1>");
    std::string script = gzip("let x = 1;");
    PageRoute route =
        *PageRoute::make({{"/", "text/html; charset=utf-8", "\"p1\"", page, false},
                          {"/assets/page-1a2b.js", "text/javascript", "\"s1\"", script, true}},
                         "default-src 'self'");
    RequestCounters counters;
    Front front{{}, route.routes(), counters};
};

Request accepting(std::string path, std::string encoding) {
    Request request = get(std::move(path));
    request.fields.emplace_back("accept-encoding", std::move(encoding));
    return request;
}

TEST_CASE("page: who takes gzip gets the bytes as they were built in", "[http][page]") {
    Fixture f;
    const Response response = ask(f.front, accepting("/", "br, gzip"));
    CHECK(response.content() == f.page);
    CHECK(response.field("Content-Encoding") == "gzip");
    CHECK(response.field("Vary") == "Accept-Encoding");
    CHECK(response.field("Content-Security-Policy") == "default-src 'self'");
    CHECK(response.field("Cache-Control") == "no-cache");
}

TEST_CASE("page: who does not take gzip gets it plain", "[http][page]") {
    Fixture f;
    const Response response = ask(f.front, get("/"));
    CHECK(response.content() == "<h1>calm</h1>");
    CHECK(response.field("Content-Encoding").empty());
    CHECK(response.field("ETag") == "\"p1-plain\"");
}

TEST_CASE("page: files named by their content are kept for ever", "[http][page]") {
    Fixture f;
    CHECK(ask(f.front, get("/assets/page-1a2b.js")).field("Cache-Control") ==
          "public, max-age=31536000, immutable");
    CHECK(ask(f.front, get("/assets/other.js")).status == 404);
    CHECK(ask(f.front, get("/assets/../secret")).status == 404);
}

TEST_CASE("page: who has the file gets 304", "[http][page]") {
    Fixture f;
    Request request = accepting("/", "gzip");
    request.fields.emplace_back("if-none-match", "\"p0\", \"p1\"");
    CHECK(ask(f.front, request).status == 304);
    request.fields.back().second = "\"p0\"";
    CHECK(ask(f.front, request).status == 200);
}

TEST_CASE("page: a file that is no gzip is refused when the server starts", "[http][page]") {
    CHECK_FALSE(PageRoute::make({{"/", "text/html", "\"a\"", "not gzip", false}}, ""));
    const std::string half = gzip(std::string(1000, 'a')).substr(0, 15);
    CHECK_FALSE(PageRoute::make({{"/", "text/html", "\"a\"", half, false}}, ""));
}

TEST_CASE("page: inflating stops at its bound", "[http][page]") {
    const std::string bomb = gzip(std::string(300000, 'a'));
    CHECK(inflate_gzip(bomb, 300000)->size() == 300000);
    CHECK(inflate_gzip(bomb, 299999).error().code == Errc::too_large);
}

TEST_CASE("page: Accept-Encoding is read with its weights", "[http][page]") {
    CHECK(accepts_gzip("gzip"));
    CHECK(accepts_gzip("deflate, gzip;q=0.5"));
    CHECK(accepts_gzip("*"));
    CHECK_FALSE(accepts_gzip(""));
    CHECK_FALSE(accepts_gzip("br"));
    CHECK_FALSE(accepts_gzip("gzip;q=0"));
    CHECK_FALSE(accepts_gzip("gzip;q=0.000, *"));
}

}  // namespace
}  // namespace foreshock::http
