#pragma once

#include <map>
#include <ostream>
#include <string>

namespace foreshock::agent {

class ConfigSection;
class Complaints;

/// What people say of the host: {"role", "web"}. Told as the facts label.NAME.
using HostLabels = std::map<std::string, std::string, std::less<>>;

inline constexpr std::size_t labels_max = 32;
inline constexpr std::size_t label_name_bytes_max = 64;
inline constexpr std::size_t label_value_bytes_max = 200;

/// Reads [labels], if it is there, over those that are known: any names, each a text.
void read_labels(ConfigSection& top, HostLabels& labels, Complaints& complaints);

void print_labels(const HostLabels& labels, std::ostream& out);

}  // namespace foreshock::agent
