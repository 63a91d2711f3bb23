#include "server/store/judgement_codec.hpp"

#include <nlohmann/json.hpp>

#include "server/store/json_values.hpp"

namespace foreshock::store {
namespace {

Json optional_number(std::optional<double> value) {
    return value ? number_to_json(*value) : Json(nullptr);
}

std::optional<double> optional_number_from(const Json& json) {
    return json.is_null() ? std::nullopt : std::optional{number_from_json(json)};
}

Json numbers_to_json(const LimitNumbers& numbers) {
    return {{"above", numbers.is_above_bad},
            {"now", number_to_json(numbers.now)},
            {"of_pack", number_to_json(numbers.of_pack)},
            {"floor", number_to_json(numbers.floor)},
            {"ceiling", number_to_json(numbers.ceiling)},
            {"usual_low", optional_number(numbers.usual_low)},
            {"usual_high", optional_number(numbers.usual_high)},
            {"seen", numbers.seen.count()}};
}

LimitNumbers numbers_from_json(const Json& json) {
    LimitNumbers numbers;
    numbers.is_above_bad = json.at("above").get<bool>();
    numbers.now = number_from_json(json.at("now"));
    numbers.of_pack = number_from_json(json.at("of_pack"));
    numbers.floor = number_from_json(json.at("floor"));
    numbers.ceiling = number_from_json(json.at("ceiling"));
    numbers.usual_low = optional_number_from(json.at("usual_low"));
    numbers.usual_high = optional_number_from(json.at("usual_high"));
    numbers.seen = Duration{json.at("seen").get<std::int64_t>()};
    return numbers;
}

Json limit_to_json(const SeriesLimit& limit) {
    return {{"kind", limit.kind},
            {"signal", limit.subject.signal},
            {"labels", limit.subject.labels.text()},
            {"unit", limit.unit},
            {"since", time_to_json(limit.since)},
            {"version", limit.version},
            {"numbers", numbers_to_json(limit.numbers)}};
}

SeriesLimit limit_from_json(const Json& json) {
    SeriesLimit limit;
    limit.kind = text_at(json, "kind");
    limit.subject.signal = text_at(json, "signal");
    limit.subject.labels = must(Labels::parse(text_at(json, "labels")));
    limit.unit = text_at(json, "unit");
    limit.since = time_from_json(json.at("since"));
    limit.version = json.at("version").get<std::uint32_t>();
    limit.numbers = numbers_from_json(json.at("numbers"));
    return limit;
}

Json part_to_json(const PackPart& part) {
    return {part.name, part.id};
}

PackPart part_from_json(const Json& json) {
    return {json.at(0).get<std::string>(), json.at(1).get<std::string>()};
}

template <class Thing, class Decode>
Result<Thing> decoded(std::string_view text, const char* name, Decode decode) {
    try {
        return decode(Json::parse(text));
    } catch (const std::exception& error) {
        return fail(Errc::malformed, std::string{"stored "} + name + ": " + error.what());
    }
}

}  // namespace

std::string encode_limits(const LearnedLimits& limits) {
    return write_json({{"at", time_to_json(limits.at)},
                       {"limits", list_to_json(limits.limits, limit_to_json)},
                       {"left_out", limits.left_out},
                       {"others", limits.others}});
}

Result<LearnedLimits> decode_limits(std::string_view text) {
    return decoded<LearnedLimits>(text, "limits", [](const Json& json) {
        return LearnedLimits{
            time_from_json(json.at("at")), list_from_json(json.at("limits"), limit_from_json),
            json.at("left_out").get<std::uint32_t>(), json.at("others").get<std::uint32_t>()};
    });
}

std::string encode_pack(const PackInUse& pack) {
    return write_json({{"id", pack.id},
                       {"version", pack.version},
                       {"kinds", pack.kinds},
                       {"parts", list_to_json(pack.parts, part_to_json)}});
}

Result<PackInUse> decode_pack(std::string_view text) {
    return decoded<PackInUse>(text, "pack", [](const Json& json) {
        return PackInUse{text_at(json, "id"), text_at(json, "version"),
                         json.at("kinds").get<std::uint32_t>(),
                         list_from_json(json.at("parts"), part_from_json)};
    });
}

}  // namespace foreshock::store
