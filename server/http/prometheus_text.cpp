#include "server/http/prometheus_text.hpp"

#include "core/number.hpp"

namespace foreshock::http {
namespace {

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '\n') {
            result += "\\n";
            continue;
        }
        if (c == '"' || c == '\\') result.push_back('\\');
        result.push_back(c);
    }
    return result;
}

}  // namespace

void PrometheusText::family(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text_ += "# HELP " + name_ + " " + std::string{help} + "\n";
    text_ += "# TYPE " + name_ + " " + std::string{type} + "\n";
}

void PrometheusText::value(double value, std::initializer_list<LabelPair> labels) {
    text_ += name_;
    char before = '{';
    for (const auto& [name, label] : labels) {
        text_ += before + std::string{name} + "=\"" + escaped(label) + "\"";
        before = ',';
    }
    if (labels.size() != 0) text_ += "}";
    text_ += " " + format_double(value) + "\n";
}

}  // namespace foreshock::http
