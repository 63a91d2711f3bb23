#include "collectors/system/packages.hpp"

#include <algorithm>
#include <array>

#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

struct Paragraph {
    std::string_view package;
    std::string_view status;
    std::string_view version;
    std::string_view architecture;
    std::string_view multi_arch;
};

void read_field(std::string_view line, Paragraph& out) {
    static constexpr std::array<std::pair<std::string_view, std::string_view Paragraph::*>, 5> keys{
        {{"Package: ", &Paragraph::package},
         {"Status: ", &Paragraph::status},
         {"Version: ", &Paragraph::version},
         {"Architecture: ", &Paragraph::architecture},
         {"Multi-Arch: ", &Paragraph::multi_arch}}};
    for (const auto& [key, member] : keys) {
        if (line.starts_with(key)) out.*member = line.substr(key.size());
    }
}

/// "install ok installed": what is wanted, an error flag, the state.
void take_paragraph(const Paragraph& paragraph, PackageSet& out) {
    if (paragraph.package.empty() || paragraph.status.empty()) return;
    if (out.installed.size() >= packages_max) return;
    std::string_view words = paragraph.status;
    take_word(words);
    const std::string_view flag = take_word(words);
    const std::string_view state = take_word(words);
    std::string name = label_text(paragraph.package);
    if (paragraph.multi_arch == "same") name += ":" + label_text(paragraph.architecture);
    const bool half_way =
        state == "half-installed" || state == "unpacked" || state == "half-configured";
    if (half_way || flag == "reinst-required" || flag == "reinstreq") out.broken.push_back(name);
    const bool is_there = half_way || state == "installed" || state.starts_with("triggers-");
    if (is_there) out.installed.push_back({std::move(name), label_text(paragraph.version)});
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Takes a run of digits off the front, without leading zeros.
std::string_view take_digits(std::string_view& text) {
    std::size_t end = 0;
    while (end < text.size() && is_digit(text[end]))
        ++end;
    std::string_view digits = text.substr(0, end);
    text.remove_prefix(end);
    while (digits.size() > 1 && digits.front() == '0')
        digits.remove_prefix(1);
    return digits;
}

int sign_of(int order) {
    return order < 0 ? -1 : order > 0 ? 1 : 0;
}

/// "cloud-amd64" of "6.1.0-13-cloud-amd64": from the first part that begins with a letter.
std::string_view flavour_of(std::string_view kernel) {
    for (std::size_t i = 0; i + 1 < kernel.size(); ++i) {
        if (kernel[i] == '-' && !is_digit(kernel[i + 1])) return kernel.substr(i + 1);
    }
    return {};
}

}  // namespace

Result<PackageSet> parse_dpkg_status(std::string_view text) {
    PackageSet packages;
    Paragraph paragraph;
    std::string_view line;
    bool has_any = false;
    while (take_line(text, line)) {
        if (!line.empty()) {
            read_field(line, paragraph);
            continue;
        }
        has_any = has_any || (!paragraph.package.empty() && !paragraph.status.empty());
        take_paragraph(paragraph, packages);
        paragraph = {};
    }
    if (!has_any) return fail(Errc::malformed, "dpkg status: no paragraph is of a package");
    std::sort(packages.installed.begin(), packages.installed.end());
    std::sort(packages.broken.begin(), packages.broken.end());
    return packages;
}

std::vector<Change> package_changes(const PackageSet& before, const PackageSet& after, TimePoint at,
                                    std::size_t changes_max) {
    std::vector<Change> changes;
    std::size_t more = 0;
    const auto tell = [&](const std::string& name, std::string from, std::string to) {
        if (changes.size() + 1 >= changes_max) {
            ++more;
        } else {
            changes.push_back({at, "package." + name, std::move(from), std::move(to)});
        }
    };
    auto old = before.installed.begin();
    const auto old_end = before.installed.end();
    for (const Package& now : after.installed) {
        for (; old != old_end && old->name < now.name; ++old)
            tell(old->name, old->version, "");
        if (old == old_end || old->name != now.name) {
            tell(now.name, "", now.version);
        } else {
            if (old->version != now.version) tell(now.name, old->version, now.version);
            ++old;
        }
    }
    for (; old != old_end; ++old)
        tell(old->name, old->version, "");
    if (more > 0 && changes_max > 0) {
        changes.push_back({at, "packages", "", std::to_string(more) + " more changed"});
    }
    return changes;
}

int compare_versions(std::string_view a, std::string_view b) {
    while (!a.empty() && !b.empty()) {
        if (is_digit(a.front()) && is_digit(b.front())) {
            const std::string_view left = take_digits(a);
            const std::string_view right = take_digits(b);
            if (left.size() != right.size()) return left.size() < right.size() ? -1 : 1;
            if (const int order = left.compare(right); order != 0) return sign_of(order);
        } else {
            if (a.front() != b.front()) return a.front() < b.front() ? -1 : 1;
            a.remove_prefix(1);
            b.remove_prefix(1);
        }
    }
    return a.empty() && b.empty() ? 0 : a.empty() ? -1 : 1;
}

std::string newer_kernel(std::string_view running, const std::vector<std::string>& installed) {
    std::string_view newest = running;
    for (const std::string& kernel : installed) {
        if (flavour_of(kernel) != flavour_of(running)) continue;
        if (compare_versions(newest, kernel) < 0) newest = kernel;
    }
    return newest == running ? std::string{} : std::string{newest};
}

}  // namespace foreshock::collectors
