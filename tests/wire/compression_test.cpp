#include "wire/compression.hpp"

#include <catch2/catch.hpp>
#include <zstd.h>

using namespace foreshock;
using namespace foreshock::wire;

namespace {

/// A frame that does not tell its size, as a streaming sender makes it.
std::string streamed_frame(std::string_view bytes) {
    ZSTD_CStream* stream = ZSTD_createCStream();
    std::string out(ZSTD_compressBound(bytes.size()) + 64, '\0');
    ZSTD_outBuffer to{out.data(), out.size(), 0};
    ZSTD_inBuffer from{bytes.data(), bytes.size(), 0};
    ZSTD_compressStream2(stream, &to, &from, ZSTD_e_continue);
    ZSTD_compressStream2(stream, &to, &from, ZSTD_e_end);
    ZSTD_freeCStream(stream);
    out.resize(to.pos);
    return out;
}

}  // namespace

TEST_CASE("compression: what was compressed comes back", "[wire][compression]") {
    const std::string text = GENERATE(std::string{}, std::string{"x"}, std::string(100000, 'y'));
    REQUIRE(inflate(compress(text), text.size()) == text);
}

TEST_CASE("compression: frames one after the other are one content", "[wire][compression]") {
    REQUIRE(inflate(compress("head ") + compress("body"), 9) == "head body");
    REQUIRE(inflate(compress("head ") + streamed_frame("body"), 9) == "head body");
}

TEST_CASE("compression: the bound holds for announced and for streamed frames",
          "[wire][compression]") {
    const std::string text(300000, 'z');
    const std::string body =
        GENERATE_COPY(compress(text), streamed_frame(text), compress("") + compress(text));
    CHECK(inflate(body, text.size()) == text);
    const auto refused = inflate(body, text.size() - 1);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::too_large);
}

TEST_CASE("compression: several frames may not exceed the bound together", "[wire][compression]") {
    const auto refused = inflate(compress("12345") + compress("67890"), 9);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::too_large);
}

TEST_CASE("compression: a frame that asks for a huge window is refused", "[wire][compression]") {
    // Magic, no content size, window descriptor 2^31 bytes, one raw block of one byte.
    const std::string body{"\x28\xB5\x2F\xFD\x00\xA8\x09\x00\x00x", 10};
    const auto refused = inflate(body, 1 << 20);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::malformed);
}

TEST_CASE("compression: garbage and truncated frames are malformed", "[wire][compression]") {
    const std::string whole = GENERATE(compress("some text"), streamed_frame("some text"));
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const auto cut = inflate(whole.substr(0, length), 1000);
        REQUIRE_FALSE(cut);
        CHECK(cut.error().code == Errc::malformed);
    }
    CHECK_FALSE(inflate("no zstd at all", 1000));
    CHECK_FALSE(inflate(whole + "tail", 1000));
}
