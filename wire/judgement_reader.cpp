#include "wire/judgement_reader.hpp"

#include "wire/labels_reader.hpp"
#include "wire/message_reader.hpp"
#include "wire/report_fields.hpp"

namespace foreshock::wire {
namespace {

bool read_number(MessageReader<LimitField>& in, LimitNumbers& numbers) {
    switch (in.field()) {
        case LimitField::below_is_bad:
            numbers.is_above_bad = in.whole() == 0;
            return true;
        case LimitField::now:
            numbers.now = in.real();
            return true;
        case LimitField::of_pack:
            numbers.of_pack = in.real();
            return true;
        case LimitField::floor:
            numbers.floor = in.real();
            return true;
        case LimitField::ceiling:
            numbers.ceiling = in.real();
            return true;
        case LimitField::usual_low:
            numbers.usual_low = in.real();
            return true;
        case LimitField::usual_high:
            numbers.usual_high = in.real();
            return true;
        case LimitField::seen_ms:
            numbers.seen = Duration{in.milliseconds()};
            return true;
        default:
            return false;
    }
}

SeriesLimit read_limit(std::string_view bytes, const ReportLimits& limits) {
    SeriesLimit limit;
    limit.version = 0;  // what is absent is zero in protobuf
    std::vector<Labels::Pair> labels;
    MessageReader<LimitField> in{bytes, "learned.limits"};
    while (in.next()) {
        if (read_number(in, limit.numbers)) continue;
        switch (in.field()) {
            case LimitField::kind:
                limit.kind = in.text(LearnedLimits::name_bytes_max);
                break;
            case LimitField::signal:
                limit.subject.signal = in.text(LearnedLimits::name_bytes_max);
                break;
            case LimitField::labels:
                check_room(labels, Labels::count_max, "learned.labels");
                labels.push_back(read_label(in.bytes(), limits));
                break;
            case LimitField::unit:
                limit.unit = in.text(LearnedLimits::name_bytes_max);
                break;
            case LimitField::since_ms:
                limit.since = in.time();
                break;
            case LimitField::version:
                limit.version = in.small(~0U);
                break;
            default:
                in.skip();
        }
    }
    limit.subject.labels = make_labels(std::move(labels), "learned.labels");
    return limit;
}

PackPart read_part(std::string_view bytes) {
    PackPart part;
    MessageReader<PackPartField> in{bytes, "pack.parts"};
    while (in.next()) {
        switch (in.field()) {
            case PackPartField::name:
                part.name = in.text(PackInUse::name_bytes_max);
                break;
            case PackPartField::id:
                part.id = in.text(PackInUse::name_bytes_max);
                break;
            default:
                in.skip();
        }
    }
    return part;
}

}  // namespace

LearnedLimits read_learned(std::string_view bytes, const ReportLimits& limits) {
    LearnedLimits learned;
    MessageReader<LearnedField> in{bytes, "learned"};
    while (in.next()) {
        switch (in.field()) {
            case LearnedField::at_ms:
                learned.at = in.time();
                break;
            case LearnedField::limits:
                check_room(learned.limits, limits.learned_max, "learned.limits");
                learned.limits.push_back(read_limit(in.bytes(), limits));
                break;
            case LearnedField::left_out:
                learned.left_out = in.small(~0U);
                break;
            case LearnedField::others:
                learned.others = in.small(~0U);
                break;
            default:
                in.skip();
        }
    }
    return learned;
}

PackInUse read_pack(std::string_view bytes, const ReportLimits& limits) {
    PackInUse pack;
    MessageReader<PackField> in{bytes, "pack"};
    while (in.next()) {
        switch (in.field()) {
            case PackField::id:
                pack.id = in.text(PackInUse::name_bytes_max);
                break;
            case PackField::version:
                pack.version = in.text(PackInUse::name_bytes_max);
                break;
            case PackField::kinds:
                pack.kinds = in.small(~0U);
                break;
            case PackField::parts:
                check_room(pack.parts, limits.parts_max, "pack.parts");
                pack.parts.push_back(read_part(in.bytes()));
                break;
            default:
                in.skip();
        }
    }
    return pack;
}

}  // namespace foreshock::wire
