#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/time.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::detectors {

struct Documents;  // parsed TOML texts and the complaints about them

/// What one key of a kind came to be, and where.
using SettingValue =
    std::variant<std::string, bool, double, Duration, std::vector<std::string>, LabelFilter>;

struct Setting {
    std::string path;  ///< below the kind: "exhaustion.horizon"
    SettingValue value;
    std::string place;  ///< "file:line:column"; empty: nobody said it, it is the default
};

/// A number and its allowed range.
struct NumberRange {
    double low;
    double high;
};

/// One table of settings, seen through the layers of several TOML texts: the last text that has a
/// key wins. Every read marks its key as known; `finish` complains about those left over. A wrong
/// value is complained about and leaves the target as it was. Shares the documents with all
/// readers of one parse, which outlive it.
class SettingsReader {
public:
    /// The top of all texts. Errors of TOML itself are complaints too. Only a reader that keeps
    /// settings can tell them later: they take several times the memory of the texts.
    explicit SettingsReader(const std::vector<PackText>& texts, bool keeps_settings = false);

    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] std::vector<std::string> keys() const;
    SettingsReader table(std::string_view key);
    std::vector<SettingsReader> tables(std::string_view key);

    void read(std::string_view key, std::string& text);
    void read(std::string_view key, bool& flag);
    void read(std::string_view key, Duration& span);
    void read(std::string_view key, std::vector<std::string>& texts);
    void read(std::string_view key, LabelFilter& filter);
    void read(std::string_view key, std::vector<double>& numbers);
    void read(std::string_view key, double& number, NumberRange range);

    /// Is the key's value a number (and not, say, a text)?
    [[nodiscard]] bool is_number(std::string_view key) const;

    /// The table as TOML, one layer after the other: the same text, the same settings.
    [[nodiscard]] std::string text() const;

    /// Complains when the key is missing, and says how to write it.
    void require(std::string_view key, std::string_view example);

    /// "file:line:column: path.key: what"; the place is the table's when the key is missing.
    void complain(std::string_view key, std::string_view what) const;

    /// Everything that was read in this table and the tables in it, in order; nothing when the
    /// reader keeps no settings.
    [[nodiscard]] std::vector<Setting> settings() const;

    /// "file:line:column" of the key; of the table itself, where it first stands, when no text has
    /// the key.
    [[nodiscard]] std::string place_of(std::string_view key) const;

    /// Complains about every key that nobody has asked for.
    void finish();

    /// All complaints so far, one per line; empty when all is well.
    [[nodiscard]] std::string complaints() const;

private:
    struct Layer {
        const void* table;  // toml::table inside documents_
        std::size_t document;
    };

    explicit SettingsReader(std::shared_ptr<Documents> documents)
        : documents_(std::move(documents)) {}

    [[nodiscard]] const Layer* layer_of(std::string_view key) const;
    [[nodiscard]] std::string path_of(std::string_view key) const;

    template <class Value>
    void remember(std::string_view key, const Value& value) const;

    std::shared_ptr<Documents> documents_;
    std::vector<Layer> layers_;
    std::string path_;
    std::vector<std::string> known_;
};

}  // namespace foreshock::detectors
