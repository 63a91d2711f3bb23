#include "command_line/command_tree.hpp"

#include <sstream>

#include <CLI/CLI.hpp>

namespace foreshock::command_line {
namespace {

constexpr std::string_view choices_prefix = "choices:";

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream in{text};
    std::vector<std::string> words;
    for (std::string word; in >> word;)
        words.push_back(word);
    return words;
}

// CLI11 tells of a validator that is not there by throwing.
std::vector<std::string> choices_of(CLI::Option& option) {
    try {
        for (int i = 0;; ++i) {
            const std::string name = option.get_validator(i)->get_name();
            if (name.starts_with(choices_prefix))
                return words_of(name.substr(choices_prefix.size()));
        }
    } catch (const CLI::OptionNotFound&) {
        return {};
    }
}

std::string value_of(const CLI::Option& option) {
    if (option.get_items_expected_max() == 0) return "";
    const std::string type = option.get_type_name();
    // What validators add: "TEXT:{debug,info}".
    const std::string plain = type.substr(0, type.find(':'));
    return plain.empty() ? "VALUE" : plain;
}

Argument argument_of(CLI::Option& option) {
    Argument argument;
    argument.is_positional = option.get_lnames().empty() && option.get_snames().empty();
    argument.name = argument.is_positional ? option.get_name(true) : option.get_name(false, true);
    argument.name = argument.name.substr(0, argument.name.find(','));
    if (!option.get_lnames().empty()) argument.name = "--" + option.get_lnames().front();
    argument.help = option.get_description();
    argument.value = value_of(option);
    argument.choices = choices_of(option);
    return argument;
}

}  // namespace

Command command_tree(CLI::App& app) {
    Command command{app.get_name(), app.get_description(), {}, {}};
    for (CLI::Option* const option : app.get_options([](const CLI::Option*) { return true; })) {
        if (!option->get_group().empty()) command.arguments.push_back(argument_of(*option));
    }
    for (CLI::App* const one : app.get_subcommands([](const CLI::App*) { return true; })) {
        if (!one->get_group().empty()) command.commands.push_back(command_tree(*one));
    }
    return command;
}

std::string choices_name(const std::vector<std::string>& words) {
    std::string name{choices_prefix};
    for (const std::string& word : words)
        name += word + " ";
    return name;
}

}  // namespace foreshock::command_line
