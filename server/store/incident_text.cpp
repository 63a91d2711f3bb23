#include "server/store/incident_text.hpp"

#include <algorithm>

#include "server/store/incident_codec.hpp"

namespace foreshock::store {
namespace {

using incidents::Incident;
using incidents::PastIncident;

constexpr std::size_t words_max = 24;  // of a query, each side
constexpr std::size_t word_bytes_min = 3;

bool is_letter(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

std::string word_of_kind(std::string_view kind) {
    std::string word;
    for (const char c : kind) {
        if (is_letter(c)) {
            word += c;
        } else {
            word += "zz";
        }
    }
    return word;
}

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts)
        all += (all.empty() ? "" : " ") + text;
    return all;
}

std::vector<std::string> words_of_kinds(const Incident& incident) {
    std::vector<std::string> words = incidents::kinds_of(incident);
    std::transform(words.begin(), words.end(), words.begin(), word_of_kind);
    return words;
}

/// Words without what FTS5 could take for its own syntax.
std::vector<std::string> plain_words(std::string_view text) {
    std::vector<std::string> words(1);
    for (const char c : text) {
        if (is_letter(c)) {
            words.back() += c;
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    std::erase_if(words, [](const std::string& word) { return word.size() < word_bytes_min; });
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
}

void add_terms(const std::vector<std::string>& words, std::string_view column, std::string& query) {
    const std::size_t count = std::min(words.size(), words_max);
    for (std::size_t i = 0; i < count; ++i) {
        query += query.empty() ? "" : " OR ";
        query += std::string{column} + '"' + words[i] + '"';
    }
}

std::string query_of(const Incident& incident) {
    std::string query;
    add_terms(words_of_kinds(incident), "kinds : ", query);
    add_terms(
        plain_words(incident.title + " " + incident.sentence + " " + joined(incident.components())),
        "", query);
    return query;
}

Result<std::string> resolution_of(Connection& connection, const std::string& incident_id) {
    const auto rows = connection.execute(
        "SELECT reason_text, words FROM event WHERE incident_id = $1 AND actor <> 'engine' AND "
        "kind IN ('resolved', 'noted') ORDER BY sequence DESC LIMIT 10",
        {incident_id});
    if (!rows) return fail(rows.error());
    std::string text;
    for (const Row& row : *rows) {
        for (const std::size_t column : {0U, 1U}) {
            const std::string& words = row.text(column);
            if (words.empty() || words == "written by a person") continue;
            text += (text.empty() ? "" : "; ") + words;
        }
    }
    return text;
}

}  // namespace

Result<void> index_text(Connection& connection, const Incident& incident) {
    const auto number = static_cast<std::int64_t>(incident.number);
    if (!incident.is_open() || incident.times_reopened > 0) {
        auto gone = connection.execute("DELETE FROM incident_text WHERE rowid = $1", {number});
        if (!gone) return fail(std::move(gone).error());
    }
    if (incident.is_open()) return {};
    auto resolution = resolution_of(connection, incident.id);
    if (!resolution) return fail(std::move(resolution).error());
    auto done = connection.execute(
        "INSERT INTO incident_text (rowid, title, sentence, kinds, components, resolution) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        {number, incident.title, incident.sentence, joined(words_of_kinds(incident)),
         joined(incident.components()), std::move(*resolution)});
    if (!done) return fail(std::move(done).error());
    return {};
}

Result<std::vector<PastIncident>> past_like(Connection& connection, const Incident& incident,
                                            std::size_t limit) {
    std::vector<PastIncident> past;
    const std::string query = query_of(incident);
    if (query.empty()) return past;
    const auto rows = connection.execute(
        "SELECT incident.body, incident_text.resolution FROM incident_text JOIN incident ON "
        "incident.number = incident_text.rowid WHERE incident_text MATCH $1 AND "
        "incident.id <> $2 ORDER BY bm25(incident_text, 2.0, 1.0, 8.0, 4.0, 1.0) LIMIT $3",
        {query, incident.id, static_cast<std::int64_t>(limit)});
    if (!rows) return fail(rows.error());
    for (std::size_t i = 0; i < rows->size(); ++i) {
        auto found = decode_incident((*rows)[i].text(0));
        if (!found) return fail(std::move(found).error());
        const double rank = 1 - static_cast<double>(i) / static_cast<double>(rows->size());
        past.push_back({std::move(*found), (*rows)[i].text(1), rank});
    }
    return past;
}

}  // namespace foreshock::store
