#pragma once

#include <fstream>
#include <stdexcept>
#include <string>

#include "tests/support/map_host_fs.hpp"

namespace foreshock::test {

/// A host as one readable file of tests/collectors/fixtures: "=== path" before the text of each
/// file.
inline MapHostFs load_fixture(const std::string& name) {
    const std::string path =
        std::string{FORESHOCK_SOURCE_DIR} + "/tests/collectors/fixtures/" + name + ".tree";
    std::ifstream input{path};
    if (!input) throw std::runtime_error("no fixture " + path);
    MapHostFs host;
    std::string* file = nullptr;
    for (std::string line; std::getline(input, line);) {
        if (line.starts_with("=== ")) {
            file = &host.files[line.substr(4)];
        } else if (file) {
            *file += line + "\n";
        }
    }
    return host;
}

}  // namespace foreshock::test
