#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <span>
#include <sstream>

#include "symptom_coverage.hpp"
#include "written_kinds.hpp"
#include <catch2/catch.hpp>

#include "detectors/pack/pack.hpp"

using namespace foreshock;
using namespace foreshock::detectors;
using namespace foreshock::test;

namespace {

const std::string source = FORESHOCK_SOURCE_DIR;

std::string text_of(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

std::vector<WrittenKind> written_stock() {
    const auto texts = read_pack_texts({source + "/packaging/packs/stock"});
    REQUIRE(texts);
    return WrittenKindReader::read(*texts);
}

/// First cells in backticks of the tables of docs/reference/signals.md.
std::set<std::string> signals_of_reference() {
    std::set<std::string> names;
    std::istringstream page{text_of(source + "/docs/reference/signals.md")};
    for (std::string line; std::getline(page, line);)
        if (line.starts_with("| `")) names.insert(line.substr(3, line.find('`', 3) - 3));
    return names;
}

std::vector<std::string> names_in_backticks(std::string_view text) {
    std::vector<std::string> names;
    while (true) {
        const std::size_t open = text.find('`');
        const std::size_t close = open == text.npos ? open : text.find('`', open + 1);
        if (close == text.npos) return names;
        names.emplace_back(text.substr(open + 1, close - open - 1));
        text.remove_prefix(close + 1);
    }
}

std::string in_backticks(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += text.empty() ? "`" : " `";
        text += name + "`";
    }
    return text;
}

void print_coverage(std::ostream& page, std::string_view title, std::span<const SymptomRow> rows) {
    page << "\n## " << title << "\n\n| symptom | said by |\n|---|---|\n";
    for (const SymptomRow& row : rows)
        page << "| " << row.symptom << " | " << row.said_by << " |\n";
}

/// As GitHub makes the anchor of a heading.
std::string anchor_of(std::string name) {
    std::erase(name, '.');
    return name;
}

void print_list(std::ostream& page, const Pack& pack, const std::vector<WrittenKind>& written) {
    std::map<std::string, std::vector<const WrittenKind*>> by_category;
    for (const WrittenKind& each : written)
        if (const KindSettings* kind = pack.find(each.name))
            by_category[kind->category].push_back(&each);
    page << "\n## All kinds\n";
    for (const auto& [category, kinds] : by_category) {
        page << "\n### " << category << "\n\n| kind | engine | looks at | comes before |\n"
             << "|---|---|---|---|\n";
        for (const WrittenKind* each : kinds)
            page << "| [" << each->name << "](symptoms/" << category << ".md#"
                 << anchor_of(each->name) << ") | " << each->engine << " | "
                 << in_backticks(each->names()) << " | " << pack.find(each->name)->disruption
                 << " |\n";
    }
}

void print_guide(std::ostream& page, const KindSettings& kind, const WrittenKind& written) {
    page << "\n## " << kind.kind << "\n\n";
    for (const std::string& sentence : {kind.impending, kind.occurring})
        if (!sentence.empty()) page << "> " << sentence << "\n\n";
    std::istringstream guide{kind.guide};
    for (std::string line; std::getline(guide, line);)
        if (!line.empty()) page << "- " << line << "\n";
    if (!kind.leads_to.empty()) page << "- Leads to: " << in_backticks(kind.leads_to) << "\n";
    if (!written.settings.empty())
        page << "- `" << written.engine << "`: `" << written.settings << "`\n";
}

/// File below docs/reference → what it says: an overview, and the guides of each category.
using Pages = std::map<std::string, std::string>;

std::string overview(const Pack& pack, const std::vector<WrittenKind>& written) {
    std::ostringstream page;
    page << "# Symptoms\n\nWhat the stock pack can say; what each symptom means, how to check it "
            "and how to repair it is behind its\nname. How to change it: [packs](packs.md). These "
            "pages are written by the tests out of the packs\n(`FORESHOCK_REWRITE=1 "
            "detectors_tests \"[reference]\"`).\n";
    print_coverage(page, "What the stock rules of others warn of", warned_of_by_others);
    print_coverage(page, "What none of them warns of", warned_of_by_nobody_else);
    print_list(page, pack, written);
    return page.str();
}

Pages pages_of_symptoms() {
    const auto pack = load_packs({source + "/packaging/packs/stock"});
    REQUIRE(pack);
    const std::vector<WrittenKind> written = written_stock();
    Pages pages{{"symptoms.md", overview(*pack, written)}};
    for (const WrittenKind& each : written) {
        const KindSettings* kind = pack->find(each.name);
        if (!kind) continue;
        std::string& page = pages["symptoms/" + kind->category + ".md"];
        if (page.empty()) page = "# Symptoms: " + kind->category + "\n";
        std::ostringstream guide;
        print_guide(guide, *kind, each);
        page += guide.str();
    }
    return pages;
}

}  // namespace

TEST_CASE("stock pack: what a kind looks at is collected", "[detectors][pack]") {
    const auto pack = load_packs({source + "/packaging/packs/stock"});
    REQUIRE(pack);
    const std::set<std::string> signals = signals_of_reference();
    CHECK(signals.size() > 400);
    for (const WrittenKind& kind : written_stock()) {
        INFO(kind.file << ": " << kind.name);
        const std::vector<std::string> names = kind.names();
        const bool needs_signals = kind.engine == "level" || kind.engine == "exhaustion";
        CHECK((!needs_signals || !names.empty()));
        for (const std::string& name : names) {
            INFO(name);
            CHECK((signals.contains(name) || pack->find(name) != nullptr));
        }
    }
}

TEST_CASE("stock pack: reading the files by lines finds the same kinds", "[detectors][pack]") {
    const auto pack = load_packs({source + "/packaging/packs/stock"});
    REQUIRE(pack);
    const std::vector<WrittenKind> written = written_stock();
    CHECK(written.size() >= pack->kinds.size());
    for (const WrittenKind& each : written) {
        INFO(each.name);
        const KindSettings* kind = pack->find(each.name);
        if (kind) CHECK(kind->engine == each.engine);
    }
}

TEST_CASE("stock pack: each symptom that others warn of has a kind, or says why not",
          "[detectors][pack]") {
    const auto pack = load_packs({source + "/packaging/packs/stock"});
    REQUIRE(pack);
    std::vector<SymptomRow> rows(warned_of_by_others.begin(), warned_of_by_others.end());
    rows.insert(rows.end(), warned_of_by_nobody_else.begin(), warned_of_by_nobody_else.end());
    for (const SymptomRow& row : rows) {
        INFO(row.symptom);
        CHECK(row.said_by.size() > 5);
        for (const std::string& name : names_in_backticks(row.said_by)) {
            INFO(name);
            CHECK((name.find('.') == name.npos || pack->find(name) != nullptr));
        }
    }
}

TEST_CASE("stock pack: the reference of symptoms says what the packs say",
          "[detectors][pack][reference]") {
    const std::string folder = source + "/docs/reference/";
    const bool rewrites = std::getenv("FORESHOCK_REWRITE") != nullptr;
    for (const auto& [file, page] : pages_of_symptoms()) {
        INFO(file);
        if (rewrites) {
            std::filesystem::create_directories(std::filesystem::path{folder + file}.parent_path());
            std::ofstream{folder + file} << page;
        }
        CHECK(text_of(folder + file) == page);
    }
}
