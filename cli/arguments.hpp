#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "command_line/command_tree.hpp"
#include "core/time.hpp"

namespace foreshock::cli {

enum class Action : std::uint8_t {
    incident_list,
    incident_show,
    incident_acknowledge,
    incident_note,
    incident_resolve,
    incident_watch,
    incident_merge,
    incident_split,
    incident_undo,
    incident_apply,
    incident_breach,
    triage,
    host_list,
    host_forget,
    host_revoke,
    forecast_list,
    oncall_show,
    detect,
    pack_list,
    pack_explain,
    pack_check,
    demo,
    demo_leak,
    demo_fill,
    completion,
    silence_add,
    silence_list,
    silence_expire,
    silence_preview,
    maintenance_add,
    maintenance_list,
    maintenance_expire,
    maintenance_preview,
};

struct ListFilter {
    std::vector<std::string> states;  ///< as the API takes them; empty: open ones
    std::vector<std::string> priorities;
    std::string host;
    std::string category;
    std::string phase;
    std::size_t limit = 50;
};

struct DetectArguments {
    std::vector<std::string> packs;  ///< none: the stock pack
    std::vector<std::string> diff;   ///< none, or two packs to compare
    std::string truth;               ///< file with what really happened
    // Recordings; all that are given are merged.
    std::string csv;     ///< "-" reads standard input
    std::string signal;  ///< what the column "value" is
    std::string labels;
    std::optional<double> limit;
    std::string scores_out;  ///< not empty: score the rows of `csv` for anomalies into this file
    std::vector<std::string> expositions;  ///< files and folders of scrapes
    std::vector<std::string> maps;         ///< over the shipped ones
    std::vector<std::string> logs;
    std::vector<std::string> history_files;  ///< exported from the server
    std::string history;                     ///< a host of the server
    std::string since;
    std::string until;
};

struct PackArguments {
    std::vector<std::string> packs;  ///< none: what this host is judged by
    std::vector<std::string> files;  ///< to check, on top of those
    std::string kind;
};

/// Of silences and maintenance windows, as they were typed: the server reads them.
struct SuppressionArguments {
    bool is_window = false;
    std::vector<std::string> matchers;
    std::string reason;
    std::string span;
    std::string from;
    std::string until;
    std::string end_when_quiet;
    std::string warn_before;
    std::string rrule;
    std::string cron;
    std::string zone;
    std::string first;
    std::vector<std::string> except;
    std::vector<std::string> states;  ///< none: those that have not expired
};

/// Of what people put together and take apart, and of the words of users.
struct RegroupArguments {
    std::vector<std::string> others;
    std::vector<std::string> symptoms;
    std::string host;
    std::string kind;
    std::string component;
    std::vector<std::string> words;
};

/// Of what the desk does with one incident.
struct DeskArguments {
    std::string known_error;  ///< id
    std::string hypothesis;   ///< id
    std::string title;
    std::string aware_at;  ///< RFC 3339; empty: now
};

/// Of a host that is sent away.
struct HostArguments {
    std::string name;
    bool is_sure = false;
    bool deletes_history = false;
    bool keeps_identity = false;
};

struct DemoArguments {
    Duration length = std::chrono::seconds{180};  ///< from the first leak to the disruption
    bool is_filesystem = false;
    bool waits_for_recovery = true;
    // Of the children that the demo starts.
    unsigned files_max = 256;
    Duration baseline = std::chrono::seconds{20};
    std::string path;
};

/// A command line, understood.
struct Arguments {
    Action action = Action::incident_list;
    std::string server = "http://127.0.0.1:8420";
    std::string token_file;
    std::string ca_file;
    bool wants_json = false;
    ListFilter filter;
    std::string id;
    std::string actor;
    std::string text;
    std::string shell;
    DetectArguments detect;
    PackArguments pack;
    SuppressionArguments suppression;
    RegroupArguments regroup;
    DeskArguments desk;
    DemoArguments demo;
    HostArguments host;
};

/// What to print instead of doing anything: help, the version, or what is wrong.
struct UsageText {
    int exit_code = 0;
    std::string out;
    std::string err;
};

/// All that may be typed, for completions and the manual.
command_line::Command command_tree();

/// `words` without the program's name. FORESHOCK_SERVER counts where --server is not given.
std::variant<Arguments, UsageText> parse_arguments(std::vector<std::string> words);

}  // namespace foreshock::cli
