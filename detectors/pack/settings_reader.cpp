#include "detectors/pack/settings_reader.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include <toml++/toml.h>

#include "core/number.hpp"

namespace foreshock::detectors {

struct Documents {
    std::vector<toml::table> tables;
    std::vector<std::string> names;
    std::vector<std::string> complaints;
    bool keeps_settings = false;
    std::vector<Setting> settings;  // with whole paths
};

namespace {

const toml::table& as_table(const void* table) {
    return *static_cast<const toml::table*>(table);
}

std::string place(const std::string& name, const toml::source_region& source) {
    return name + ":" + std::to_string(source.begin.line) + ":" +
           std::to_string(source.begin.column);
}

bool is_bare(std::string_view key) {
    return !key.empty() && std::all_of(key.begin(), key.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == '-';
    });
}

/// Only texts, or nothing.
std::optional<std::vector<std::string>> texts_of(const toml::node& node) {
    const toml::array* array = node.as_array();
    if (!array) return std::nullopt;
    std::vector<std::string> texts;
    for (const toml::node& element : *array) {
        const auto* text = element.as_string();
        if (!text) return std::nullopt;
        texts.push_back(text->get());
    }
    return texts;
}

/// Only finite numbers, or nothing.
std::optional<std::vector<double>> numbers_of(const toml::node& node) {
    const toml::array* array = node.as_array();
    if (!array) return std::nullopt;
    std::vector<double> numbers;
    for (const toml::node& element : *array) {
        const auto number = element.value<double>();
        if (!element.is_number() || !number || !std::isfinite(*number)) return std::nullopt;
        numbers.push_back(*number);
    }
    return numbers;
}

}  // namespace

SettingsReader::SettingsReader(const std::vector<PackText>& texts, bool keeps_settings)
    : documents_(std::make_shared<Documents>()) {
    documents_->keeps_settings = keeps_settings;
    documents_->tables.reserve(texts.size());
    for (const PackText& text : texts) {
        documents_->names.push_back(text.file_name);
        documents_->tables.emplace_back();
        try {
            documents_->tables.back() = toml::parse(text.toml, text.file_name);
        } catch (const toml::parse_error& error) {
            documents_->complaints.push_back(place(text.file_name, error.source()) + ": " +
                                             std::string{error.description()});
        }
        layers_.push_back({&documents_->tables.back(), documents_->tables.size() - 1});
    }
}

const SettingsReader::Layer* SettingsReader::layer_of(std::string_view key) const {
    const auto found = std::find_if(layers_.rbegin(), layers_.rend(), [key](const Layer& layer) {
        return as_table(layer.table).contains(key);
    });
    return found == layers_.rend() ? nullptr : &*found;
}

bool SettingsReader::has(std::string_view key) const {
    return layer_of(key) != nullptr;
}

std::vector<std::string> SettingsReader::keys() const {
    std::vector<std::string> keys;
    for (const Layer& layer : layers_)
        for (const auto& [key, value] : as_table(layer.table))
            keys.emplace_back(key.str());
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

std::string SettingsReader::path_of(std::string_view key) const {
    const std::string name = is_bare(key) ? std::string{key} : '"' + std::string{key} + '"';
    return path_.empty() ? name : path_ + "." + name;
}

std::string SettingsReader::place_of(std::string_view key) const {
    if (layers_.empty()) return {};
    const Layer* layer = layer_of(key);
    const Layer& at = layer ? *layer : layers_.front();
    const toml::table& table = as_table(at.table);
    return place(documents_->names[at.document], layer ? table.get(key)->source() : table.source());
}

template <class Value>
void SettingsReader::remember(std::string_view key, const Value& value) const {
    if (!documents_->keeps_settings) return;
    documents_->settings.push_back({path_of(key), value, has(key) ? place_of(key) : std::string{}});
}

std::vector<Setting> SettingsReader::settings() const {
    std::vector<Setting> within;
    const std::string prefix = path_ + ".";
    for (const Setting& setting : documents_->settings)
        if (setting.path.starts_with(prefix))
            within.push_back({setting.path.substr(prefix.size()), setting.value, setting.place});
    return within;
}

void SettingsReader::complain(std::string_view key, std::string_view what) const {
    const Layer* layer = layer_of(key);
    if (!layer && layers_.empty()) return;  // the table itself is missing: said already
    const Layer& at = layer ? *layer : layers_.back();
    const toml::table& table = as_table(at.table);
    const toml::source_region& source = layer ? table.get(key)->source() : table.source();
    documents_->complaints.push_back(place(documents_->names[at.document], source) + ": " +
                                     path_of(key) + ": " + std::string{what});
}

std::string SettingsReader::text() const {
    std::ostringstream text;
    for (const Layer& layer : layers_)
        text << as_table(layer.table) << "\n";
    return text.str();
}

SettingsReader SettingsReader::table(std::string_view key) {
    known_.emplace_back(key);
    SettingsReader inner{documents_};
    inner.path_ = path_of(key);
    for (const Layer& layer : layers_) {
        const toml::node* node = as_table(layer.table).get(key);
        if (!node) continue;
        if (const toml::table* table = node->as_table())
            inner.layers_.push_back({table, layer.document});
        else if (layer_of(key) == &layer)
            complain(key, "must be a table, [" + inner.path_ + "]");
        else
            inner.layers_.clear();  // a later text has a table in place of what was here
    }
    return inner;
}

std::vector<SettingsReader> SettingsReader::tables(std::string_view key) {
    known_.emplace_back(key);
    std::vector<SettingsReader> readers;
    const Layer* layer = layer_of(key);
    if (!layer) return readers;
    const toml::array* array = as_table(layer->table).get(key)->as_array();
    if (!array || !std::all_of(array->begin(), array->end(),
                               [](const toml::node& node) { return node.is_table(); })) {
        complain(key, "must be an array of tables, [ { … }, { … } ]");
        return readers;
    }
    for (const toml::node& node : *array) {
        SettingsReader inner{documents_};
        inner.path_ = path_of(key) + "[" + std::to_string(readers.size()) + "]";
        inner.layers_.push_back({node.as_table(), layer->document});
        readers.push_back(std::move(inner));
    }
    return readers;
}

void SettingsReader::read(std::string_view key, std::string& text) {
    known_.emplace_back(key);
    const Layer* layer = layer_of(key);
    if (!layer) return remember(key, text);
    if (const auto* value = as_table(layer->table).get(key)->as_string())
        text = value->get();
    else
        complain(key, "must be a text in quotes, \"…\"");
    remember(key, text);
}

void SettingsReader::read(std::string_view key, bool& flag) {
    known_.emplace_back(key);
    const Layer* layer = layer_of(key);
    if (!layer) return remember(key, flag);
    if (const auto* value = as_table(layer->table).get(key)->as_boolean())
        flag = value->get();
    else
        complain(key, "must be true or false");
    remember(key, flag);
}

void SettingsReader::read(std::string_view key, Duration& span) {
    known_.emplace_back(key);
    const Layer* layer = layer_of(key);
    if (!layer) return remember(key, span);
    const auto* value = as_table(layer->table).get(key)->as_string();
    const auto parsed =
        value ? parse_duration(value->get()) : Result<Duration>{fail(Errc::malformed, "")};
    if (parsed)
        span = *parsed;
    else
        complain(key, "must be a time span with its unit, \"250ms\", \"30s\", \"5m\" or \"2h\"");
    remember(key, span);
}

void SettingsReader::read(std::string_view key, std::vector<std::string>& texts) {
    known_.emplace_back(key);
    const Layer* layer = layer_of(key);
    if (!layer) return remember(key, texts);
    if (auto read = texts_of(*as_table(layer->table).get(key)))
        texts = std::move(*read);
    else
        complain(key, "must be a list of texts, [\"…\", \"…\"]");
    remember(key, texts);
}

void SettingsReader::read(std::string_view key, std::vector<double>& numbers) {
    known_.emplace_back(key);
    const Layer* layer = layer_of(key);
    if (!layer) return;
    if (auto read = numbers_of(*as_table(layer->table).get(key)))
        numbers = std::move(*read);
    else
        complain(key, "must be a list of numbers, [1, 2]");
}

void SettingsReader::read(std::string_view key, LabelFilter& filter) {
    known_.emplace_back(key);
    const Layer* layer = layer_of(key);
    if (!layer) return remember(key, filter);
    const toml::table* table = as_table(layer->table).get(key)->as_table();
    LabelFilter read;
    bool good = table != nullptr;
    if (table) {
        for (const auto& [label, values] : *table) {
            auto texts = texts_of(values);
            good = good && texts;
            if (texts) read.emplace(label.str(), std::move(*texts));
        }
    }
    if (good)
        filter = std::move(read);
    else
        complain(key,
                 "must name labels with lists of values, { mount = [\"/boot\", \"/snap/*\"] }");
    remember(key, filter);
}

bool SettingsReader::is_number(std::string_view key) const {
    const Layer* layer = layer_of(key);
    return layer && as_table(layer->table).get(key)->is_number();
}

void SettingsReader::read(std::string_view key, double& number, NumberRange range) {
    known_.emplace_back(key);
    const Layer* layer = layer_of(key);
    if (!layer) return remember(key, number);
    const auto value = as_table(layer->table).get(key)->value<double>();
    if (is_number(key) && value && *value >= range.low && *value <= range.high) {
        number = *value;
        return remember(key, number);
    }
    const std::string from = format_double(range.low);
    const bool open = std::isinf(range.high);
    complain(key, open && std::isinf(range.low) ? "must be a number"
                  : open                        ? "must be a number of at least " + from
                         : "must be a number from " + from + " to " + format_double(range.high));
}

void SettingsReader::require(std::string_view key, std::string_view example) {
    if (!has(key))
        complain(key, "is missing; write " + std::string{key} + " = " + std::string{example});
}

void SettingsReader::finish() {
    std::string all;
    for (const std::string& key : known_)
        all += (all.empty() ? "" : ", ") + key;
    for (const std::string& key : keys())
        if (std::find(known_.begin(), known_.end(), key) == known_.end())
            complain(key, "is not a key here; known are " + all);
}

std::string SettingsReader::complaints() const {
    std::string all;
    for (const std::string& complaint : documents_->complaints)
        all += (all.empty() ? "" : "\n") + complaint;
    return all;
}

}  // namespace foreshock::detectors
