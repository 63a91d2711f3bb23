#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/result.hpp"
#include "core/time.hpp"

// For the codecs of this room only: how single values look in a stored body. Each codec includes
// the library itself; the templates here only name it.

namespace foreshock::store {

using Json = nlohmann::json;

/// Doubles read back exactly; not-a-number and infinities are texts, as JSON has no word for them.
Json number_to_json(double value);
double number_from_json(const Json& json);

Json time_to_json(std::optional<TimePoint> at);
std::optional<TimePoint> optional_time(const Json& json);

Json time_to_json(TimePoint at);
TimePoint time_from_json(const Json& json);

template <class T, class Encode>
auto list_to_json(const std::vector<T>& list, Encode encode) {
    auto json = decltype(encode(list.front()))::array();
    for (const T& item : list)
        json.push_back(encode(item));
    return json;
}

template <class AnyJson, class Decode>
auto list_from_json(const AnyJson& json, Decode decode) {
    std::vector<decltype(decode(json))> list;
    list.reserve(json.size());
    for (const auto& item : json)
        list.push_back(decode(item));
    return list;
}

/// The text of that key; the library's exception when there is none.
std::string text_at(const Json& json, const char* key);

/// Turns a Result into its value or an exception, for the one catch of a codec.
template <class T>
T must(Result<T> result) {
    if (!result) throw std::out_of_range{result.error().what};
    return std::move(*result);
}

/// Invalid UTF-8 is replaced: a body can always be written.
std::string write_json(const Json& json);

}  // namespace foreshock::store
