#include "cli/detect.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>

#include "detectors/backtest.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::cli {
namespace {

/// Beside the program as built, or where packages put it.
std::vector<std::string> stock_packs() {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    for (const std::filesystem::path& path :
         {program.parent_path() / "packs/stock.toml",
          program.parent_path().parent_path() / "share/foreshock/packs/stock.toml",
          std::filesystem::path{"/usr/share/foreshock/packs/stock.toml"}}) {
        if (std::filesystem::exists(path, error)) return {path.string()};
    }
    return {};
}

Result<detectors::BacktestReport> backtest_file(const detectors::Pack& pack,
                                                const DetectArguments& arguments,
                                                const detectors::BacktestBinding& binding) {
    if (arguments.csv == "-") return detectors::backtest(pack, std::cin, binding);
    std::ifstream csv{arguments.csv};
    if (!csv) return fail(Errc::unreadable, arguments.csv + ": cannot be read");
    Result<detectors::BacktestReport> report = detectors::backtest(pack, csv, binding);
    if (!report) return fail(std::move(report).error().with(arguments.csv));
    return report;
}

}  // namespace

Result<void> run_detect(const DetectArguments& arguments, std::ostream& out) {
    const auto files = arguments.packs.empty() ? stock_packs() : arguments.packs;
    if (files.empty())
        return fail(Errc::no_data, "the stock pack is not there: name one with --pack");
    const Result<detectors::Pack> pack = detectors::load_packs(files);
    if (!pack) return fail(pack.error());
    Result<Labels> labels = Labels::parse(arguments.labels);
    if (!labels) return fail(std::move(labels).error().with("--labels"));
    const auto report =
        backtest_file(*pack, arguments, {arguments.signal, *labels, arguments.limit});
    if (!report) return fail(report.error());
    out << detectors::render(*report);
    return {};
}

}  // namespace foreshock::cli
