#include "cli/pack.hpp"

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "cli/near_name.hpp"
#include "cli/pack_lint.hpp"
#include "cli/pack_view.hpp"
#include "cli/signal_names.hpp"

namespace foreshock::cli {
namespace {

using detectors::PackText;

std::vector<std::string> base_of(const PackArguments& arguments) {
    return arguments.packs.empty() ? detectors::default_packs() : arguments.packs;
}

Result<KindOutlines> outlines_of(const PackArguments& arguments) {
    const auto texts = detectors::read_pack_texts(base_of(arguments));
    if (!texts) return fail(texts.error());
    auto outlines = detectors::outline_packs(*texts);
    if (!outlines) return fail(std::move(outlines).error());
    return std::move(*outlines);
}

std::vector<std::string> names_of(const KindOutlines& kinds) {
    std::vector<std::string> names;
    for (const auto& kind : kinds)
        names.push_back(kind.name);
    return names;
}

Result<bool> list(const Arguments& arguments, const Look& look, std::ostream& out) {
    const auto kinds = outlines_of(arguments.pack);
    if (!kinds) return fail(kinds.error());
    out << (arguments.wants_json ? kinds_json(*kinds, *kinds) : render_kind_list(*kinds, look));
    return true;
}

Result<bool> explain(const Arguments& arguments, const Look& look, std::ostream& out) {
    const auto kinds = outlines_of(arguments.pack);
    if (!kinds) return fail(kinds.error());
    const std::string& name = arguments.pack.kind;
    const auto found = std::find_if(kinds->begin(), kinds->end(),
                                    [&name](const auto& kind) { return kind.name == name; });
    if (found == kinds->end()) {
        const auto names = names_of(*kinds);
        const std::vector<std::string_view> views{names.begin(), names.end()};
        const std::string_view nearest = nearest_name(name, views);
        return fail(Errc::not_found,
                    "there is no kind " + name +
                        (nearest.empty() ? "; foreshock pack list shows all"
                                         : "; did you mean " + std::string{nearest} + "?"));
    }
    out << (arguments.wants_json ? kinds_json({*found}, *kinds)
                                 : render_kind(*found, *kinds, look));
    return true;
}

void print_check(const std::string& complaints, const std::vector<PackWarning>& warnings,
                 std::size_t files, std::ostream& out) {
    if (!complaints.empty()) out << complaints << "\n";
    for (const PackWarning& warning : warnings)
        out << warning.place << ": warning: " << warning.kind << ": " << warning.text << "\n";
    if (!complaints.empty()) return;
    out << files << (files == 1 ? " file is" : " files are") << " fine";
    if (!warnings.empty()) out << " but for " << warnings.size() << " warnings";
    out << "\n";
}

/// What is checked, in its surroundings.
struct Checked {
    std::vector<PackText> all;       ///< the packs in use and, last, files that are not among them
    std::vector<PackText> base;      ///< without what is checked
    std::vector<std::string> files;  ///< what is checked, by the names that complaints give it
};

bool is_same_file(const PackText& a, const PackText& b) {
    std::error_code unknown;
    return a.file_name == b.file_name ||
           std::filesystem::equivalent(a.file_name, b.file_name, unknown);
}

Result<Checked> checked_of(const PackArguments& arguments) {
    auto in_use = detectors::read_pack_texts(base_of(arguments));
    if (!in_use) return fail(std::move(in_use).error());
    const auto added = detectors::read_pack_texts(arguments.files);
    if (!added) return fail(added.error());
    Checked checked{*in_use, std::move(*in_use), {}};
    for (const PackText& text : *added) {
        const auto same = [&text](const PackText& each) { return is_same_file(each, text); };
        const auto found = std::find_if(checked.all.begin(), checked.all.end(), same);
        checked.files.push_back(found == checked.all.end() ? text.file_name : found->file_name);
        if (found == checked.all.end()) checked.all.push_back(text);
        std::erase_if(checked.base, same);
    }
    return checked;
}

Result<bool> check(const Arguments& arguments, std::ostream& out) {
    const auto checked = checked_of(arguments.pack);
    if (!checked) return fail(checked.error());
    const auto base = detectors::outline_packs(checked->base);
    if (!base) return fail(base.error());
    const auto kinds = detectors::outline_packs(checked->all);
    const auto names = names_of(*base);
    const std::string complaints = kinds ? "" : with_hints(kinds.error().what, names);
    const auto warnings = kinds ? lint_packs(*kinds, checked->files, names, signal_names())
                                : std::vector<PackWarning>{};
    if (arguments.wants_json)
        out << check_json(complaints, warnings);
    else
        print_check(complaints, warnings, checked->files.size(), out);
    return complaints.empty();
}

}  // namespace

Result<bool> run_pack(const Arguments& arguments, const Look& look, std::ostream& out) {
    if (arguments.action == Action::pack_list) return list(arguments, look, out);
    if (arguments.action == Action::pack_explain) return explain(arguments, look, out);
    return check(arguments, out);
}

}  // namespace foreshock::cli
