#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "core/learned_limits.hpp"
#include "core/series.hpp"

namespace foreshock::detectors {

/// What one kind has learned about one subject: bytes that only the kind's engine understands
/// (StateWriter), and a sentence for people.
struct Learned {
    std::string kind;
    SeriesKey subject;          ///< the series; signal "log" with labels where lines are judged
    std::uint32_t version = 1;  ///< the engine's, raised when the bytes mean something else
    std::string state;
    std::string summary;  ///< "usually 12 to 40, of 3 days"

    /// Whoever keeps it notes: when it was first kept, and when it last came from its engine (not
    /// at all: just now).
    TimePoint since{};
    TimePoint kept_at{};

    /// Where it is a limit: its numbers. Not kept in the file: the engine says them again.
    std::optional<LimitNumbers> limit{};
};

/// Writes plain numbers one after the other, in this machine's byte order: what was learned does
/// not leave the host.
class StateWriter {
public:
    template <class Number>
    requires std::is_arithmetic_v<Number> || std::is_enum_v<Number>

    void put(Number number) {
        const auto bytes = std::bit_cast<std::array<char, sizeof(Number)>>(number);
        text_.append(bytes.data(), bytes.size());
    }

    void put(TimePoint at) { put(at.time_since_epoch().count()); }

    void put(Duration span) { put(span.count()); }

    /// At most 64 KiB, the rest is cut.
    void put(std::string_view text) {
        text = text.substr(0, 0xFFFF);
        put(static_cast<std::uint16_t>(text.size()));
        text_.append(text);
    }

    /// Of any length.
    void put_bytes(std::string_view bytes) {
        put(static_cast<std::uint64_t>(bytes.size()));
        text_.append(bytes);
    }

    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    std::string text_;
};

/// Reads what a StateWriter wrote. Past the end everything is zero and `failed()` says so; a
/// caller bounds its counts itself.
class StateReader {
public:
    explicit StateReader(std::string_view text) : text_(text) {}

    template <class Number>

    requires std::is_arithmetic_v<Number> || std::is_enum_v<Number> Number get() {
        std::array<char, sizeof(Number)> bytes{};
        const std::string_view part = take(sizeof(Number));
        if (part.size() == sizeof(Number)) std::memcpy(bytes.data(), part.data(), sizeof(Number));
        return std::bit_cast<Number>(bytes);
    }

    TimePoint get_time() { return TimePoint{Duration{get<Duration::rep>()}}; }

    Duration get_span() { return Duration{get<Duration::rep>()}; }

    std::string get_text() { return std::string{take(get<std::uint16_t>())}; }

    std::string get_bytes() { return std::string{take(get<std::uint64_t>())}; }

    /// Something was asked for that is not there.
    [[nodiscard]] bool failed() const { return failed_; }

    /// Nothing was missing and nothing is left.
    [[nodiscard]] bool is_complete() const { return !failed_ && text_.empty(); }

private:
    std::string_view take(std::size_t size) {
        if (size > text_.size()) {
            failed_ = true;
            text_ = {};
            return {};
        }
        const std::string_view part = text_.substr(0, size);
        text_.remove_prefix(size);
        return part;
    }

    std::string_view text_;
    bool failed_ = false;
};

}  // namespace foreshock::detectors
