#pragma once

#include <algorithm>
#include <array>

#include "story.hpp"

#include "core/number.hpp"
#include "core/result.hpp"

namespace foreshock::incidents::test {

/// What stories may need. Which of them can be played stands in stories_test.cpp.
inline constexpr std::array<std::string_view, 6> story_features{
    "services", "fleet", "isolation", "maintenance", "reports", "flapping"};

/// Reads the text format of tests/incidents/README.md.
class StoryParser {
public:
    /// invalid: "line 7: 'the line'".
    static Result<Story> parse(std::string_view text) {
        StoryParser parser;
        while (!text.empty()) {
            ++parser.number_;
            const std::size_t end = std::min(text.find('\n'), text.size());
            if (!parser.take_line(text.substr(0, end)))
                return fail(Errc::invalid, "line " + std::to_string(parser.number_) + ": '" +
                                               std::string{text.substr(0, end)} + "'");
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        if (parser.story_.title.empty()) return fail(Errc::invalid, "line 1: no title");
        return parser.story_;
    }

private:
    using Words = std::vector<std::string>;

    struct Verb {
        std::string_view name;
        std::size_t words_min;
        std::size_t words_max;
        std::size_t mentioned_max;  ///< so many words, from the first, name symptoms
    };

    static constexpr std::size_t many = 1000;
    static constexpr std::array<Verb, 17> verbs{{
        {"silent", 1, many, 0},
        {"back", 1, many, 0},
        {"begin", 1, many, 0},
        {"goodbye", 2, many, 0},
        {"changed", 4, many, 0},
        {"server-away", 1, 1, 0},
        {"acknowledge", 3, 3, 1},
        {"note", 4, 4, 1},
        {"resolve", 4, 4, 1},
        {"pend", 6, 6, 1},
        {"declare-major", 4, 4, 1},
        {"resume", 3, 3, 1},
        {"reopen", 4, 4, 1},
        {"close", 3, 3, 1},
        {"report", 5, 7, 0},
        {"maintenance", 8, 12, 0},
        {"expect", 1, many, 0},
    }};

    /// expect WORD …: how many words follow, and how many of them, at most, name symptoms.
    static constexpr std::array<Verb, 14> expectations{{
        {"open", 1, 1, 0},
        {"quiet", 0, 0, 0},
        {"together", 1, many, many},
        {"apart", 1, many, many},
        {"cause", 1, 1, 1},
        {"leads", 1, 1, 1},
        {"priority", 3, 3, 1},
        {"state", 2, 3, 1},
        {"category", 2, 2, 1},
        {"owner", 2, 2, 1},
        {"told", 2, many, 1},
        {"line", 3, 3, 1},
        {"reports", 2, 2, 1},
        {"hidden", 2, 2, 1},
    }};

    bool take_line(std::string_view line) {
        Words words;
        if (!split(line.substr(0, comment_in(line)), words)) return false;
        if (words.empty()) return true;
        if (words[0] == "title") return set_title(line);
        if (words[0] == "starts") return set_start(words);
        if (words[0] == "needs") return add_needs(words);
        if (words[0] == "host") return add_hosts(words);
        if (words[0] == "service") return add_service(words);
        return add_act(words);
    }

    bool set_title(std::string_view line) {
        story_.title = line.substr(std::min<std::size_t>(6, line.size()));
        return !story_.title.empty();
    }

    bool set_start(const Words& words) {
        const auto at = words.size() == 2 ? parse_rfc3339(words[1]) : Result<TimePoint>{};
        if (words.size() != 2 || !at) return false;
        story_.starts_at = *at;
        return true;
    }

    bool add_needs(const Words& words) {
        for (std::size_t i = 1; i < words.size(); ++i) {
            const auto found = std::find(story_features.begin(), story_features.end(), words[i]);
            if (found == story_features.end()) return false;
            story_.needs.push_back(words[i]);
        }
        return words.size() > 1;
    }

    /// host NAME… [LABEL=VALUE…]
    bool add_hosts(const Words& words) {
        std::map<std::string, std::string> labels;
        Words names;
        for (std::size_t i = 1; i < words.size(); ++i) {
            const std::size_t equals = words[i].find('=');
            if (equals != std::string::npos) {
                labels[words[i].substr(0, equals)] = words[i].substr(equals + 1);
            } else if (!spell_out(words[i], names)) {
                return false;
            }
        }
        for (const std::string& name : names) {
            if (is_host(name)) return false;
            story_.hosts.push_back({name, labels});
        }
        return !names.empty();
    }

    /// service NAME on HOST… [needs SERVICE…] [weight WORD]
    bool add_service(const Words& words) {
        if (words.size() < 4 || words[2] != "on") return false;
        StoryService service;
        service.name = words[1];
        std::string part;
        for (std::size_t i = 2; i < words.size(); ++i) {
            if (words[i] == "on" || words[i] == "needs" || words[i] == "weight") {
                part = words[i];
            } else if (part == "on") {
                if (!spell_out_known(words[i], service.hosts)) return false;
            } else if (part == "needs") {
                service.needs.push_back(words[i]);
            } else {
                service.weight = words[i];
            }
        }
        story_.services.push_back(std::move(service));
        return true;
    }

    /// TIME VERB …; times never go back.
    bool add_act(const Words& words) {
        const auto at = parse_duration(words[0]);
        if (!at || words.size() < 2) return false;
        if (!story_.acts.empty() && *at < story_.acts.back().at) return false;
        StoryAct act;
        act.line = number_;
        act.at = *at;
        act.verb = words[1];
        act.words = Words(words.begin() + 2, words.end());
        const bool taken = is_word(act.verb) ? read_word(act) : read_act(act);
        if (taken) story_.acts.push_back(std::move(act));
        return taken;
    }

    static bool is_word(std::string_view verb) {
        return verb == "raise" || verb == "update" || verb == "clear";
    }

    /// KIND HOSTS "COMPONENT" [PHASE] [SEVERITY] [eta SPAN] [since SPAN] [spooled SPAN]
    bool read_word(StoryAct& act) const {
        if (act.words.size() < 3) return false;
        StoryWord word;
        word.status = act.verb == "raise"    ? SymptomStatus::raised
                      : act.verb == "update" ? SymptomStatus::updated
                                             : SymptomStatus::cleared;
        word.kind = act.words[0];
        if (!spell_out_known(act.words[1], word.hosts)) return false;
        word.component = act.words[2];
        for (std::size_t i = 3; i < act.words.size(); ++i) {
            if (!read_manner(act.words, i, word)) return false;
        }
        act.word = std::move(word);
        return true;
    }

    static bool read_manner(const Words& words, std::size_t& i, StoryWord& word) {
        const std::string& said = words[i];
        if (said == "impending") return word.phase.emplace(Phase::impending), true;
        if (said == "occurring") return word.phase.emplace(Phase::occurring), true;
        if (said == "info") return word.severity.emplace(Severity::info), true;
        if (said == "warning") return word.severity.emplace(Severity::warning), true;
        if (said == "critical") return word.severity.emplace(Severity::critical), true;
        if (i + 1 == words.size()) return false;
        const auto span = parse_duration(words[++i]);
        if (!span) return false;
        std::optional<Duration>* const place = said == "eta"       ? &word.eta
                                               : said == "since"   ? &word.since
                                               : said == "spooled" ? &word.spooled
                                                                   : nullptr;
        if (place) *place = *span;
        return place != nullptr;
    }

    bool read_act(StoryAct& act) const {
        const Verb* verb = find(verbs, act.verb);
        if (!verb) return false;
        if (act.verb == "expect" && !act.words.empty()) {
            verb = find(expectations, act.words[0]);
            act.verb += " " + act.words[0];
            act.words.erase(act.words.begin());
        }
        if (!verb || act.words.size() < verb->words_min || act.words.size() > verb->words_max)
            return false;
        const bool names_hosts = verb->name == "silent" || verb->name == "back" ||
                                 verb->name == "begin" || verb->name == "goodbye" ||
                                 verb->name == "changed";
        if (names_hosts) return spell_out_hosts(act);
        return read_mentions(act, std::min(verb->mentioned_max, act.words.size()));
    }

    bool read_mentions(StoryAct& act, std::size_t count) const {
        for (std::size_t i = 0; i < count; ++i) {
            Words spelled;
            if (!spell_out(act.words[i], spelled)) return false;
            for (const std::string& one : spelled) {
                const std::size_t at = one.find('@');
                if (at == std::string::npos) return false;
                const std::size_t colon = std::min(one.find(':', at), one.size());
                Mention mention{one.substr(0, at), one.substr(at + 1, colon - at - 1), {}};
                if (colon < one.size()) mention.component = one.substr(colon + 1);
                if (!is_host(mention.host)) return false;
                act.mentioned.push_back(std::move(mention));
            }
        }
        act.words.erase(act.words.begin(), act.words.begin() + static_cast<std::ptrdiff_t>(count));
        return true;
    }

    /// The hosts come first; `goodbye` ends with its reason, `changed` with fact, from and to.
    bool spell_out_hosts(StoryAct& act) const {
        const std::size_t others = act.verb == "goodbye" ? 1 : act.verb == "changed" ? 3 : 0;
        Words spelled(act.words.end() - static_cast<std::ptrdiff_t>(others), act.words.end());
        for (std::size_t i = 0; i + others < act.words.size(); ++i) {
            if (!spell_out_known(act.words[i], spelled)) return false;
        }
        act.words = std::move(spelled);
        return true;
    }

    /// The server speaks of itself, too.
    [[nodiscard]] bool is_host(std::string_view name) const {
        return name == "foreshock-server" ||
               std::any_of(story_.hosts.begin(), story_.hosts.end(),
                           [&](const StoryHost& host) { return host.name == name; });
    }

    bool spell_out_known(const std::string& word, Words& into) const {
        const std::size_t before = into.size();
        if (!spell_out(word, into)) return false;
        return std::all_of(into.begin() + static_cast<std::ptrdiff_t>(before), into.end(),
                           [&](const std::string& name) { return is_host(name); });
    }

    /// "web-{1..3}" → web-1 web-2 web-3.
    static bool spell_out(const std::string& word, Words& into) {
        const std::size_t open = word.find('{');
        if (open == std::string::npos) return into.push_back(word), true;
        const std::size_t dots = word.find("..", open);
        const std::size_t shut = word.find('}', open);
        if (dots == std::string::npos || shut == std::string::npos || dots > shut) return false;
        const auto first = parse_uint(std::string_view{word}.substr(open + 1, dots - open - 1));
        const auto last = parse_uint(std::string_view{word}.substr(dots + 2, shut - dots - 2));
        if (!first || !last || *first > *last || *last - *first >= many) return false;
        for (auto n = *first; n <= *last; ++n)
            into.push_back(word.substr(0, open) + std::to_string(n) + word.substr(shut + 1));
        return true;
    }

    template <std::size_t count>
    static const Verb* find(const std::array<Verb, count>& table, std::string_view name) {
        const auto found = std::find_if(table.begin(), table.end(),
                                        [&](const Verb& verb) { return verb.name == name; });
        return found == table.end() ? nullptr : &*found;
    }

    static std::size_t comment_in(std::string_view line) {
        bool quoted = false;
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (line[i] == '"') quoted = !quoted;
            if (line[i] == '#' && !quoted) return i;
        }
        return line.size();
    }

    /// Words at blanks; "…" keeps blanks together. False for a quote that does not end.
    static bool split(std::string_view line, Words& words) {
        bool quoted = false;
        bool open = false;
        for (const char c : line) {
            if (c == '"') {
                if (!quoted) words.emplace_back();
                quoted = !quoted;
                open = quoted;
            } else if (!quoted && (c == ' ' || c == '\t')) {
                open = false;
            } else {
                if (!open) words.emplace_back();
                open = true;
                words.back() += c;
            }
        }
        return !quoted;
    }

    Story story_;
    std::size_t number_ = 0;
};

}  // namespace foreshock::incidents::test
