#include "agent/spool_folder.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include <sys/stat.h>

#include "agent/record_file.hpp"
#include "core/number.hpp"
#include "wire/report.hpp"

namespace foreshock::agent {
namespace {

namespace files = std::filesystem;

constexpr std::string_view report_suffix = ".report";
constexpr std::string_view refused_folder = "refused";
constexpr std::size_t file_bytes_max = 8 << 20;
constexpr std::size_t dictionary_bytes_max = 16 << 20;
constexpr std::string_view magic = "foreshock-spool-1";

/// One line of words, then the body: a file that a person can look into.
std::string header_of(const SpoolEntry& entry) {
    return std::string{magic} + " " + std::to_string(to_unix_ms(entry.created)) + " " +
           std::to_string(entry.series_end) + " " + (entry.has_symptoms ? "1" : "0") + "\n";
}

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    while (!line.empty()) {
        const auto blank = line.find(' ');
        words.push_back(line.substr(0, blank));
        line.remove_prefix(blank == std::string_view::npos ? line.size() : blank + 1);
    }
    return words;
}

Result<SpoolEntry> parse_file(std::string_view bytes) {
    const auto payload = take_framed(bytes);
    if (!payload) return fail(payload.error());
    const auto end = payload->find('\n');
    const auto words = words_of(payload->substr(0, end));
    if (end == std::string_view::npos || words.size() != 4 || words[0] != magic) {
        return fail(Errc::malformed, "not a spooled report");
    }
    const auto created = parse_int(words[1]);
    const auto series_end = parse_uint(words[2]);
    if (!created || !series_end) return fail(Errc::malformed, "not a spooled report");
    SpoolEntry entry;
    entry.created = from_unix_ms(*created);
    entry.series_end = static_cast<std::uint32_t>(*series_end);
    entry.has_symptoms = words[3] == "1";
    entry.body = payload->substr(end + 1);
    return entry;
}

void remove_quietly(const std::string& path) {
    std::error_code ignored;
    files::remove(path, ignored);
}

std::vector<std::string> names_in(const std::string& folder) {
    std::vector<std::string> names;
    std::error_code ignored;
    for (const auto& entry : files::directory_iterator{folder, ignored}) {
        names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

std::string SpoolFolder::run_folder(const std::string& run_id) const {
    return folder_ + "/" + run_id;
}

std::string SpoolFolder::file_of(const std::string& run_id, std::uint64_t sequence) const {
    const std::string digits = std::to_string(sequence);
    return run_folder(run_id) + "/" + std::string(20 - digits.size(), '0') + digits +
           std::string{report_suffix};
}

void SpoolFolder::recover_run(const std::string& run_id, std::vector<Stored>& found) {
    for (const std::string& name : names_in(run_folder(run_id))) {
        if (found.size() >= files_max) return;
        if (name.ends_with(".draft")) remove_quietly(run_folder(run_id) + "/" + name);
        if (!name.ends_with(report_suffix)) continue;
        const auto sequence =
            parse_uint(std::string_view{name}.substr(0, name.size() - report_suffix.size()));
        if (!sequence) continue;
        Result<SpoolEntry> entry = read(run_id, *sequence);
        if (!entry) {
            remove(run_id, *sequence);
            continue;
        }
        const std::size_t file_bytes = entry->body.size();
        entry->body = {};
        found.push_back({std::move(*entry), file_bytes});
    }
}

std::vector<SpoolFolder::Stored> SpoolFolder::recover() {
    std::error_code ignored;
    files::create_directories(folder_, ignored);
    std::vector<Stored> found;
    for (const std::string& run_id : names_in(folder_)) {
        if (run_id == refused_folder) continue;
        const std::size_t before = found.size();
        recover_run(run_id, found);
        if (found.size() == before) forget_run(run_id);
    }
    std::stable_sort(found.begin(), found.end(), [](const Stored& a, const Stored& b) {
        return a.entry.created < b.entry.created;
    });
    return found;
}

Result<std::size_t> SpoolFolder::write(const SpoolEntry& entry) {
    std::error_code made;
    files::create_directories(run_folder(entry.run_id), made);
    if (made) return fail(Errc::unavailable, run_folder(entry.run_id) + ": " + made.message());
    const std::string bytes = framed(header_of(entry) + entry.body);
    const auto written = write_whole(file_of(entry.run_id, entry.sequence), bytes);
    if (!written) return fail(written.error());
    return entry.body.size();
}

Result<SpoolEntry> SpoolFolder::read(const std::string& run_id, std::uint64_t sequence) {
    const std::string path = file_of(run_id, sequence);
    const Result<std::string> bytes = read_whole(path, file_bytes_max);
    if (!bytes) return fail(bytes.error());
    Result<SpoolEntry> entry = parse_file(*bytes);
    if (!entry) {
        ++damaged_;
        return fail(std::move(entry).error().with(path));
    }
    entry->run_id = run_id;
    entry->sequence = sequence;
    return entry;
}

void SpoolFolder::remove(const std::string& run_id, std::uint64_t sequence) {
    std::error_code ignored;
    files::remove(file_of(run_id, sequence), ignored);
}

void SpoolFolder::keep_refused(const SpoolEntry& entry) {
    const std::string folder = folder_ + "/" + std::string{refused_folder};
    std::error_code ignored;
    files::create_directories(folder, ignored);
    std::vector<std::string> names = names_in(folder);
    while (names.size() >= refused_max) {
        files::remove(folder + "/" + names.front(), ignored);
        names.erase(names.begin());
    }
    const std::string name = std::to_string(to_unix_ms(entry.created)) + "-" + entry.run_id + "-" +
                             std::to_string(entry.sequence) + ".zst";
    // To be looked at when there is room for it; nothing depends on it.
    const auto written = write_whole(folder + "/" + name, entry.body);
    static_cast<void>(written);
}

Result<void> SpoolFolder::append_definitions(const std::string& run_id, std::uint32_t from,
                                             const std::vector<SeriesKey>& keys) {
    std::error_code made;
    files::create_directories(run_folder(run_id), made);
    if (made) return fail(Errc::unavailable, run_folder(run_id) + ": " + made.message());
    const std::string head = wire::encode_head({{}, false, from, keys});
    return append_to(run_folder(run_id) + "/dictionary", framed(head));
}

std::vector<SeriesKey> SpoolFolder::read_definitions(const std::string& run_id) {
    std::vector<SeriesKey> keys;
    const auto bytes = read_whole(run_folder(run_id) + "/dictionary", dictionary_bytes_max);
    if (!bytes) return keys;
    std::string_view rest = *bytes;
    while (const auto record = take_framed(rest)) {
        Result<wire::Report> part = wire::decode(*record);
        if (!part || part->definitions_from != keys.size()) break;
        std::move(part->definitions.begin(), part->definitions.end(), std::back_inserter(keys));
    }
    return keys;
}

void SpoolFolder::forget_run(const std::string& run_id) {
    std::error_code ignored;
    files::remove_all(run_folder(run_id), ignored);
}

}  // namespace foreshock::agent
