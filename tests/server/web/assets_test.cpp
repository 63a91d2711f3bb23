#include "server/web/assets.hpp"

#include <array>
#include <set>
#include <string>

#include <catch2/catch.hpp>
#include <zlib.h>

namespace foreshock::web {
namespace {

constexpr std::size_t page_bytes_max = 200 * 1024;

std::string inflated(std::string_view gzip_bytes) {
    z_stream stream{};
    REQUIRE(inflateInit2(&stream, 16 + MAX_WBITS) == Z_OK);
    std::string input{gzip_bytes};
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    std::string text;
    int state = Z_OK;
    while (state == Z_OK) {
        std::array<char, 16384> part{};
        stream.next_out = reinterpret_cast<Bytef*>(part.data());
        stream.avail_out = part.size();
        state = inflate(&stream, Z_NO_FLUSH);
        text.append(part.data(), part.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    REQUIRE(state == Z_STREAM_END);
    return text;
}

std::string page() {
    const auto* asset = find_asset("/");
    REQUIRE(asset != nullptr);
    return inflated(asset->gzip_bytes);
}

std::set<std::string> attribute_values(const std::string& html, const std::string& attribute) {
    std::set<std::string> values;
    const auto opening = " " + attribute + "=\"";
    for (auto at = html.find(opening); at != std::string::npos; at = html.find(opening, at + 1)) {
        const auto first = at + opening.size();
        values.insert(html.substr(first, html.find('"', first) - first));
    }
    return values;
}

}  // namespace

TEST_CASE("assets: the page is found by / and by no other name", "[web]") {
    REQUIRE(find_asset("/") != nullptr);
    CHECK(find_asset("/")->content_type == "text/html; charset=utf-8");
    CHECK_FALSE(find_asset("/")->immutable);
    CHECK(find_asset("/index.html") == nullptr);
    CHECK(find_asset("") == nullptr);
    CHECK(find_asset("/assets/../") == nullptr);
}

TEST_CASE("assets: every file that the page names is there, and is immutable", "[web]") {
    const auto html = page();
    auto named = attribute_values(html, "src");
    named.merge(attribute_values(html, "href"));
    CHECK(named.size() >= 2);
    for (const auto& path : named) {
        INFO(path);
        const auto* asset = find_asset(path);
        REQUIRE(asset != nullptr);
        CHECK(asset->immutable);
        CHECK_FALSE(inflated(asset->gzip_bytes).empty());
    }
}

TEST_CASE("assets: tags are quoted and differ, paths ascend", "[web]") {
    std::set<std::string_view> tags;
    std::string_view before;
    for (const auto& asset : assets()) {
        INFO(asset.path);
        CHECK(before < asset.path);
        before = asset.path;
        REQUIRE(asset.etag.size() > 2);
        CHECK(asset.etag.front() == '"');
        CHECK(asset.etag.back() == '"');
        tags.insert(asset.etag);
    }
    CHECK(tags.size() == assets().size());
}

TEST_CASE("assets: the page keeps its own content security policy", "[web]") {
    const auto html = page();
    CHECK(html.find("<style") == std::string::npos);
    CHECK(html.find(" style=") == std::string::npos);
    CHECK(html.find("://") == std::string::npos);
    for (auto at = html.find("<script"); at != std::string::npos; at = html.find("<script", at + 1))
        CHECK(html.substr(at, html.find('>', at) - at).find(" src=\"/assets/") !=
              std::string::npos);
    CHECK(content_security_policy.find("unsafe") == std::string_view::npos);
}

TEST_CASE("assets: the whole page stays within its size", "[web]") {
    std::size_t total_bytes = 0;
    for (const auto& asset : assets())
        total_bytes += asset.gzip_bytes.size();
    CHECK(total_bytes > 0);
    CHECK(total_bytes <= page_bytes_max);
}

}  // namespace foreshock::web
