#include "server/words/message_template.hpp"

#include <optional>

#include "core/trimmed.hpp"

namespace foreshock::words {
namespace {

constexpr std::string_view open_mark = "{{";
constexpr std::string_view close_mark = "}}";

}  // namespace

/// One text on its way to steps; parts are read in place.
class TemplateReading {
public:
    TemplateReading(MessageTemplate& into, const MessageTemplate::Names& names)
        : into_(into), names_(names) {}

    Result<void> read(std::string_view text, const TemplatePlace& place, std::size_t depth) {
        if (depth > MessageTemplate::depth_max) return wrong(place, "is nested too deep");
        const std::size_t blocks_before = blocks_.size();
        TemplatePlace at = place;
        bool begins_line = true;
        while (!text.empty()) {
            const std::size_t open = text.find(open_mark);
            const std::string_view words = text.substr(0, open);
            add_words(words, at);
            if (open == std::string_view::npos) break;
            if (!words.empty()) begins_line = words.ends_with('\n');
            text.remove_prefix(open + open_mark.size());
            const std::size_t close = text.find(close_mark);
            if (close == std::string_view::npos || text.substr(0, close).find('\n') != text.npos) {
                return wrong(at, "has {{ without }} on the same line");
            }
            const std::string_view mark = trimmed(text.substr(0, close));
            text.remove_prefix(close + close_mark.size());
            const bool is_alone = begins_line && is_block(mark) && text.starts_with('\n');
            if (is_alone) text.remove_prefix(1);
            begins_line = is_alone;
            if (Result<void> done = take(mark, at, depth); !done) return done;
            at.line += is_alone ? 1 : 0;
        }
        if (blocks_.size() != blocks_before) {
            return wrong(blocks_.back().place, "is never closed: {{#if}} needs {{/if}}");
        }
        return {};
    }

private:
    struct Block {
        std::size_t condition;
        std::optional<std::size_t> jump;
        TemplatePlace place;
    };

    static bool is_block(std::string_view mark) {
        return mark.starts_with('#') || mark.starts_with('/') || mark.starts_with('>');
    }

    static tl::unexpected<Error> wrong(const TemplatePlace& place, const std::string& what) {
        return fail(Errc::invalid, place.file + ":" + std::to_string(place.line) + ": " + what);
    }

    void add_words(std::string_view words, TemplatePlace& at) {
        if (words.empty()) return;
        for (const char c : words)
            at.line += c == '\n' ? 1 : 0;
        into_.steps_.emplace_back(std::string{words});
    }

    Result<void> take(std::string_view mark, const TemplatePlace& at, std::size_t depth) {
        if (mark.starts_with("#if ")) return begin_block(trimmed(mark.substr(4)), at);
        if (mark == "#else") return turn_block(at);
        if (mark == "/if") return end_block(at);
        if (mark.starts_with(">")) return take_part(trimmed(mark.substr(1)), at, depth);
        if (Result<void> known = check_value(mark, at); !known) return known;
        into_.steps_.emplace_back(MessageTemplate::Value{std::string{mark}});
        return {};
    }

    Result<void> check_value(std::string_view name, const TemplatePlace& at) const {
        if (names_.is_value(name)) return {};
        return wrong(at, "{{" + std::string{name} + "}} is unknown here");
    }

    Result<void> begin_block(std::string_view name, const TemplatePlace& at) {
        if (Result<void> known = check_value(name, at); !known) return known;
        if (blocks_.size() >= MessageTemplate::depth_max) return wrong(at, "is nested too deep");
        blocks_.push_back({into_.steps_.size(), {}, at});
        into_.steps_.emplace_back(MessageTemplate::Condition{std::string{name}, 0});
        return {};
    }

    Result<void> turn_block(const TemplatePlace& at) {
        if (blocks_.empty() || blocks_.back().jump) return wrong(at, "{{#else}} without {{#if}}");
        blocks_.back().jump = into_.steps_.size();
        into_.steps_.emplace_back(MessageTemplate::Jump{0});
        std::get<MessageTemplate::Condition>(into_.steps_[blocks_.back().condition]).on_false =
            into_.steps_.size();
        return {};
    }

    Result<void> end_block(const TemplatePlace& at) {
        if (blocks_.empty()) return wrong(at, "{{/if}} without {{#if}}");
        const Block block = blocks_.back();
        blocks_.pop_back();
        const std::size_t end = into_.steps_.size();
        if (block.jump) {
            std::get<MessageTemplate::Jump>(into_.steps_[*block.jump]).to = end;
        } else {
            std::get<MessageTemplate::Condition>(into_.steps_[block.condition]).on_false = end;
        }
        return {};
    }

    Result<void> take_part(std::string_view name, const TemplatePlace& at, std::size_t depth) {
        const auto part = names_.parts.find(name);
        if (part == names_.parts.end()) {
            return wrong(at, "{{> " + std::string{name} + "}} names no part of this file");
        }
        return read(part->second, {at.file + ": part " + part->first, 1}, depth + 1);
    }

    MessageTemplate& into_;
    const MessageTemplate::Names& names_;
    std::vector<Block> blocks_;
};

Result<MessageTemplate> MessageTemplate::parse(std::string_view text, const TemplatePlace& place,
                                               const Names& names) {
    MessageTemplate made;
    TemplateReading reading{made, names};
    if (Result<void> done = reading.read(text, place, 0); !done) return fail(done.error());
    return made;
}

std::string MessageTemplate::render(const Values& values) const {
    std::string text;
    const auto value_of = [&](const std::string& name) -> std::string_view {
        const auto found = values.find(name);
        return found == values.end() ? std::string_view{} : std::string_view{found->second};
    };
    for (std::size_t at = 0; at < steps_.size();) {
        const Step& step = steps_[at++];
        if (const auto* words = std::get_if<std::string>(&step)) {
            text += *words;
        } else if (const auto* value = std::get_if<Value>(&step)) {
            text += value_of(value->name);
        } else if (const auto* condition = std::get_if<Condition>(&step)) {
            if (value_of(condition->name).empty()) at = condition->on_false;
        } else {
            at = std::get<Jump>(step).to;
        }
    }
    return text;
}

}  // namespace foreshock::words
