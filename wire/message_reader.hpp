#pragma once

#include <vector>

#include <protozero/pbf_message.hpp>

#include "core/time.hpp"
#include "wire/utf8.hpp"

/// Inside wire only: what report_reader.cpp and symptom_reader.cpp read messages with.
namespace foreshock::wire {

using WireType = protozero::pbf_wire_type;

inline constexpr std::int64_t milliseconds_max = 253'402'300'799'999;  // the year 9999

/// Reading ends at the first fault, from any depth. Never leaves wire::decode.
struct Refused {
    Error error;
};

[[noreturn]] inline void refuse(Errc code, std::string_view field, std::string_view why) {
    throw Refused{{code, std::string{field} + ": " + std::string{why}}};
}

/// Reads one message. Every getter checks the wire type first: protozero only asserts it.
template <class Field>
class MessageReader {
public:
    /// `name` is for complaints: "symptoms".
    MessageReader(std::string_view bytes, std::string_view name)
        : message_(bytes.data(), bytes.size()), name_(name) {}

    bool next() { return message_.next(); }

    Field field() const { return message_.tag(); }

    void skip() { message_.skip(); }

    std::string_view bytes() {
        expect(WireType::length_delimited);
        const protozero::data_view view = message_.get_view();
        return {view.data(), view.size()};
    }

    std::string text(std::size_t bytes_max) {
        const std::string_view view = bytes();
        if (view.size() > bytes_max) refuse(Errc::too_large, name_, "a text is too long");
        if (!is_utf8(view)) refuse(Errc::malformed, name_, "a text is not UTF-8");
        return std::string{view};
    }

    std::uint64_t whole() {
        expect(WireType::varint);
        return message_.get_uint64();
    }

    std::uint32_t small(std::uint32_t max) {
        const std::uint64_t value = whole();
        if (value > max) refuse(Errc::malformed, name_, "a number is out of range");
        return static_cast<std::uint32_t>(value);
    }

    /// Within the years ±9999, so that differences of times cannot overflow.
    std::int64_t milliseconds() {
        expect(WireType::varint);
        const std::int64_t value = message_.get_sint64();
        if (value > milliseconds_max || value < -milliseconds_max) {
            refuse(Errc::malformed, name_, "a time is out of range");
        }
        return value;
    }

    TimePoint time() { return from_unix_ms(milliseconds()); }

    double real() {
        expect(WireType::fixed64);
        return message_.get_double();
    }

    auto packed_sint64() {
        expect(WireType::length_delimited);
        return message_.get_packed_sint64();
    }

    auto packed_uint32() {
        expect(WireType::length_delimited);
        return message_.get_packed_uint32();
    }

    std::string_view name() const { return name_; }

private:
    void expect(WireType type) {
        if (!message_.has_wire_type(type)) refuse(Errc::malformed, name_, "wrong wire type");
    }

    protozero::pbf_message<Field> message_;
    std::string_view name_;
};

/// Refuses when a list is full already.
template <class T>
void check_room(const std::vector<T>& list, std::size_t max, std::string_view field) {
    if (list.size() >= max) refuse(Errc::too_large, field, "more than " + std::to_string(max));
}

}  // namespace foreshock::wire
