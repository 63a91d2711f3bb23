#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace foreshock::history {

/// Appends numbers and texts to a string: little-endian, LEB128 varints, zigzag for signed ones.
class ByteWriter {
public:
    explicit ByteWriter(std::string& out) : out_(out) {}

    void byte(std::uint8_t value) { out_ += static_cast<char>(value); }

    void fixed(std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i)
            byte(static_cast<std::uint8_t>(value >> (8 * i)));
    }

    void varint(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7)
            byte(static_cast<std::uint8_t>(value | 0x80));
        byte(static_cast<std::uint8_t>(value));
    }

    void zigzag(std::int64_t value) {
        varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
    }

    void real(double value) { fixed(std::bit_cast<std::uint64_t>(value), 8); }

    void text(std::string_view value) {
        varint(value.size());
        out_ += value;
    }

private:
    std::string& out_;
};

/// Reads what ByteWriter wrote, from bytes that may be anything. After the first thing that does
/// not fit, `ok` is false and every further answer is zero or empty.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

    [[nodiscard]] bool ok() const { return ok_; }

    [[nodiscard]] std::size_t left() const { return rest_.size(); }

    std::uint8_t byte() {
        const std::string_view one = bytes(1);
        return one.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(one.front());
    }

    std::uint64_t fixed(int count) {
        std::uint64_t value = 0;
        for (int i = 0; i < count; ++i)
            value |= static_cast<std::uint64_t>(byte()) << (8 * i);
        return value;
    }

    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            const std::uint8_t next = byte();
            value |= static_cast<std::uint64_t>(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
        ok_ = false;
        return 0;
    }

    std::int64_t zigzag() {
        const std::uint64_t value = varint();
        return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
    }

    double real() { return std::bit_cast<double>(fixed(8)); }

    std::string_view text() { return bytes(varint()); }

    std::string_view bytes(std::uint64_t count) {
        if (!ok_ || count > rest_.size()) {
            ok_ = false;
            rest_ = {};
            return {};
        }
        const std::string_view taken = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return taken;
    }

private:
    std::string_view rest_;
    bool ok_ = true;
};

}  // namespace foreshock::history
