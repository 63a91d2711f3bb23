#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "detectors/engines/line_pattern.hpp"
#include "detectors/engines/template_tree.hpp"

/// Lines of any bytes: the tree keeps its bounds, a line is like itself, what it saves it can read.
/// The first line is also taken as a pattern, and as a saved state.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::detectors;
    std::string_view rest{reinterpret_cast<const char*>(bytes), size};
    const std::string_view first = rest.substr(0, rest.find('\n'));
    const auto pattern = LinePattern::parse(first);
    LinePattern::Captures captures;
    TemplateTree tree{8};
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        const LineTokens tokens{line};
        if (tokens.tokens().size() > LineTokens::tokens_max) std::abort();
        const auto match = tree.add(tokens.tokens());
        if (match.count > 0 && tree.add(tokens.tokens()).id != match.id) std::abort();
        if (tree.size() > 8) std::abort();
        if (mask_line(line).size() > 160) std::abort();
        has_failure_word(line);
        if (pattern) pattern->match(line, captures);
    }
    StateWriter writer;
    tree.save(writer);
    const std::string state = writer.take();
    StateReader whole{state};
    TemplateTree again{8};
    if (!again.restore(whole) || again.size() != tree.size()) std::abort();
    StateReader foreign{first};
    again.restore(foreign);
    return 0;
}
