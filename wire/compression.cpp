#include "wire/compression.hpp"

#include <algorithm>
#include <cassert>
#include <memory>
#include <optional>

#include <zstd.h>

namespace foreshock::wire {
namespace {

constexpr int level = 1;
// Frames of unknown size may ask for a window of at most 8 MiB (zstd's own default advice).
constexpr int window_log_max = 23;

struct FreeStream {
    void operator()(ZSTD_DCtx* stream) const { ZSTD_freeDCtx(stream); }
};

/// Making one costs more than the inflating of a report: each thread keeps its own.
ZSTD_DCtx* stream_of_thread() {
    thread_local const std::unique_ptr<ZSTD_DCtx, FreeStream> stream{ZSTD_createDCtx()};
    return stream.get();
}

using Stream = std::unique_ptr<ZSTD_DCtx, FreeStream>;

tl::unexpected<Error> broken(std::string_view why) {
    return fail(Errc::malformed, "zstd: " + std::string{why});
}

tl::unexpected<Error> too_large(std::size_t bytes_max) {
    return fail(Errc::too_large,
                "the body inflates to more than " + std::to_string(bytes_max) + " bytes");
}

/// What all frames together announce; nothing when one of them does not say.
Result<std::optional<std::size_t>> announced_bytes(std::string_view body, std::size_t bytes_max) {
    std::size_t total = 0;
    while (!body.empty()) {
        const unsigned long long content = ZSTD_getFrameContentSize(body.data(), body.size());
        if (content == ZSTD_CONTENTSIZE_UNKNOWN) return std::nullopt;
        if (content == ZSTD_CONTENTSIZE_ERROR) return broken("this is no zstd frame");
        if (content > bytes_max - total) return too_large(bytes_max);
        total += static_cast<std::size_t>(content);
        const std::size_t frame = ZSTD_findFrameCompressedSize(body.data(), body.size());
        if (ZSTD_isError(frame)) return broken(ZSTD_getErrorName(frame));
        body.remove_prefix(frame);
    }
    return total;
}

Result<std::string> inflate_announced(std::string_view body, std::size_t announced) {
    std::string out(announced, '\0');
    ZSTD_DCtx* const stream = stream_of_thread();
    if (!stream) return fail(Errc::unavailable, "zstd: out of memory");
    const std::size_t got =
        ZSTD_decompressDCtx(stream, out.data(), out.size(), body.data(), body.size());
    if (ZSTD_isError(got)) return broken(ZSTD_getErrorName(got));
    out.resize(got);
    return out;
}

Result<std::string> inflate_stream(std::string_view body, std::size_t bytes_max) {
    const Stream stream{ZSTD_createDCtx()};
    if (!stream) return fail(Errc::unavailable, "zstd: out of memory");
    ZSTD_DCtx_setParameter(stream.get(), ZSTD_d_windowLogMax, window_log_max);
    std::string out;
    ZSTD_inBuffer in{body.data(), body.size(), 0};
    std::size_t left = 1;  // 0: a frame has just ended
    while (in.pos < in.size || left != 0) {
        const std::size_t used = out.size();
        if (used > bytes_max) return too_large(bytes_max);
        out.resize(std::min(bytes_max + 1, used + ZSTD_DStreamOutSize()));
        ZSTD_outBuffer part{out.data() + used, out.size() - used, 0};
        const std::size_t in_before = in.pos;
        left = ZSTD_decompressStream(stream.get(), &part, &in);
        if (ZSTD_isError(left)) return broken(ZSTD_getErrorName(left));
        out.resize(used + part.pos);
        const bool stalled = in.pos == in_before && part.pos == 0;
        if (stalled && left != 0) return broken("the last frame is not complete");
    }
    if (out.size() > bytes_max) return too_large(bytes_max);
    return out;
}

}  // namespace

std::string compress(std::string_view bytes) {
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    const std::size_t got =
        ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), level);
    assert(!ZSTD_isError(got));
    out.resize(got);
    return out;
}

Result<std::string> inflate(std::string_view body, std::size_t bytes_max) {
    if (body.empty()) return broken("the body is empty");
    const auto announced = announced_bytes(body, bytes_max);
    if (!announced) return fail(announced.error());
    return *announced ? inflate_announced(body, **announced) : inflate_stream(body, bytes_max);
}

}  // namespace foreshock::wire
