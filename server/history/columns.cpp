#include "server/history/columns.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "server/history/byte_stream.hpp"

namespace foreshock::history {
namespace {

enum Form : std::uint8_t { constant = 0, decimal = 1, raw = 2 };

constexpr std::array<double, 16> powers_of_ten{1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                               1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
constexpr double exact_integer_max = 9007199254740992.0;  // 2^53

bool same_bits(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

bool fits(std::span<const double> values, double scale, double tolerance) {
    return std::all_of(values.begin(), values.end(), [&](double value) {
        const double scaled = std::nearbyint(value * scale);
        return std::abs(scaled) < exact_integer_max &&
               std::abs(scaled / scale - value) <= tolerance;
    });
}

/// The least number of decimals that is near enough; not for NaN and infinities.
std::optional<std::uint8_t> decimals_of(std::span<const double> values, double relative_error) {
    double greatest = 0;
    for (double value : values) {
        if (!std::isfinite(value)) return std::nullopt;
        greatest = std::max(greatest, std::abs(value));
    }
    const bool whole = std::all_of(values.begin(), values.end(),
                                   [](double value) { return std::nearbyint(value) == value; });
    const double tolerance = whole ? 0 : greatest * relative_error;
    for (std::uint8_t decimals = 0; decimals < powers_of_ten.size(); ++decimals) {
        if (fits(values, powers_of_ten[decimals], tolerance)) return decimals;
    }
    return std::nullopt;
}

void encode_decimal(std::span<const double> values, std::uint8_t decimals, ByteWriter& out) {
    out.byte(decimal);
    out.byte(decimals);
    std::int64_t previous = 0;
    for (double value : values) {
        const auto scaled =
            static_cast<std::int64_t>(std::nearbyint(value * powers_of_ten[decimals]));
        out.zigzag(scaled - previous);
        previous = scaled;
    }
}

// Byte by byte of all values: signs and exponents lie side by side, where zstd finds them.
void encode_raw(std::span<const double> values, ByteWriter& out) {
    out.byte(raw);
    for (int shift = 0; shift < 64; shift += 8) {
        for (double value : values) {
            out.byte(static_cast<std::uint8_t>(std::bit_cast<std::uint64_t>(value) >> shift));
        }
    }
}

std::vector<double> decode_decimal(ByteReader& in, std::size_t count) {
    const std::uint8_t decimals = in.byte();
    const double scale = powers_of_ten[std::min<std::size_t>(decimals, powers_of_ten.size() - 1)];
    std::vector<double> values;
    values.reserve(count);
    std::uint64_t scaled = 0;
    for (std::size_t i = 0; i < count; ++i) {
        scaled += static_cast<std::uint64_t>(in.zigzag());
        values.push_back(static_cast<double>(static_cast<std::int64_t>(scaled)) / scale);
    }
    return values;
}

std::vector<double> decode_raw(ByteReader& in, std::size_t count) {
    std::vector<std::uint64_t> bits(count, 0);
    for (int shift = 0; shift < 64; shift += 8) {
        for (std::uint64_t& value : bits)
            value |= static_cast<std::uint64_t>(in.byte()) << shift;
    }
    std::vector<double> values(count);
    std::transform(bits.begin(), bits.end(), values.begin(),
                   [](std::uint64_t value) { return std::bit_cast<double>(value); });
    return values;
}

// Unsigned: differences of foreign times may overflow, and then only wrap.
std::uint64_t unsigned_ms(TimePoint at) {
    return static_cast<std::uint64_t>(to_unix_ms(at));
}

bool finished(const ByteReader& in) {
    return in.ok() && in.left() == 0;
}

}  // namespace

void encode_times(std::span<const TimePoint> times, TimePoint base, std::string& out) {
    ByteWriter writer{out};
    std::uint64_t previous = unsigned_ms(base);
    std::uint64_t step = 0;
    for (std::size_t i = 0; i < times.size(); ++i) {
        const std::uint64_t advance = unsigned_ms(times[i]) - previous;
        writer.zigzag(static_cast<std::int64_t>(advance - step));
        step = i == 0 ? 0 : advance;
        previous = unsigned_ms(times[i]);
    }
}

Result<std::vector<TimePoint>> decode_times(std::string_view bytes, std::size_t count,
                                            TimePoint base) {
    if (count > bytes.size()) return fail(Errc::malformed, "times: fewer than announced");
    ByteReader in{bytes};
    std::vector<TimePoint> times;
    times.reserve(count);
    std::uint64_t at = unsigned_ms(base);
    std::uint64_t step = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t advance = step + static_cast<std::uint64_t>(in.zigzag());
        at += advance;
        step = i == 0 ? 0 : advance;
        times.push_back(from_unix_ms(static_cast<std::int64_t>(at)));
    }
    if (!finished(in)) return fail(Errc::malformed, "times: not as many as announced");
    return times;
}

void encode_values(std::span<const double> values, double relative_error, std::string& out) {
    ByteWriter writer{out};
    const bool still = std::all_of(values.begin(), values.end(),
                                   [&](double value) { return same_bits(value, values.front()); });
    if (still && !values.empty()) {
        writer.byte(constant);
        writer.real(values.front());
        return;
    }
    if (const auto decimals = decimals_of(values, relative_error)) {
        encode_decimal(values, *decimals, writer);
    } else {
        encode_raw(values, writer);
    }
}

Result<std::vector<double>> decode_values(std::string_view bytes, std::size_t count) {
    ByteReader in{bytes};
    const std::uint8_t form = in.byte();
    std::vector<double> values;
    if (form == constant) {
        values.assign(count, in.real());
    } else if (form == decimal && count < bytes.size()) {
        values = decode_decimal(in, count);
    } else if (form == raw && count <= bytes.size() / 8) {
        values = decode_raw(in, count);
    } else {
        return fail(Errc::malformed, "values: unknown form, or fewer than announced");
    }
    if (!finished(in)) return fail(Errc::malformed, "values: not as many as announced");
    return values;
}

}  // namespace foreshock::history
