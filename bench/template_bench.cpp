// What a log line costs the engine `template`: masking and hashing its words, finding its template,
// and the patterns of known lines. One line each of several kinds, their numbers varied; and bytes
// of state for a source with many kinds of lines.

#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "detectors/engines/line_pattern.hpp"
#include "detectors/engines/template_tree.hpp"

using namespace foreshock::detectors;

namespace {

constexpr int rounds = 200;
constexpr int variants = 500;

struct Row {
    const char* what;
    double nanoseconds;
    std::size_t result;  // so that nothing is left out
};

std::vector<std::string> lines_of(const std::vector<std::string>& shapes) {
    std::vector<std::string> lines;
    for (int i = 0; i < variants; ++i) {
        for (std::string line : shapes) {
            for (std::size_t at = line.find('%'); at != line.npos; at = line.find('%', at))
                line.replace(at, 1, std::to_string(i * 7919 % 100000));
            lines.push_back(std::move(line));
        }
    }
    return lines;
}

template <class Work>
Row measure(const char* what, const std::vector<std::string>& lines, Work work) {
    const std::clock_t begin = std::clock();
    std::size_t result = 0;
    for (int round = 0; round < rounds; ++round)
        for (const std::string& line : lines)
            result += work(line);
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    return {what, seconds * 1e9 / rounds / static_cast<double>(lines.size()), result};
}

Row parse(const char* what, const std::vector<std::string>& shapes) {
    TemplateTree tree{256};
    return measure(what, lines_of(shapes), [&tree](const std::string& line) {
        const LineTokens tokens{line};
        return static_cast<std::size_t>(tree.add(tokens.tokens()).id);
    });
}

Row find_patterns(const std::vector<std::string>& shapes) {
    std::vector<LinePattern> patterns;
    for (const char* text :
         {" error, dev {device}, sector ", "EXT4-fs error (device {device})",
          "{port}: hard resetting link", "INFO: task {comm}:{pid} blocked for",
          "soft lockup - CPU#{cpu} stuck for ", "{comm}[{pid}]: segfault at ",
          "ut of memory: Killed process {pid} ({comm})", "{link}: Link is Down",
          "nf_conntrack: table full, dropping packet", "XFS ({device}): Corruption "})
        patterns.push_back(LinePattern::parse(text).value());
    LinePattern::Captures captures;
    return measure("ten patterns, none or one fits", lines_of(shapes),
                   [&](const std::string& line) {
                       std::size_t found = 0;
                       for (const LinePattern& pattern : patterns)
                           found += pattern.match(line, captures) ? 1 : 0;
                       return found;
                   });
}

}  // namespace

int main() {
    const std::vector<std::string> short_lines{
        "Failed password for root from 10.0.0.% port % ssh2",
        "pam_unix(cron:session): session opened for user root(uid=0) by (uid=%)",
        "I/O error, dev sda, sector % op 0x0:(READ) flags 0x80700",
        "ata3: hard resetting link",
        "worker % exited with code 1",
    };
    const std::vector<std::string> long_lines{
        "upstream timed out (110: Connection timed out) while reading response header from "
        "upstream, client: 1.2.3.%, server: x.y, request: \"GET /% HTTP/1.1\", upstream: "
        "\"http://10.0.0.%:8080/%\", host: \"x.y\", referrer: \"https://x.y/%\"",
        "{\"level\":\"error\",\"ts\":\"2026-11-25T22:57:00.%Z\",\"msg\":\"call failed\",\"id\":%,"
        "\"trace\":\"4bf92f3577b34da6a3ce929d0e0e%\",\"peer\":\"10.0.0.%:443\",\"took\":\"%ms\"}",
    };
    const Row rows[] = {
        parse("template of a short line", short_lines),
        parse("template of a long line", long_lines),
        measure("words of failure in a short line", lines_of(short_lines),
                [](const std::string& line) { return has_failure_word(line) ? 1U : 0U; }),
        find_patterns(short_lines),
    };
    std::printf("| what | ns per line | lines/s per core |\n|---|---|---|\n");
    for (const Row& row : rows)
        std::printf("| %s | %.0f | %.2f M |\n", row.what, row.nanoseconds, 1e3 / row.nanoseconds);
    TemplateTree tree{256};
    for (int kind = 0; kind < 256; ++kind) {
        std::string name;
        for (int rest = kind + 26; rest > 0; rest /= 26)
            name += static_cast<char>('a' + rest % 26);
        const std::string line =
            "peer " + name + " did not answer in time, giving up after 3 tries";
        const LineTokens tokens{line};
        tree.add(tokens.tokens());
    }
    std::printf("%zu templates of eleven words hold %zu bytes; %.2f M short lines per second\n",
                tree.size(), tree.bytes(), 1e3 / rows[0].nanoseconds);
    return rows[0].result > 0 ? 0 : 1;
}
